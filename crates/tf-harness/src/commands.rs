//! The commands that a user runs in a workspace.

use crate::{Diagnostics, Output, Plan, State, Workspace};
use serde_json::Value;

/// The plan that was made last.
const PLAN: &str = "home/plan";

const OUT: &str = "-out=home/plan";

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
        let has_changes = self.has_changes(arguments);
        self.planned(has_changes)
    }

    /// The plan that was made last.
    fn planned(&self, has_changes: bool) -> Plan {
        let shown = self.run(&["show", "-json", PLAN]).expect_success();
        Plan::parse(&parse(&shown), has_changes)
    }

    /// Makes a plan, which must work; whether there is something to do.
    fn has_changes(&self, arguments: &[&str]) -> bool {
        let output = self.run_plan(&[&["-detailed-exitcode"], arguments].concat());
        match output.code() {
            Some(0) => false,
            Some(2) => true,
            _ => panic!("the plan failed\n{output}"),
        }
    }

    /// Makes a plan, which is kept to be shown or applied.
    pub(crate) fn run_plan(&self, arguments: &[&str]) -> Output {
        self.run(&[&["plan", "-json", "-input=false", OUT], arguments].concat())
    }

    /// Applies the plan that was made last, exactly as it is; it must work.
    pub fn apply_planned(&self) {
        let _ = self.run_planned().expect_success();
    }

    /// Applies the plan that was made last.
    pub(crate) fn run_planned(&self) -> Output {
        self.run(&["apply", "-json", "-input=false", PLAN])
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
            assert!(
                !self.has_changes(arguments),
                "the plan {arguments:?} after an apply is not empty:\n{}\n{}",
                self.run(&["show", PLAN]).stdout,
                self.planned(true)
            );
        }
    }

    /// Writes into the state what is remote now, and changes nothing else; it must work.
    pub fn refresh(&self) {
        let refresh = ["apply", "-refresh-only", "-json", "-input=false", "-auto-approve"];
        let _ = self.run(&refresh).expect_success();
    }

    /// `terraform query`, which must work: what its lists found. For a Terraform that
    /// [`knows`](Self::knows) it.
    #[must_use]
    pub fn query(&self) -> Vec<Value> {
        let output = self.run(&["query", "-json"]).expect_success();
        let lines = output.stdout.lines().filter_map(|line| serde_json::from_str(line).ok());
        let found = lines.filter(|line: &Value| line["type"] == "list_resource_found");
        found.map(|mut line| line["list_resource_found"].take()).collect()
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
