//! The remote side: a folder with a file for each object, which outlives the processes of a run and
//! which a test reads and changes behind the provider's back.

use serde_json::{Map, Value};
use std::{fs, io, path::PathBuf};
use tf_framework::Diagnostic;

/// A JSON object, as it is stored.
pub(crate) type Object = Map<String, Value>;

/// The folder.
#[derive(Debug, Clone)]
pub(crate) struct Cloud(PathBuf);

impl Cloud {
    pub(crate) fn new(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// Notes a call in `journal`, one line each, and does what a test asked for in `faults/CALL`:
    /// `error` fails before anything is stored, `panic` panics. A fault happens once.
    pub(crate) fn call(&self, call: &str) -> Result<(), Diagnostic> {
        self.note(call)?;
        let path = self.0.join("faults").join(call.replace(' ', "_"));
        let Ok(fault) = fs::read_to_string(&path) else { return Ok(()) };
        fs::remove_file(&path).map_err(|error| failed(&error))?;
        #[expect(clippy::panic, reason = "a test asked for it")]
        match fault.trim() {
            "panic" => panic!("a test asked for a panic in `{call}`"),
            _ => Err(Diagnostic::remote("The cloud failed", format!("`{call}` failed, as asked."))),
        }
    }

    /// Waits until `cancelled` where a test asked the call to `hang`, and gives up then.
    pub(crate) async fn hang(
        &self,
        call: &str,
        cancelled: impl Future<Output = ()>,
    ) -> Result<(), Diagnostic> {
        let path = self.0.join("faults").join(call.replace(' ', "_"));
        if fs::read(&path).is_ok_and(|fault| fault == b"hang") {
            fs::remove_file(&path).map_err(|error| failed(&error))?;
            cancelled.await;
            return Err(Diagnostic::error("Stopped", format!("`{call}` was asked to stop.")));
        }
        Ok(())
    }

    /// Adds a line to `journal`.
    pub(crate) fn note(&self, line: &str) -> Result<(), Diagnostic> {
        use io::Write as _;
        let journal = fs::OpenOptions::new().create(true).append(true).open(self.0.join("journal"));
        journal
            .and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()))
            .map_err(|error| failed(&error))
    }

    /// Stores a new object and returns its id: the kind and a number.
    pub(crate) fn create(&self, kind: &str, object: &Object) -> Result<String, Diagnostic> {
        let folder = self.0.join(kind);
        fs::create_dir_all(&folder).map_err(|error| failed(&error))?;
        for number in 1..10_000 {
            let id = format!("{kind}-{number}");
            // Two at once must not take the same number, nor one that was taken before.
            let taken = folder.join(format!("{id}.taken"));
            match fs::OpenOptions::new().create_new(true).write(true).open(taken) {
                Ok(_) => return self.write(kind, &id, object).map(|()| id),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(&error)),
            }
        }
        Err(Diagnostic::remote("The cloud is full", format!("There is no room for a {kind}.")))
    }

    /// Stores an object under a known id.
    pub(crate) fn write(&self, kind: &str, id: &str, object: &Object) -> Result<(), Diagnostic> {
        let path = self.file(kind, id);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(&error))?;
        }
        let text = Value::Object(object.clone()).to_string();
        fs::write(path, text).map_err(|error| failed(&error))
    }

    /// An object; `None` when it is gone.
    pub(crate) fn read(&self, kind: &str, id: &str) -> Result<Option<Object>, Diagnostic> {
        match fs::read(self.file(kind, id)) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|error| Diagnostic::remote("The cloud is broken", error.to_string())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Deletes an object; what is gone already is a success.
    pub(crate) fn delete(&self, kind: &str, id: &str) -> Result<(), Diagnostic> {
        match fs::remove_file(self.file(kind, id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(&error)),
            _ => Ok(()),
        }
    }

    /// The objects of a kind, by id.
    pub(crate) fn all(&self, kind: &str) -> Result<Vec<(String, Object)>, Diagnostic> {
        let mut all = Vec::new();
        for entry in fs::read_dir(self.0.join(kind)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(id) = name.strip_suffix(".json") else { continue };
            all.extend(self.read(kind, id)?.map(|object| (id.to_owned(), object)));
        }
        all.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(all)
    }

    fn file(&self, kind: &str, id: &str) -> PathBuf {
        self.0.join(kind).join(format!("{id}.json"))
    }
}

fn failed(error: &io::Error) -> Diagnostic {
    Diagnostic::remote("The cloud cannot be reached", format!("The folder of the cloud: {error}."))
}
