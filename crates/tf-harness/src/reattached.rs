//! A provider that several commands share.

use crate::program::clean;
use rustix::process::{Pid, Signal, kill_process};
use std::{
    fs,
    io::{BufRead, BufReader},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
};
use tempfile::NamedTempFile;

/// A provider that was started by hand with `--debug`, as a person with a debugger does.
///
/// It reads its own environment, not that of the commands that attach to it.
#[derive(Debug)]
pub struct ReattachedProvider {
    child: Child,
    reattach: String,
    log: NamedTempFile,
    /// Kept, as a provider that prints must not find a closed pipe.
    stdout: Option<BufReader<ChildStdout>>,
}

impl ReattachedProvider {
    /// Starts `binary`, with these variables in its environment, and waits until it says how to
    /// attach to it.
    #[must_use]
    pub fn start(binary: &Path, environment: &[(&str, &str)]) -> Self {
        let program = binary.display();
        let log = NamedTempFile::new().unwrap_or_else(|e| panic!("cannot make a file: {e}"));
        let stderr = log.reopen().unwrap_or_else(|e| panic!("cannot open the log: {e}"));
        let mut command = Command::new(binary);
        clean(&mut command).arg("--debug").process_group(0).env("TF_LOG", "TRACE");
        command.envs(environment.iter().copied()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(stderr);
        let child =
            command.spawn().unwrap_or_else(|error| panic!("cannot start `{program}`: {error}"));
        let mut this = Self { child, reattach: String::new(), log, stdout: None };
        let mut stdout = this.child.stdout.take().map(BufReader::new);
        let mut said = String::new();
        for line in stdout.iter_mut().flat_map(BufRead::lines).map_while(Result::ok) {
            if let Some(reattach) = reattach(&line) {
                reattach.clone_into(&mut this.reattach);
                this.stdout = stdout;
                return this;
            }
            said.push_str(&line);
            said.push('\n');
        }
        this.end();
        panic!(
            "`{program} --debug` did not say how to attach to it\n--- stdout\n{said}\n--- stderr\n{}",
            this.log()
        )
    }

    /// What `TF_REATTACH_PROVIDERS` must be for Terraform to attach; see
    /// [`Workspace::attach`](crate::Workspace::attach).
    #[must_use]
    pub fn reattach(&self) -> &str {
        &self.reattach
    }

    /// Its log so far, at the finest level.
    #[must_use]
    pub fn log(&self) -> String {
        fs::read_to_string(self.log.path()).unwrap_or_default()
    }

    /// Asks it to end, and waits; how it ended, and its log.
    #[must_use]
    pub fn stop(mut self) -> (ExitStatus, String) {
        let process = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(Err(error)) = process.map(|process| kill_process(process, Signal::TERM)) {
            panic!("cannot signal the provider: {error}");
        }
        let ended = self.child.wait();
        let status = ended.unwrap_or_else(|error| panic!("cannot wait for the provider: {error}"));
        (status, self.log())
    }

    /// Ends it without a word; one that has ended, or that was stopped, stays so.
    fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for ReattachedProvider {
    fn drop(&mut self) {
        self.end();
    }
}

/// The value in `TF_REATTACH_PROVIDERS='JSON'`, which is a line of its own.
fn reattach(line: &str) -> Option<&str> {
    line.trim().strip_prefix("TF_REATTACH_PROVIDERS='")?.strip_suffix('\'')
}
