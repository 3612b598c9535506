// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The user's settings, from `initializationOptions`, `workspace/didChangeConfiguration` or `workspace/configuration`.
//!
//! All three hold the same object, bare or under the key `camkes`:
//!
//! ```json
//! { "importPaths": ["../interfaces"], "roots": ["apps/echo/echo.camkes"] }
//! ```
//!
//! Other keys are the editor extension's own, such as the path of the server, and are ignored.

use camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::Config;
use serde_json::Value;

use crate::lsp::uri::normalise;

/// What the user set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    import_paths: Vec<Utf8PathBuf>,
    roots: Vec<Utf8PathBuf>,
}

impl Settings {
    /// Reads settings leniently: what is missing or of another type keeps its default, so that one mistake in the
    /// user's settings costs one setting.
    #[must_use]
    pub fn from_json(value: &Value) -> Self {
        let value = value.get("camkes").unwrap_or(value);
        let paths = |key: &str| -> Vec<Utf8PathBuf> {
            let list = value.get(key).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).map(Utf8PathBuf::from).collect()
        };
        Self { import_paths: paths("importPaths"), roots: paths("roots") }
    }

    /// The database's view of them: absolute paths, relative ones starting at the first folder of the workspace.
    #[must_use]
    pub fn config(&self, folders: &[Utf8PathBuf]) -> Config {
        let base = folders.first().map_or(Utf8Path::new("/"), |folder| folder);
        let absolute = |paths: &[Utf8PathBuf]| paths.iter().map(|path| normalise(&base.join(path))).collect();
        Config { import_paths: absolute(&self.import_paths), roots: absolute(&self.roots), ..Config::default() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_bare_and_under_their_key() {
        let bare = json!({ "importPaths": ["a", "/b"], "serverPath": "x" });
        let settings = Settings::from_json(&bare);
        assert_eq!(Settings::from_json(&json!({ "camkes": bare })), settings);
        let config = settings.config(&["/w".into()]);
        assert_eq!(config.import_paths, ["/w/a", "/b"]);
    }

    #[test]
    fn a_setting_of_the_wrong_type_leaves_the_others() {
        let settings = Settings::from_json(&json!({ "importPaths": "a", "roots": ["r.camkes", 3] }));
        let config = settings.config(&["/w".into()]);
        assert!(config.import_paths.is_empty());
        assert_eq!(config.roots, ["/w/r.camkes"]);
        assert_eq!(Settings::from_json(&Value::Null), Settings::default());
    }
}
