//! A command under way.

use crate::Output;
use rustix::process::{Pid, Signal, kill_process_group};
use std::{path::PathBuf, process::Child};

/// A command under way, in a process group of its own, as a shell would start it.
///
/// One that nobody waited for is killed, so that a test that fails leaves nothing behind.
#[derive(Debug)]
pub struct Running {
    child: Option<Child>,
    arguments: Vec<String>,
    folder: PathBuf,
}

impl Running {
    pub(crate) fn new(child: Child, arguments: &[&str], folder: PathBuf) -> Self {
        let arguments = arguments.iter().map(ToString::to_string).collect();
        Self { child: Some(child), arguments, folder }
    }

    /// Ctrl-C: an interrupt for the whole process group, the provider included.
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// The end without a word, for the whole process group.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        if let Some(Err(error)) = self.group().map(|group| kill_process_group(group, signal)) {
            panic!("cannot signal `terraform {}`: {error}", self.arguments.join(" "));
        }
    }

    fn group(&self) -> Option<Pid> {
        let child = self.child.as_ref()?;
        i32::try_from(child.id()).ok().and_then(Pid::from_raw)
    }

    /// Waits for the end.
    #[must_use]
    pub fn wait(mut self) -> Output {
        let Some(child) = self.child.take() else { panic!("a command ends once") };
        let ended = child.wait_with_output();
        let output = ended.unwrap_or_else(|error| panic!("cannot wait for terraform: {error}"));
        Output {
            arguments: std::mem::take(&mut self.arguments),
            status: output.status,
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            folder: std::mem::take(&mut self.folder),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = self.group() {
            let _ = kill_process_group(group, Signal::KILL);
        }
        if let Some(child) = &mut self.child {
            let _ = child.wait();
        }
    }
}
