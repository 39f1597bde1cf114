//! What a crash must not leave behind.

/// From here on a crash of this process leaves no core: its memory holds secrets. A limit of zero
/// suits a core that is a file; only a process that is not dumpable has none that is piped to a
/// collector (core(5)). A debugger cannot attach either, so a developer's process is spared.
pub(super) fn forbid() {
    // Where the system refuses, it is as it was: that ends nobody's apply.
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
