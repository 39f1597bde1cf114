//! A folder with a configuration, and the commands that a user runs in it.

use crate::{
    Diagnostics, Output, Plan, ReattachedProvider, Running, State,
    program::{clean, start, terraform},
};
use serde_json::Value;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// The provider to run, in place of the one that the registry would give.
#[derive(Debug, Clone)]
pub struct Provider {
    /// `NAMESPACE/TYPE`, in the registries of Terraform and `OpenTofu` alike.
    pub address: String,
    /// The executable.
    pub binary: PathBuf,
}

/// A temporary folder in which a user works. `TF_HARNESS_KEEP=1` leaves it behind.
#[derive(Debug)]
pub struct Workspace {
    folder: TempDir,
    environment: BTreeMap<String, String>,
    printed: RefCell<String>,
}

impl Workspace {
    /// An empty folder whose runs use `providers`, and log everything.
    #[must_use]
    pub fn new(providers: &[Provider]) -> Self {
        let mut folder = expect("make a temporary folder", tempfile::tempdir());
        folder.disable_cleanup(std::env::var_os("TF_HARNESS_KEEP").is_some());
        let mut overrides = String::new();
        for provider in providers {
            let inside = provider.binary.parent().unwrap_or_else(|| Path::new("/"));
            for registry in ["registry.terraform.io", "registry.opentofu.org"] {
                let address = format!("{registry}/{}", provider.address);
                let folder = inside.display().to_string();
                overrides.extend([format!("    {address:?} = {folder:?}\n")]);
            }
        }
        let config = format!(
            "disable_checkpoint = true\nprovider_installation {{\n  dev_overrides {{\n{overrides}  }}\n  \
             direct {{}}\n}}\n"
        );
        let this = Self { folder, environment: BTreeMap::new(), printed: RefCell::default() };
        fs::create_dir(this.path("home")).unwrap_or_else(|e| panic!("cannot make a folder: {e}"));
        this.write("home/cli.tfrc", &config);
        let cli = this.path("home/cli.tfrc").display().to_string();
        let log = this.path("home/terraform.log").display().to_string();
        this.env("TF_CLI_CONFIG_FILE", &cli)
            .env("TF_LOG", "TRACE")
            .env("TF_LOG_PATH", &log)
            .env("TF_CLI_ARGS", "-no-color")
            .env("TF_IN_AUTOMATION", "1")
            .env("CHECKPOINT_DISABLE", "1")
    }

    /// The same, with an environment variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.set_env(name, value);
        self
    }

    /// Sets an environment variable for the commands that follow.
    pub fn set_env(&mut self, name: &str, value: &str) {
        self.environment.insert(name.to_owned(), value.to_owned());
    }

    /// Lets the commands that follow attach to `provider`, which they share, instead of each
    /// starting one of its own.
    pub fn attach(&mut self, provider: &ReattachedProvider) {
        self.set_env("TF_REATTACH_PROVIDERS", provider.reattach());
    }

    /// A path inside.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, or writes it anew.
    pub fn write(&self, name: &str, text: &str) {
        expect("write a file", fs::write(self.path(name), text));
    }

    /// The text of a file; empty when there is none.
    #[must_use]
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Removes a file.
    pub fn remove(&self, name: &str) {
        expect("remove a file", fs::remove_file(self.path(name)));
    }

    /// Runs a command.
    #[must_use]
    pub fn run(&self, arguments: &[&str]) -> Output {
        let output = self.start(arguments).wait();
        // `terraform show -json` tells every variable of a plan, sensitive or not: that is its job.
        if arguments.first() != Some(&"show") {
            self.printed.borrow_mut().push_str(&output.to_string());
        }
        output
    }

    /// Starts a command in a process group of its own.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Running {
        let mut command = Command::new(terraform());
        clean(&mut command).args(arguments).current_dir(self.folder.path()).process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.envs(&self.environment);
        Running::new(start(&mut command), arguments, self.folder.path().to_owned())
    }

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

    /// `terraform import`, which must work.
    pub fn import(&self, address: &str, id: &str) {
        let _ = self.run(&["import", "-input=false", address, id]).expect_success();
    }

    /// Imports what is at `address` once more, into a state of its own, which must come out as the
    /// one that there is. `except` names the attributes that an import cannot know; one that it does
    /// know must not be among them. Where applying one resource changes what another shows, the state
    /// is compared as it should be after a [`refresh`](Self::refresh).
    pub fn verify_import(&self, address: &str, id: &str, except: &[&str]) {
        let before = self.state();
        let into = ["import", "-input=false", "-state=home/imported", address, id];
        let _ = fs::remove_file(self.path("home/imported"));
        let _ = self.run(&into).expect_success();
        let shown = self.run(&["show", "-json", "home/imported"]).expect_success();
        let imported = State::parse(parse(&shown));
        let differing = differing(before.resource(address), imported.resource(address));
        let names: Vec<_> = differing.iter().map(|(name, ..)| *name).collect();
        for (name, before, imported) in &differing {
            assert!(
                except.contains(name),
                "the import of {address} by {id:?} brings another `{name}`:\n  state:  {before}\n  \
                 import: {imported}"
            );
        }
        for name in except {
            assert!(names.contains(name), "the import of {address} brings the same `{name}`");
        }
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

    /// Terraform's and the provider's log so far, at its finest level.
    #[must_use]
    pub fn log(&self) -> String {
        self.read("home/terraform.log")
    }

    /// Everything that a user or a log collector could have seen so far: what the commands printed,
    /// and the log at its finest level.
    #[must_use]
    pub fn everything_shown(&self) -> String {
        format!("{}\n{}", self.printed.borrow(), self.log())
    }
}

/// The attributes in which two objects differ, with both values.
fn differing<'a>(one: &'a Value, other: &'a Value) -> Vec<(&'a str, &'a Value, &'a Value)> {
    let names =
        [one, other].into_iter().filter_map(Value::as_object).flat_map(serde_json::Map::keys);
    let names: BTreeSet<_> = names.map(String::as_str).collect();
    let pairs = names.into_iter().map(|name| (name, &one[name], &other[name]));
    pairs.filter(|(_, one, other)| one != other).collect()
}

fn parse(output: &Output) -> Value {
    serde_json::from_str(&output.stdout).unwrap_or_else(|e| panic!("not JSON ({e})\n{output}"))
}

fn expect<T>(what: &str, result: std::io::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("cannot {what}: {error}"))
}
