// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The user's settings, from `initializationOptions`, `workspace/didChangeConfiguration` or `workspace/configuration`.
//!
//! All three hold the same object, bare or under the key `camkes`:
//!
//! ```json
//! { "importPaths": ["../interfaces"], "roots": ["apps/echo/echo.camkes"], "architecture": "aarch64" }
//! ```
//!
//! The keys are those of `camkes.toml` in the spelling of JSON, and go before them. Other keys are the editor extension's
//! own, such as the path of the server, and are ignored.

mod mistakes;

use std::{collections::BTreeMap, str::FromStr, sync::Arc};

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::{
    ForwardReferences,
    diagnostic::{Level, Rule},
};
use camkes_preprocessor::MacroOption;
use serde_json::Value;
use tracing::level_filters::LevelFilter;

use super::hints::Hints;
use crate::{
    lsp::uri::normalise,
    settings::{IncludeFolder, IncludeKind, Layer, Origin, Setting},
};

/// What the user set, paths still as they were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    values: Arc<Value>,
}

impl Settings {
    /// Reads settings leniently: what is missing or of another type keeps its default, so that one mistake in the
    /// user's settings costs one setting.
    #[must_use]
    pub fn from_json(value: &Value) -> Self {
        Self { values: Arc::new(value.get("camkes").unwrap_or(value).clone()) }
    }

    /// What of them can't be understood, in sentences.
    #[must_use]
    pub fn mistakes(&self) -> Vec<String> {
        mistakes::of(&self.values)
    }

    /// Systems that the user named; relative paths start at `folder`.
    #[must_use]
    pub fn roots(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.paths("roots", folder)
    }

    /// What is set for systems below `folder`, at which relative paths start.
    #[must_use]
    pub fn layer(&self, folder: &Utf8Path) -> Layer {
        let set = |path| Setting::new(path, &Origin::Editor);
        let paths = |key| self.paths(key, folder).into_iter().map(set).collect();
        let path = |key| self.text(key).map(|path| set(normalise(&folder.join(path))));
        let include = |path| Setting::new(IncludeFolder { path, kind: IncludeKind::Any }, &Origin::Editor);
        let defines = self.list("defines").map(|text| MacroOption::Define(text.to_owned()));
        let undefines = self.list("undefines").map(|text| MacroOption::Undefine(text.to_owned()));
        Layer {
            import_paths: paths("importPaths"),
            include_folders: self.paths("includePaths", folder).into_iter().map(include).collect(),
            macros: defines.chain(undefines).map(|option| Setting::new(option, &Origin::Editor)).collect(),
            templates: paths("templatePaths"),
            output_folder: path("outputFolder"),
            generate_on_save: self.generates_on_save().then(|| Setting::new(true, &Origin::Editor)),
            preprocess: self.get("preprocess").and_then(Value::as_bool).map(|on| Setting::new(on, &Origin::Editor)),
            architecture: self.word("architecture"),
            device_tree: path("deviceTree"),
            pin_list: path("gpioList"),
            build_folder: path("buildDir"),
            rules: self.rules(),
            forward_references: self.text("forwardReferences").and_then(|word| {
                let value = match word {
                    "allow" => ForwardReferences::Allow,
                    "warn" => ForwardReferences::Warn,
                    "forbid" => ForwardReferences::Forbid,
                    _ => return None,
                };
                Some(Setting::new(value, &Origin::Editor))
            }),
            ..Layer::default()
        }
    }

    /// Whether files are generated after each save.
    #[must_use]
    pub fn generates_on_save(&self) -> bool {
        self.get("generateOnSave").and_then(Value::as_bool) == Some(true)
    }

