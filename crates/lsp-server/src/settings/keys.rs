// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Every key of `camkes.toml`: the one table that the reader, the documentation and the JSON schema follow.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// Name of the file.
pub const FILE_NAME: &str = "camkes.toml";

/// A key.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// In which tables it may stand.
    pub place: Place,
    /// What its value is.
    pub kind: Kind,
    /// What it does, as Markdown.
    pub meaning: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
}

/// In which tables a key may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At the top, and in a `[[system]]`.
    Both,
    /// At the top.
    Project,
    /// In a `[[system]]`.
    System,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A path.
    Path,
    /// Paths, in order.
    Paths,
    /// Texts, in order.
    Texts,
    /// Yes or no.
    Switch,
    /// A whole number from zero to this one.
    Number(u64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A table of rules with their levels.
    Rules,
    /// A table of components with tables of their files.
    Components,
    /// Tables with the keys of a system.
    Systems,
}

/// The largest cache, in MiB.
pub const MOST_MIB: u64 = 1 << 20;

/// Words for architectures.
pub const ARCHITECTURES: &[&str] = &["aarch32", "arm_hyp", "aarch64", "ia32", "x86_64", "riscv32", "riscv64"];

/// Words for [`Level`](camkes_hir::diagnostic::Level).
pub const LEVELS: &[&str] = &["allow", "hint", "info", "warning", "error"];

/// Words for [`ForwardReferences`](camkes_hir::ForwardReferences).
pub const FORWARD_REFERENCES: &[&str] = &["allow", "warn", "forbid"];

/// Keys of a component in `[components]`.
pub const COMPONENT_KEYS: &[&str] = &["sources", "includes"];

