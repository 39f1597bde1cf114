//! Which step went wrong.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Does `work`; its panic, which says where in the code, is followed by one that says in which step.
#[track_caller]
pub(super) fn numbered(title: &str, work: impl FnOnce()) {
    // Nothing of what the work has left half done is used again: the test ends.
    let Err(reason) = catch_unwind(AssertUnwindSafe(work)) else { return };
    let text = reason.downcast_ref::<String>().map(String::as_str);
    match text.or_else(|| reason.downcast_ref::<&str>().copied()) {
        Some(text) => panic!("{title}: {text}"),
        None => resume_unwind(reason),
    }
}
