//! Unix sockets.

use super::{ServeError, Sockets};
use std::{
    collections::hash_map::RandomState,
    fs,
    hash::BuildHasher as _,
    io,
    os::unix::fs::{PermissionsExt as _, chown},
    path::{Path, PathBuf},
};
use tokio::net::{UnixListener, UnixStream};

/// The most bytes of a path. The systems' own limits are 104 (macOS) and 108 (Linux), the closing
/// zero included.
const LONGEST: usize = 100;

/// A socket and its file.
#[derive(Debug)]
pub(in crate::serve) struct Socket {
    listener: UnixListener,
    path: String,
}

impl Socket {
    /// In the directory that the host names, or the temporary one, or `/tmp`; none when no path is
    /// short enough or none can be written to.
    pub(super) fn bind(sockets: &Sockets) -> Result<Option<Self>, ServeError> {
        let first = sockets.directory.clone().unwrap_or_else(std::env::temp_dir);
        let Some(socket) = [first, PathBuf::from("/tmp")]
            .into_iter()
            .find_map(|directory| Self::inside(&directory))
        else {
            return Ok(None);
        };
        // Without TLS the file's mode is all that keeps other users out.
        let (mode, group) = match &sockets.group {
            None => (0o600, Ok(None)),
            Some(group) => (0o660, group_id(group).map(Some)),
        };
        group
            .and_then(
                |group| if group.is_some() { chown(&socket.path, None, group) } else { Ok(()) },
            )
            .and_then(|()| fs::set_permissions(&socket.path, fs::Permissions::from_mode(mode)))
            .map_err(|source| ServeError::Group {
                group: sockets.group.clone().unwrap_or_default(),
                source,
            })?;
        Ok(Some(socket))
    }

    fn inside(directory: &Path) -> Option<Self> {
        let random = RandomState::new().hash_one(std::process::id());
        let path = directory.join(format!("plugin{random:016x}")).into_os_string();
        let path = path.into_string().ok().filter(|path| path.len() <= LONGEST)?;
        // The handshake line is divided by bars.
        if path.contains(['|', '\n']) {
            return None;
        }
        let listener = UnixListener::bind(&path).ok()?;
        Some(Self { listener, path })
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    pub(super) async fn accept(&self) -> io::Result<UnixStream> {
        self.listener.accept().await.map(|(stream, _)| stream)
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        // Someone else may have removed it already.
        let _ = fs::remove_file(&self.path);
    }
}

/// A group's number. Names are looked up in `/etc/group` alone, not in a directory service.
fn group_id(group: &str) -> io::Result<u32> {
    if let Ok(number) = group.parse() {
        return Ok(number);
    }
    let groups = fs::read_to_string("/etc/group")?;
    number_of(group, &groups).ok_or_else(|| io::ErrorKind::NotFound.into())
}

fn number_of(group: &str, groups: &str) -> Option<u32> {
    groups.lines().find_map(|line| {
        let mut parts = line.split(':');
        (parts.next() == Some(group)).then(|| parts.nth(1)?.parse().ok())?
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_long_directory_is_not_used() {
        let long = tempfile::tempdir().unwrap();
        let directory = long.path().join("d".repeat(90));
        fs::create_dir(&directory).unwrap();
        let sockets = Sockets { directory: Some(directory), ..Sockets::default() };
        let socket = Socket::bind(&sockets).unwrap().unwrap();
        assert!(socket.path().starts_with("/tmp/plugin"));
    }

    #[tokio::test]
    async fn the_file_is_private_and_goes_with_the_socket() {
        let directory = tempfile::tempdir().unwrap();
        let sockets =
            Sockets { directory: Some(directory.path().to_owned()), ..Sockets::default() };
        let socket = Socket::bind(&sockets).unwrap().unwrap();
        let path = socket.path().to_owned();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        drop(socket);
        assert!(!Path::new(&path).exists());
    }

    #[tokio::test]
    async fn a_group_gets_the_socket() {
        use std::os::unix::fs::MetadataExt as _;
        let directory = tempfile::tempdir().unwrap();
        let own = fs::metadata(directory.path()).unwrap().gid();
        let sockets = Sockets {
            directory: Some(directory.path().to_owned()),
            group: Some(own.to_string()),
            ports: None,
        };
        let socket = Socket::bind(&sockets).unwrap().unwrap();
        let metadata = fs::metadata(socket.path()).unwrap();
        assert_eq!((metadata.permissions().mode() & 0o777, metadata.gid()), (0o660, own));
        let sockets = Sockets { group: Some("no such group".to_owned()), ..sockets };
        assert!(Socket::bind(&sockets).is_err());
    }

    #[test]
    fn groups_have_numbers() {
        let groups = "root:x:0:\nwheel:x:10:me,you\n";
        assert_eq!(number_of("wheel", groups), Some(10));
        assert_eq!(number_of("whee", groups), None);
    }
}