/// Every key, in the order of the documentation.
pub const KEYS: &[Key] = &[
    Key {
        name: "roots",
        place: Place::Project,
        kind: Kind::Paths,
        meaning: "Files that hold, or import, an assembly: the systems of the project. `camkes-lsp check` without files checks them, and an editor knows them before one is opened",
        example: "[\"apps/echo/echo.camkes\"]",
    },
    Key {
        name: "import-paths",
        place: Place::Both,
        kind: Kind::Paths,
        meaning: "Folders that are searched for `import <...>`, before the built-in library",
        example: "[\"components\", \"interfaces\"]",
    },
    Key {
        name: "include-paths",
        place: Place::Both,
        kind: Kind::Paths,
        meaning: "Folders that are searched for `#include`d headers",
        example: "[\"include\"]",
    },
    Key {
        name: "system-include-paths",
        place: Place::Both,
        kind: Kind::Paths,
        meaning: "Folders that are searched for `#include`d headers after all others",
        example: "[\"/usr/include\"]",
    },
    Key {
        name: "forced-includes",
        place: Place::Both,
        kind: Kind::Paths,
        meaning: "Headers that are included before the first line of each file",
        example: "[\"build/autoconf.h\"]",
    },
    Key {
        name: "defines",
        place: Place::Both,
        kind: Kind::Texts,
        meaning: "Macros, as `NAME` or `NAME=VALUE`, that are defined while files are preprocessed",
        example: "[\"DEBUG\", \"BUFFERS=4\"]",
    },
    Key {
        name: "undefines",
        place: Place::Both,
        kind: Kind::Texts,
        meaning: "Macros, predefined or given, that are not defined after all",
        example: "[\"linux\"]",
    },
    Key {
        name: "preprocess",
        place: Place::Both,
        kind: Kind::Switch,
        meaning: "Whether files go through the C preprocessor (they do); otherwise lines that start with `#` are comments",
        example: "false",
    },
    Key {
        name: "architecture",
        place: Place::Both,
        kind: Kind::Word(ARCHITECTURES),
        meaning: "For what a system is built",
        example: "\"aarch64\"",
    },
    Key {
        name: "dtb",
        place: Place::Both,
        kind: Kind::Path,
        meaning: "Flattened device tree (.dtb) that `dtb(...)` in settings asks",
        example: "\"boards/tx1.dtb\"",
    },
    Key {
        name: "gpio-list",
        place: Place::Both,
        kind: Kind::Path,
        meaning: "YAML file with the pins of the platform, which `gpio(...)` in settings asks",
        example: "\"boards/gpio.yaml\"",
    },
    Key {
        name: "template-paths",
        place: Place::Both,
        kind: Kind::Paths,
        meaning: "Folders with templates that come before the built-in ones; with a `camkes-gen.cmake` among them they are in the layout of the reference tool, and replace those",
        example: "[\"templates\"]",
    },
    Key {
        name: "output-folder",
        place: Place::Both,
        kind: Kind::Path,
        meaning: "Folder for generated files: each system has a folder there that is named after its root file. It is `build` in the working folder, or in an editor in the folder of the workspace; `--out-dir` names the folder of one system",
        example: "\"generated\"",
    },
    Key {
        name: "cache",
        place: Place::Both,
        kind: Kind::Switch,
        meaning: "Whether what is generated is kept for later processes, which then need not generate it again (it is)",
        example: "false",
    },
    Key {
        name: "cache-dir",
        place: Place::Both,
        kind: Kind::Path,
        meaning: "Folder in which it is kept. It is `camkes-lsp/results` in the user's folder for caches",
        example: "\".cache\"",
    },
    Key {
        name: "cache-size",
        place: Place::Both,
        kind: Kind::Number(MOST_MIB),
        meaning: "How much that folder may hold, in MiB (64); what was not used for the longest time goes first, and with 0 nothing is kept",
        example: "256",
    },
    Key {
        name: "forward-references",
        place: Place::Both,
        kind: Kind::Word(FORWARD_REFERENCES),
        meaning: "What a name that is used before its declaration is: allowed, worth a warning (the default), or an error",
        example: "\"allow\"",
    },
    Key {
        name: "build-dir",
        place: Place::Both,
        kind: Kind::Path,
        meaning: "CMake build folder. The command lines that it recorded add import paths, macros, device tree, architecture and defaults to the settings here, and go before them",
        example: "\"build\"",
    },
    Key {
        name: "rules",
        place: Place::Both,
        kind: Kind::Rules,
        meaning: "The level of what a [rule](rules.md) finds: `allow` (not shown), `hint`, `info`, `warning` or `error`. A build takes what the language calls an error for one whatever its level",
        example: "{ unknown-member = \"error\" }",
    },
    Key {
        name: "components",
        place: Place::Both,
        kind: Kind::Components,
        meaning: "The C files of components, where CMake files and folders do not say it: `sources`, in which `*` and `?` stand for parts of names, and `includes`, the folders with headers",
        example: "{ Client = { sources = [\"src/client/*.c\"], includes = [\"include\"] } }",
    },
    Key {
        name: "default-priority",
        place: Place::Both,
        kind: Kind::Number(255),
        meaning: "Priority of threads that have no setting of it (254)",
        example: "100",
    },
    Key {
        name: "default-max-priority",
        place: Place::Both,
        kind: Kind::Number(255),
        meaning: "Highest priority that threads may give, where they have no setting of it (254)",
        example: "100",
    },
    Key {
        name: "default-affinity",
        place: Place::Both,
        kind: Kind::Number(u32::MAX as u64),
        meaning: "Core of threads that have no setting of it (0)",
        example: "1",
    },
    Key {
        name: "default-stack-size",
        place: Place::Both,
        kind: Kind::Number(i64::MAX as u64),
        meaning: "Stack of threads that have no setting of it, in bytes (16384)",
        example: "65536",
    },
    Key {
        name: "realtime",
        place: Place::Both,
        kind: Kind::Switch,
        meaning: "Whether the kernel has mixed-criticality scheduling",
        example: "true",
    },
    Key {
        name: "debug-fault-handlers",
        place: Place::Both,
        kind: Kind::Switch,
        meaning: "Whether each component has a thread that prints the faults of its other threads",
        example: "true",
    },
    Key {
        name: "largeframe",
        place: Place::Both,
        kind: Kind::Switch,
        meaning: "Whether large frames are used wherever they fit",
        example: "true",
    },
    Key {
        name: "largeframe-dma",
        place: Place::Both,
        kind: Kind::Switch,
        meaning: "Whether large frames are used for DMA pools",
        example: "true",
    },
    Key {
        name: "object-sizes",
        place: Place::Both,
        kind: Kind::Path,
        meaning: "YAML file with log2 of the sizes of kernel objects, from the kernel's build; templates in the layout of the reference tool ask for them",
        example: "\"build/object_sizes/object_sizes.yaml\"",
    },
    Key {
        name: "root",
        place: Place::System,
        kind: Kind::Path,
        meaning: "The file that holds, or imports, the assembly of this system",
        example: "\"apps/echo/echo.camkes\"",
    },
    Key {
        name: "system",
        place: Place::Project,
        kind: Kind::Systems,
        meaning: "Settings of one system, over those of the project",
        example: "[{ root = \"apps/echo/echo.camkes\", architecture = \"ia32\" }]",
    },
];

