// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What can't be understood in the user's settings. It has no effect, which somebody who wrote it should hear.

use camkes_hir::{
    diagnostic::{Level, Rule},
    names::closest,
};
use serde_json::Value;

use crate::settings::keys::{ARCHITECTURES, FORWARD_REFERENCES, LEVELS};

/// What the value of a setting has to be.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Text,
    Texts,
    Switch,
    Word(&'static [&'static str]),
    /// An object with these members.
    Members(&'static [(&'static str, Shape)]),
    /// Rules with their levels.
    Rules,
}

const HINTS: &[(&str, Shape)] = &[("values", Shape::Switch), ("directions", Shape::Switch), ("threads", Shape::Switch)];
const LOG: &[(&str, Shape)] = &[("level", Shape::Word(&["off", "error", "warn", "info", "debug", "trace"]))];

/// Every setting. What else an object has may be the editor extension's own.
const ALL: &[(&str, Shape)] = &[
    ("importPaths", Shape::Texts),
    ("roots", Shape::Texts),
    ("includePaths", Shape::Texts),
    ("defines", Shape::Texts),
    ("undefines", Shape::Texts),
    ("templatePaths", Shape::Texts),
    ("outputFolder", Shape::Text),
    ("deviceTree", Shape::Text),
    ("gpioList", Shape::Text),
    ("buildDir", Shape::Text),
    ("preprocess", Shape::Switch),
    ("generateOnSave", Shape::Switch),
    ("cFiles", Shape::Switch),
    ("checkWorkspace", Shape::Switch),
    ("architecture", Shape::Word(ARCHITECTURES)),
    ("forwardReferences", Shape::Word(FORWARD_REFERENCES)),
    ("rules", Shape::Rules),
    ("inlayHints", Shape::Members(HINTS)),
    ("log", Shape::Members(LOG)),
];

/// A sentence for each setting that has no effect because of its value, and for each unknown one that looks like a setting.
pub(super) fn of(settings: &Value) -> Vec<String> {
    let mut out = Vec::new();
    members("", settings, ALL, &mut out);
    out
}

fn members(prefix: &str, value: &Value, known: &[(&str, Shape)], out: &mut Vec<String>) {
    for (key, value) in value.as_object().into_iter().flatten() {
        let name = format!("{prefix}{key}");
        match known.iter().find(|(known, _)| known == key) {
            Some((_, shape)) => check(&name, value, *shape, out),
            None => {
                if let Some(meant) = closest(key, known.iter().map(|(known, _)| *known)) {
                    out.push(format!("there is no setting `{name}`; did you mean `{prefix}{meant}`?"));
                }
            }
        }
    }
}

fn check(name: &str, value: &Value, shape: Shape, out: &mut Vec<String>) {
    // Editors have no other way to say that nothing is set.
    let is_unset = value.is_null() || value.as_str() == Some("");
    if is_unset {
        return;
    }
    let wanted = match shape {
        Shape::Text => (!value.is_string()).then(|| "a text".to_owned()),
        Shape::Switch => (!value.is_boolean()).then(|| "`true` or `false`".to_owned()),
        Shape::Texts => {
            let is_list = value.as_array().is_some_and(|list| list.iter().all(Value::is_string));
            (!is_list).then(|| "a list of texts".to_owned())
        }
        Shape::Word(words) => {
            let is_one = value.as_str().is_some_and(|word| words.contains(&word));
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            (!is_one).then(|| format!("one of {}", words.join(", ")))
        }
        Shape::Members(known) if value.is_object() => return members(&format!("{name}."), value, known, out),
        Shape::Rules if value.is_object() => return rules(name, value, out),
        Shape::Members(_) | Shape::Rules => Some("an object".to_owned()),
    };
    out.extend(wanted.map(|wanted| format!("`{name}` can't be `{value}`: it is {wanted}")));
}

fn rules(name: &str, value: &Value, out: &mut Vec<String>) {
    for (rule, level) in value.as_object().into_iter().flatten() {
        if Rule::from_name(rule).is_none() {
            let meant = Rule::closest(rule).map(|meant| format!("; did you mean `{}`?", meant.name()));
            out.push(format!("`{name}`: there is no rule `{rule}`{}", meant.unwrap_or_default()));
        }
        if level.as_str().and_then(Level::from_name).is_none() {
            let levels: Vec<_> = LEVELS.iter().map(|level| format!("`{level}`")).collect();
            out.push(format!("`{name}.{rule}` can't be `{level}`: it is one of {}", levels.join(", ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_mistake_is_told_with_what_is_right() {
        let settings = json!({
            "architecture": "mips", "importPaths": "lib", "roots": ["a", 1], "preprocess": "no", "buildDir": 3,
            "rules": { "unused-imports": "error", "unused-macro": "loud" },
            "inlayHints": { "value": true, "threads": 1 }, "log": 1, "outputFoldr": "x",
        });
        let mut found = of(&settings);
        found.sort();
        let expected = [
            "`architecture` can't be `\"mips\"`: it is one of `aarch32`, `arm_hyp`, `aarch64`, `ia32`, `x86_64`, `riscv32`, `riscv64`",
            "`buildDir` can't be `3`: it is a text",
            "`importPaths` can't be `\"lib\"`: it is a list of texts",
            "`inlayHints.threads` can't be `1`: it is `true` or `false`",
            "`log` can't be `1`: it is an object",
            "`preprocess` can't be `\"no\"`: it is `true` or `false`",
            "`roots` can't be `[\"a\",1]`: it is a list of texts",
            "`rules.unused-macro` can't be `\"loud\"`: it is one of `allow`, `hint`, `info`, `warning`, `error`",
            "`rules`: there is no rule `unused-imports`; did you mean `unused-import`?",
            "there is no setting `inlayHints.value`; did you mean `inlayHints.values`?",
            "there is no setting `outputFoldr`; did you mean `outputFolder`?",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_right_unset_or_of_the_editor_is_no_mistake() {
        let settings = json!({
            "architecture": null, "importPaths": [], "buildDir": "", "rules": { "unused-import": "warn" },
            "server": { "path": "x" }, "trace": { "server": "off" }, "inlayHints": {}, "log": { "level": "debug" },
        });
        assert_eq!(of(&settings), Vec::<String>::new());
        assert_eq!(of(&Value::Null), Vec::<String>::new());
    }
}
