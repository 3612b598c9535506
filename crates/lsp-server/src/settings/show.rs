// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings as they are after all places were put together, each with its origin.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_hir::ForwardReferences;
use camkes_preprocessor::MacroOption;

use super::{IncludeKind, Layer, Setting};

/// One value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The setting's key.
    pub key: &'static str,
    /// Its value.
    pub value: String,
    /// Where it comes from.
    pub origin: String,
}

/// The values that were set, by key; paths below `folder` are shown relative to it.
#[must_use]
pub fn values(layer: &Layer, folder: &Utf8Path) -> Vec<Shown> {
    let mut out = Vec::new();
    let short = |path: &Utf8Path| match path.strip_prefix(folder) {
        Ok(same) if same.as_str().is_empty() => ".".to_owned(),
        short => short.unwrap_or(path).to_string(),
    };
    add(&mut out, folder, "architecture", &layer.architecture, |it| it.to_string());
    add(&mut out, folder, "build-dir", &layer.build_folder, |it| short(it));
    add(&mut out, folder, "import-paths", &layer.import_paths, |it| short(it));
    add(&mut out, folder, "include-paths", &layer.include_folders, |it| match it.kind {
        IncludeKind::Any => short(&it.path),
        IncludeKind::Quote => format!("{} (for \"quoted\" headers)", short(&it.path)),
        IncludeKind::System => format!("{} (after the others)", short(&it.path)),
    });
    let defined = layer.macros.iter().filter(|it| matches!(it.value, MacroOption::Define(_)));
    let undefined = layer.macros.iter().filter(|it| matches!(it.value, MacroOption::Undefine(_)));
    let text = |option: &MacroOption| match option {
        MacroOption::Define(text) | MacroOption::Undefine(text) => text.clone(),
    };
    add(&mut out, folder, "defines", defined, text);
    add(&mut out, folder, "undefines", undefined, text);
    add(&mut out, folder, "forced-includes", &layer.forced_includes, String::clone);
    add(&mut out, folder, "preprocess", &layer.preprocess, bool::to_string);
    add(&mut out, folder, "dtb", &layer.device_tree, |it| short(it));
    add(&mut out, folder, "gpio-list", &layer.pin_list, |it| short(it));
    add(&mut out, folder, "template-paths", &layer.templates, |it| short(it));
    add(&mut out, folder, "output-folder", &layer.output_folder, |it| short(it));
    add(&mut out, folder, "cache", &layer.cache, bool::to_string);
    add(&mut out, folder, "cache-dir", &layer.cache_folder, |it| short(it));
    add(&mut out, folder, "cache-size", &layer.cache_size, u64::to_string);
    add(&mut out, folder, "object-sizes", &layer.object_sizes, |it| short(it));
    add(&mut out, folder, "forward-references", &layer.forward_references, |it| {
        match it {
            ForwardReferences::Allow => "allow",
            ForwardReferences::Warn => "warn",
            ForwardReferences::Forbid => "forbid",
        }
        .to_owned()
    });
    for (rule, level) in &layer.rules {
        add(&mut out, folder, "rules", [level], |level| format!("{rule} = {level}"));
    }
    for (name, files) in &layer.components {
        add(&mut out, folder, "components", [files], |files| {
            let list = |paths: &[Utf8PathBuf]| paths.iter().map(|it| short(it)).collect::<Vec<_>>().join(", ");
            format!("{name}: {}; headers in {}", list(&files.sources), list(&files.includes))
        });
    }
    add(&mut out, folder, "default-priority", &layer.default_priority, u8::to_string);
    add(&mut out, folder, "default-max-priority", &layer.default_max_priority, u8::to_string);
    add(&mut out, folder, "default-affinity", &layer.default_affinity, u32::to_string);
    add(&mut out, folder, "default-stack-size", &layer.default_stack_size, u64::to_string);
    add(&mut out, folder, "realtime", &layer.realtime, bool::to_string);
    add(&mut out, folder, "debug-fault-handlers", &layer.debug_fault_handlers, bool::to_string);
    add(&mut out, folder, "largeframe", &layer.largeframe, bool::to_string);
    add(&mut out, folder, "largeframe-dma", &layer.largeframe_dma, bool::to_string);
    out
}

fn add<'a, T: 'a>(
    out: &mut Vec<Shown>,
    folder: &Utf8Path,
    key: &'static str,
    settings: impl IntoIterator<Item = &'a Setting<T>>,
    text: impl Fn(&T) -> String,
) {
    for setting in settings {
        out.push(Shown { key, value: text(&setting.value), origin: setting.origin.shown(folder) });
    }
}

/// As a table: key, value, origin.
#[must_use]
pub fn table(values: &[Shown]) -> String {
    if values.is_empty() {
        return "nothing is set\n".to_owned();
    }
    let width = |text: fn(&Shown) -> &str| values.iter().map(|it| text(it).chars().count()).max().unwrap_or_default();
    let (keys, texts) = (width(|it| it.key), width(|it| &it.value));
    let mut out = String::new();
    for value in values {
        let _ = writeln!(out, "{:keys$}  {:texts$}  {}", value.key, value.value, value.origin);
    }
    out
}