    /// What the client wants to hear of the log: `log.level`; warnings where that is not set.
    #[must_use]
    pub fn log_level(&self) -> LevelFilter {
        let level = self.get("log").and_then(|log| log.get("level")).and_then(Value::as_str);
        level.and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::WARN)
    }

    /// Which inlay hints are shown; all that are not switched off.
    #[must_use]
    pub fn hints(&self) -> Hints {
        let wanted =
            |key| self.get("inlayHints").and_then(|hints| hints.get(key)).and_then(Value::as_bool) != Some(false);
        Hints { values: wanted("values"), directions: wanted("directions"), threads: wanted("threads") }
    }

    /// Whether C files are of interest; they are unless that is switched off.
    #[must_use]
    pub fn c_files(&self) -> bool {
        self.get("cFiles").and_then(Value::as_bool) != Some(false)
    }

    /// Whether a client that asks for the diagnostics of all files hears of assemblies that nobody opened; it does unless that is
    /// switched off.
    #[must_use]
    pub fn checks_workspace(&self) -> bool {
        self.get("checkWorkspace").and_then(Value::as_bool) != Some(false)
    }

    fn rules(&self) -> BTreeMap<Rule, Setting<Level>> {
        let rules = self.get("rules").and_then(Value::as_object);
        let level = |(rule, level): (&String, &Value)| {
            let level = Level::from_name(level.as_str()?)?;
            Some((Rule::from_name(rule)?, Setting::new(level, &Origin::Editor)))
        };
        rules.into_iter().flatten().filter_map(level).collect()
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    /// A text that isn't empty: editors have no other way to say that nothing is set.
    fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str().filter(|text| !text.is_empty())
    }

    fn word<T: FromStr>(&self, key: &str) -> Option<Setting<T>> {
        let value = self.text(key)?.parse().ok()?;
        Some(Setting::new(value, &Origin::Editor))
    }

    fn list<'a>(&'a self, key: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let list = self.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).filter(|text| !text.is_empty())
    }

    fn paths(&self, key: &str, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.list(key).map(|path| normalise(&folder.join(path))).collect()
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
        let read = settings.layer("/w".into()).system_settings();
        assert_eq!(read.import_paths, ["/w/a", "/b"]);
    }

    #[test]
    fn a_setting_of_the_wrong_type_leaves_the_others() {
        let settings = Settings::from_json(&json!({
            "importPaths": "a", "roots": ["r.camkes", 3], "architecture": "mips", "deviceTree": "", "buildDir": 4,
        }));
        assert_eq!(settings.layer("/w".into()), Layer::default());
        assert_eq!(settings.roots("/w".into()), ["/w/r.camkes"]);
        assert_eq!(Settings::from_json(&Value::Null).layer("/".into()), Layer::default());
    }

    #[test]
    fn c_files_can_be_switched_off() {
        assert!(Settings::default().c_files());
        assert!(!Settings::from_json(&json!({ "cFiles": false })).c_files());
    }

    #[test]
    fn every_setting_has_an_effect() {
        let all = json!({
            "includePaths": ["i"], "defines": ["A=1"], "undefines": ["B"], "templatePaths": ["t"], "preprocess": false,
            "architecture": "ia32", "deviceTree": "d", "gpioList": "g", "buildDir": "b", "forwardReferences": "forbid",
            "outputFolder": "o",
            "rules": { "unknown-member": "error", "no-such-rule": "error", "c-keyword": 3 },
        });
        let layer = Settings::from_json(&all).layer("/w".into());
        let shown: Vec<_> = crate::settings::show::values(&layer, "/w".into())
            .into_iter()
            .map(|it| format!("{} {} {}", it.key, it.value, it.origin))
            .collect();
        let expected = [
            "architecture ia32 editor",
            "build-dir b editor",
            "include-paths i editor",
            "defines A=1 editor",
            "undefines B editor",
            "preprocess false editor",
            "dtb d editor",
            "gpio-list g editor",
            "template-paths t editor",
            "output-folder o editor",
            "forward-references forbid editor",
            "rules unknown-member = error editor",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn files_are_generated_after_a_save_only_if_the_user_says_so() {
        let wanted = |value: Value| {
            let settings = Settings::from_json(&json!({ "generateOnSave": value }));
            let layer = settings.layer("/w".into()).generate_on_save.map(|setting| setting.value);
            (settings.generates_on_save(), layer)
        };
        assert_eq!(wanted(json!(true)), (true, Some(true)));
        for not in [json!(false), json!("true"), json!(1), Value::Null] {
            assert_eq!(wanted(not.clone()), (false, None), "{not}");
        }
    }
}
