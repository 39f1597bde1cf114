//! Where secrets are.

use std::fmt;

/// A folder of an environment of a project.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// ID of the project.
    pub project: String,
    /// Slug of the environment.
    pub environment: String,
    /// Path of the folder: `/` or `/a/b`.
    pub path: String,
}

impl Place {
    /// The folder at `path`, with or without slashes around it: the server wants one at the beginning,
    /// and cuts off one at the end (`removeTrailingSlash` in `backend/src/lib/fn/string.ts`).
    #[must_use]
    pub fn new(project: &str, environment: &str, path: &str) -> Self {
        let path = format!("/{}", path.trim_matches('/'));
        Self { project: project.to_owned(), environment: environment.to_owned(), path }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in the environment {}", self.path, self.environment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_has_one_path() {
        for (path, same) in [("", "/"), ("/", "/"), ("a", "/a"), ("/a/b/", "/a/b")] {
            assert_eq!(Place::new("p", "dev", path).path, same, "{path}");
        }
    }
}
