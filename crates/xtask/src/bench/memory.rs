//! The memory of processes, as Linux tells it in `/proc`.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

/// The highest resident size of a process so far, in KiB; none where the system does not tell.
pub(super) fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// The highest of all processes that run `binary` while `work` goes on.
pub(super) fn highest_during<T>(binary: &Path, work: impl FnOnce() -> T) -> (T, Option<u64>) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let sampler = scope.spawn(|| {
            let mut highest = None;
            while !done.load(Ordering::Relaxed) {
                highest = highest.max(running(binary).filter_map(peak).max());
                thread::sleep(Duration::from_millis(5));
            }
            highest
        });
        let result = work();
        done.store(true, Ordering::Relaxed);
        (result, sampler.join().ok().flatten())
    })
}

/// The processes that run `binary`, under whatever name it was linked.
fn running(binary: &Path) -> impl Iterator<Item = u32> {
    let inode = |path: &Path| fs::metadata(path).map(|file| (file.dev(), file.ino())).ok();
    let ours = inode(binary);
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).filter(move |process| {
        ours.is_some() && inode(Path::new(&format!("/proc/{process}/exe"))) == ours
    })
}

/// For the table.
pub(super) fn text(kibibytes: Option<u64>) -> String {
    kibibytes.map_or_else(|| "unknown".to_owned(), |size| format!("{:.1} MiB", mebibytes(size)))
}

#[expect(clippy::cast_precision_loss, reason = "a size for people, with one digit")]
fn mebibytes(kibibytes: u64) -> f64 {
    kibibytes as f64 / 1024.0
}
