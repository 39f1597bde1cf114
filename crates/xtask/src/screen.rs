//! What the person at the screen sees: a line for each stage, as it goes.

use anyhow::Result;
use std::{
    env,
    io::{IsTerminal as _, Write as _, stdout},
    time::{Duration, Instant},
};

/// How wide a stage's title may be for the times to stand below each other.
const TITLE: usize = 60;

/// Standard output, with colours and a line that is under way only where a person looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    colour: bool,
    live: bool,
}

impl Screen {
    pub(crate) fn new() -> Self {
        let live = stdout().is_terminal() && env::var_os("TERM").is_none_or(|term| term != "dumb");
        let plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { colour: live && !plain, live }
    }

    /// Does a stage's work, and says how it ended and how long it took.
    pub(crate) fn stage<T>(self, title: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.under_way(title, "");
        let began = Instant::now();
        let done = work();
        let mark = if done.is_ok() { self.green("✓") } else { self.red("✗") };
        self.wipe();
        println!("{mark} {title:<TITLE$} {}", self.dim(&seconds(began.elapsed())));
        done
    }

    /// A line below a stage.
    pub(crate) fn detail(self, text: &str) {
        println!("    {}", self.dim(text));
    }

    /// What a stage that takes long does now; gone when it ends.
    pub(crate) fn under_way(self, title: &str, what: &str) {
        if self.live {
            self.wipe();
            print!("{} {title} {}", self.dim("…"), self.dim(what));
            // Nobody looks when it fails.
            let _ = stdout().flush();
        }
    }

    fn wipe(self) {
        if self.live {
            print!("\r\x1b[K");
        }
    }

    pub(crate) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(crate) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// A duration as people say it.
pub(crate) fn seconds(duration: Duration) -> String {
    format!("{:6.1} s", duration.as_secs_f64())
}
