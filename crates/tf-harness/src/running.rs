//! A command under way.

use crate::Output;
use rustix::process::{Pid, Signal, kill_process_group};
use std::{path::PathBuf, process::Child};

/// A command under way, in a process group of its own, as a shell would start it.
#[derive(Debug)]
pub struct Running {
    pub(crate) child: Child,
    pub(crate) arguments: Vec<String>,
    pub(crate) folder: PathBuf,
}

impl Running {
    /// Ctrl-C: an interrupt for the whole process group, the provider included.
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// The end without a word, for the whole process group.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(Err(error)) = group.map(|group| kill_process_group(group, signal)) {
            panic!("cannot signal `terraform {}`: {error}", self.arguments.join(" "));
        }
    }

    /// Waits for the end.
    #[must_use]
    pub fn wait(self) -> Output {
        let ended = self.child.wait_with_output();
        let output = ended.unwrap_or_else(|error| panic!("cannot wait for terraform: {error}"));
        Output {
            arguments: self.arguments,
            status: output.status,
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
            folder: self.folder,
        }
    }
}