impl Key {
    /// Whether it may stand at the top (`Place::Project`) or in a `[[system]]` (`Place::System`).
    #[must_use]
    pub fn stands_in(&self, place: Place) -> bool {
        self.place == Place::Both || self.place == place
    }
}

impl Kind {
    /// What a value of another type is told to be.
    #[must_use]
    pub fn wanted(self) -> String {
        match self {
            Self::Path => "a path, in quotes".to_owned(),
            Self::Paths => "a list of paths: `[\"...\", \"...\"]`".to_owned(),
            Self::Texts => "a list of texts: `[\"...\", \"...\"]`".to_owned(),
            Self::Switch => "`true` or `false`".to_owned(),
            Self::Number(most) if most > u64::from(u32::MAX) => "a whole number that is not negative".to_owned(),
            Self::Number(most) => format!("a whole number from 0 to {most}"),
            Self::Word(words) => {
                let quoted: Vec<_> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
                format!("one of {}", quoted.join(", "))
            }
            Self::Rules => "a table of rules with their levels: `[rules]`".to_owned(),
            Self::Components => "a table of components with their files: `[components.NAME]`".to_owned(),
            Self::Systems => "tables: `[[system]]`".to_owned(),
        }
    }

    fn schema(self) -> Value {
        match self {
            Self::Path => json!({ "type": "string" }),
            Self::Paths | Self::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Self::Switch => json!({ "type": "boolean" }),
            Self::Number(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
            Self::Word(words) => json!({ "enum": words }),
            Self::Rules => {
                // The names are left to the program: an editor's schema may be of another version.
                let names = json!({ "pattern": "^[a-z0-9-]+$" });
                json!({ "type": "object", "propertyNames": names, "additionalProperties": { "enum": LEVELS } })
            }
            Self::Components => {
                let paths = Self::Paths.schema();
                let of_component: Map<String, Value> =
                    COMPONENT_KEYS.iter().map(|key| ((*key).to_owned(), paths.clone())).collect();
                let table = json!({ "type": "object", "additionalProperties": false, "properties": of_component });
                json!({ "type": "object", "additionalProperties": table })
            }
            Self::Systems => {
                let properties = properties(Place::System);
                let table = json!({ "type": "object", "additionalProperties": false, "required": ["root"], "properties": properties });
                json!({ "type": "array", "items": table })
            }
        }
    }
}

fn properties(place: Place) -> Map<String, Value> {
    let of_place = KEYS.iter().filter(|key| key.stands_in(place));
    of_place
        .map(|key| {
            let mut schema = key.kind.schema();
            if let Value::Object(schema) = &mut schema {
                schema.insert("description".to_owned(), Value::String(format!("{}.", key.meaning)));
            }
            (key.name.to_owned(), schema)
        })
        .collect()
}

/// The JSON schema of the file.
#[must_use]
pub fn schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Settings of a CAmkES project",
        "type": "object",
        "additionalProperties": false,
        "properties": properties(Place::Project),
    })
}

/// The reference of all keys, as a table in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut text = String::from("| key | value | example |\n|---|---|---|\n");
    for key in KEYS {
        let only = match key.place {
            Place::Both => "",
            Place::Project => " Not in a `[[system]]`.",
            Place::System => " Only in a `[[system]]`.",
        };
        let _ = writeln!(
            text,
            "| `{}` | {}.{only} Its value is {}. | `{} = {}` |",
            key.name,
            key.meaning,
            key.kind.wanted(),
            key.name,
            key.example
        );
    }
    text
}
