//! What a process says on stderr, while it says it.

use std::{
    io::{BufRead as _, BufReader, Read},
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};

/// Long enough for any machine; who waits so long has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// A log that grows.
#[derive(Debug, Default)]
pub(super) struct Log {
    said: Mutex<Said>,
    grown: Condvar,
}

#[derive(Debug, Default)]
struct Said {
    text: String,
    ended: bool,
}

impl Log {
    /// Reads along until the process ends.
    pub(super) fn of(stderr: impl Read + Send + 'static) -> Arc<Self> {
        let log = Arc::<Self>::default();
        let (writer, mut stderr) = (Arc::clone(&log), BufReader::new(stderr));
        std::thread::spawn(move || {
            loop {
                let mut line = Vec::new();
                let ended = stderr.read_until(b'\n', &mut line).unwrap_or(0) == 0;
                let mut said = writer.said.lock().unwrap();
                said.text.push_str(&String::from_utf8_lossy(&line));
                said.ended = ended;
                writer.grown.notify_all();
                if ended {
                    return;
                }
            }
        });
        log
    }

    /// Blocks until it says `part`.
    pub(super) fn wait_for(&self, part: &str) {
        let text = self.until(|said| said.text.contains(part));
        assert!(text.contains(part), "`{part}` was never said:\n{text}");
    }

    /// The whole of it. Blocks until the process has ended.
    pub(super) fn whole(&self) -> String {
        self.until(|said| said.ended)
    }

    fn until(&self, holds: impl Fn(&Said) -> bool) -> String {
        let said = self.said.lock().unwrap();
        let more = |said: &mut Said| !said.ended && !holds(said);
        self.grown.wait_timeout_while(said, PATIENCE, more).unwrap().0.text.clone()
    }
}
