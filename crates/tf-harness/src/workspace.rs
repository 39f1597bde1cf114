//! A folder with a configuration.

use crate::{
    Output, Provider, ReattachedProvider, Running,
    program::{clean, start, terraform},
    provider::installation,
};
use std::{
    collections::BTreeMap,
    fs, io,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
};
use tempfile::TempDir;

/// A temporary folder in which a user works. `TF_HARNESS_KEEP=1` leaves it behind.
#[derive(Debug)]
pub struct Workspace {
    folder: TempDir,
    environment: BTreeMap<String, String>,
    printed: Arc<Mutex<String>>,
}

impl Workspace {
    /// An empty folder whose runs use `providers`, and log everything.
    #[must_use]
    pub fn new(providers: &[Provider]) -> Self {
        let mut folder = expect("make a temporary folder", tempfile::tempdir());
        folder.disable_cleanup(std::env::var_os("TF_HARNESS_KEEP").is_some());
        let this = Self { folder, environment: BTreeMap::new(), printed: Arc::default() };
        expect("make a folder", fs::create_dir(this.path("home")));
        this.write("home/cli.tfrc", &installation(providers, &this.path("home")));
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

    /// The same, with environment variables.
    #[must_use]
    pub fn envs<'a>(mut self, variables: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        for (name, value) in variables {
            self.set_env(name, &value);
        }
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
        self.start(arguments).wait()
    }

    /// Starts a command in a process group of its own.
    #[must_use]
    pub fn start(&self, arguments: &[&str]) -> Running {
        let mut command = Command::new(terraform());
        clean(&mut command).args(arguments).current_dir(self.folder.path()).process_group(0);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.envs(&self.environment);
        let (folder, printed) = (self.folder.path().to_owned(), Arc::clone(&self.printed));
        Running::new(start(&mut command), arguments, folder, printed)
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
        let printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
        format!("{printed}\n{}", self.log())
    }
}

pub(crate) fn expect<T>(what: &str, result: io::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("cannot {what}: {error}"))
}
