//! The commands that a user runs in a workspace.

use crate::{Diagnostics, Output, Plan, State, Workspace};
use serde_json::Value;

impl Workspace {
    /// `terraform validate`.
    #[must_use]
    pub fn validate(&self) -> Diagnostics {
        self.run(&["validate", "-json"]).diagnostics()
    }

    /// `terraform plan`, which must work.
    #[must_use]
    pub fn plan(&self) -> Plan {
        self.plan_with(&[])
    }

    /// `terraform plan` with more arguments, which must work.
    #[must_use]
    pub fn plan_with(&self, arguments: &[&str]) -> Plan {
        let saved = ["plan", "-json", "-input=false", "-detailed-exitcode", "-out=home/plan"];
        let output = self.run(&[&saved, arguments].concat());
        let has_changes = match output.code() {
            Some(0) => false,
            Some(2) => true,
            _ => panic!("the plan failed\n{output}"),
        };
        let shown = self.run(&["show", "-json", "home/plan"]).expect_success();
        Plan::parse(&parse(&shown), has_changes)
    }

    /// `terraform plan`, which must fail.
    #[must_use]
    pub fn plan_fails(&self) -> Diagnostics {
        self.run(&["plan", "-json", "-input=false"]).expect_failure()
    }

    /// `terraform apply`, which must work.
    pub fn apply(&self) {
        let _ = self.run(&["apply", "-json", "-input=false", "-auto-approve"]).expect_success();
    }

    /// `terraform apply`, which must fail.
    #[must_use]
    pub fn apply_fails(&self) -> Diagnostics {
        self.run(&["apply", "-json", "-input=false", "-auto-approve"]).expect_failure()
    }

    /// `terraform apply`, after which there must be nothing to do, whether or not Terraform looks at
    /// the remote side first.
    pub fn apply_and_settle(&self) {
        self.apply();
        self.expect_settled();
    }

    /// There must be nothing to do, whether or not Terraform looks at the remote side first.
    pub fn expect_settled(&self) {
        for arguments in [&["-refresh=false"][..], &[]] {
            let plan = self.plan_with(arguments);
            assert!(
                plan.is_empty(),
                "the plan {arguments:?} after an apply is not empty:\n{}\n{plan}",
                self.run(&["show", "home/plan"]).stdout
            );
        }
    }

    /// Writes into the state what is remote now, and changes nothing else; it must work.
    pub fn refresh(&self) {
        let refresh = ["apply", "-refresh-only", "-json", "-input=false", "-auto-approve"];
        let _ = self.run(&refresh).expect_success();
    }

    /// `terraform taint`, which must work.
    pub fn taint(&self, address: &str) {
        let _ = self.run(&["taint", address]).expect_success();
    }

    /// `terraform destroy`, which must work.
    pub fn destroy(&self) {
        self.destroy_with(&[]);
    }

    /// `terraform destroy` with more arguments, which must work.
    pub fn destroy_with(&self, arguments: &[&str]) {
        let destroy = ["destroy", "-json", "-input=false", "-auto-approve"];
        let _ = self.run(&[&destroy, arguments].concat()).expect_success();
    }

    /// The state.
    #[must_use]
    pub fn state(&self) -> State {
        State::parse(parse(&self.run(&["show", "-json"]).expect_success()))
    }
}

pub(crate) fn parse(output: &Output) -> Value {
    serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("not JSON ({e})\n{output}"))
}
