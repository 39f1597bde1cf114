//! A command under way.

use crate::Output;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use std::{
    fs,
    io::Read,
    path::PathBuf,
    process::Child,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

/// A command under way, in a process group of its own, as a shell would start it.
///
/// One that nobody waited for is killed, so that a test that fails leaves nothing behind.
#[derive(Debug)]
pub struct Running {
    child: Option<Child>,
    arguments: Vec<String>,
    folder: PathBuf,
    stdout: Option<Reader>,
    stderr: Option<Reader>,
    /// What all commands of the workspace printed.
    printed: Arc<Mutex<String>>,
}

impl Running {
    pub(crate) fn new(
        mut child: Child,
        arguments: &[&str],
        folder: PathBuf,
        printed: Arc<Mutex<String>>,
    ) -> Self {
        let arguments = arguments.iter().map(ToString::to_string).collect();
        let (stdout, stderr) = (child.stdout.take().map(read), child.stderr.take().map(read));
        Self { child: Some(child), arguments, folder, stdout, stderr, printed }
    }

    /// Ctrl-C: an interrupt for the whole process group, the provider included.
    pub fn interrupt(&self) {
        self.signal(Signal::INT);
    }

    /// Waits until `text` stands in what the command prints on stdout; whether it did within `patience`.
    #[must_use]
    pub fn says(&self, text: &str, patience: Duration) -> bool {
        self.stdout.as_ref().is_some_and(|stdout| stdout.wait_for(text.as_bytes(), patience))
    }

    /// The end without a word, for the whole process group.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    /// The end without a word, for the command alone: its providers are left behind.
    pub fn kill_alone(&self) {
        self.signalled(self.group().map(|command| kill_process(command, Signal::KILL)));
    }

    /// The end without a word, for the processes that the command has started, its providers, and
    /// there must be one. Needs Linux's `/proc`.
    pub fn kill_children(&self) {
        let children = self.children();
        assert!(!children.is_empty(), "`terraform {}` has no provider", self.arguments.join(" "));
        for child in children {
            self.signalled(Some(kill_process(child, Signal::KILL)));
        }
    }

    fn children(&self) -> Vec<Pid> {
        let parent = self.group();
        let all = fs::read_dir("/proc").into_iter().flatten().flatten();
        let all = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        all.filter_map(Pid::from_raw).filter(|process| parent_of(*process) == parent).collect()
    }

    fn signal(&self, signal: Signal) {
        self.signalled(self.group().map(|group| kill_process_group(group, signal)));
    }

    fn signalled(&self, result: Option<rustix::io::Result<()>>) {
        if let Some(Err(error)) = result {
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
        let Some(mut child) = self.child.take() else { panic!("a command ends once") };
        let ended = child.wait();
        let status = ended.unwrap_or_else(|error| panic!("cannot wait for terraform: {error}"));
        let output = Output {
            arguments: std::mem::take(&mut self.arguments),
            status,
            stdout: text(self.stdout.take()),
            stderr: text(self.stderr.take()),
            folder: std::mem::take(&mut self.folder),
        };
        // `terraform show -json` tells every variable of a plan, sensitive or not: that is its job.
        if output.arguments.first().is_none_or(|command| command != "show") {
            let mut printed = self.printed.lock().unwrap_or_else(PoisonError::into_inner);
            // What is shown to a user; `Output` shows the configuration, too.
            let Output { arguments, stdout, stderr, .. } = &output;
            printed.extend(["command: terraform ", &arguments.join(" "), "\n", stdout, stderr]);
        }
        output
    }
}

/// Reads along: a command whose pipe is full would wait for ever.
#[derive(Debug)]
struct Reader {
    heard: Arc<Heard>,
    thread: JoinHandle<()>,
}

/// What came so far, and the news of more.
#[derive(Debug, Default)]
struct Heard {
    all: Mutex<Vec<u8>>,
    more: Condvar,
}

impl Heard {
    fn all(&self) -> MutexGuard<'_, Vec<u8>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    fn wait_for(&self, text: &[u8], patience: Duration) -> bool {
        let missing = |all: &mut Vec<u8>| !all.windows(text.len()).any(|window| window == text);
        let all = self.heard.all();
        let waited = self.heard.more.wait_timeout_while(all, patience, missing);
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }
}

fn read(mut pipe: impl Read + Send + 'static) -> Reader {
    let heard = Arc::<Heard>::default();
    let writer = Arc::clone(&heard);
    let thread = thread::spawn(move || {
        let mut part = [0; 8192];
        // What a broken pipe still held is all that there is to show.
        while let Ok(length @ 1..) = pipe.read(&mut part) {
            writer.all().extend_from_slice(&part[..length]);
            writer.more.notify_all();
        }
    });
    Reader { heard, thread }
}

fn text(reader: Option<Reader>) -> String {
    let Some(Reader { heard, thread }) = reader else { return String::new() };
    // A reader that panicked has heard what it has heard.
    let _ = thread.join();
    String::from_utf8_lossy(&heard.all()).into_owned()
}

/// Who started a process; `None` when it has ended. The name of the program may have blanks and
/// parentheses (proc(5)).
fn parent_of(process: Pid) -> Option<Pid> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero())).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.split_whitespace().nth(1)?.parse().ok().and_then(Pid::from_raw)
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
