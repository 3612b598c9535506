// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! A system of ten thousand instances without a mistake in it, the same on every machine, in two forms: one file, and a file for
//! each kind of rack, as people would divide it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Kinds of racks, and racks: there is one of each kind.
const RACKS: usize = 100;

/// Pairs of a server and a client in a rack.
const PAIRS: usize = 49;

/// How the system is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// All in one file, without a hierarchy.
    OneFile,
    /// A file for each rack, which is a component composed of others.
    Spread,
}

/// Writes the system into a folder; returns its root file.
///
/// # Errors
/// When a file can't be written.
pub(crate) fn write(folder: &Path, form: Form) -> anyhow::Result<PathBuf> {
    let root = folder.join("main.camkes");
    let mut main = String::from("import <std_connector.camkes>;\n");
    for rack in 0..RACKS {
        let types = types(rack);
        match form {
            Form::OneFile => main.push_str(&types),
            Form::Spread => {
                let name = format!("rack_{rack}.camkes");
                fs::write(folder.join(&name), types + &compound(rack))?;
                let _ = writeln!(main, "import \"{name}\";");
            }
        }
    }
    main.push_str("// The whole system.\nassembly {\n    composition {\n");
    for rack in 0..RACKS {
        match form {
            Form::OneFile => main.push_str(&composition(rack, &format!("r{rack}_"), "        ")),
            Form::Spread => {
                let _ = writeln!(main, "        component Rack_{rack} rack_{rack};");
            }
        }
    }
    main.push_str("    }\n    configuration {\n");
    for rack in 0..RACKS {
        match form {
            Form::OneFile => main.push_str(&configuration(&format!("r{rack}_"), "        ")),
            Form::Spread => {
                let _ = writeln!(main, "        rack_{rack}.level = {rack};");
            }
        }
    }
    main.push_str("    }\n}\n");
    fs::write(&root, main)?;
    Ok(root)
}

/// What the instances of a rack are made from.
fn types(rack: usize) -> String {
    format!(
        "/* Orders of rack {rack}: what a client may ask a server for. */
procedure Orders_{rack} {{
    int place(in int what, refin uint64_t wish, out string answer);
    void cancel(in int number);
}}
component Server_{rack} {{
    provides Orders_{rack} orders;
    emits Ready_{rack} ready;
    dataport Buf(8192) pages;
    attribute int limit = 3;
}}
component Client_{rack} {{
    control; // asks, then waits
    uses Orders_{rack} orders;
    consumes Ready_{rack} ready;
    dataport Buf(8192) pages;
    attribute int weights[] = [1, 2, 3];
}}
component Idle_{rack} {{
    control;
    attribute int level = 0;
}}
"
    )
}

fn compound(rack: usize) -> String {
    let composition = composition(rack, "", "        ");
    let configuration = configuration("", "        ");
    format!(
        "component Rack_{rack} {{
    attribute int level = 1;
    composition {{
{composition}    }}
    configuration {{
        idle.level <- level;
{configuration}    }}
}}
"
    )
}

fn composition(rack: usize, prefix: &str, indent: &str) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{indent}component Idle_{rack} {prefix}idle;");
    // In one file the rack itself is no instance.
    if !prefix.is_empty() {
        let _ = writeln!(out, "{indent}component Idle_{rack} {prefix}spare;");
    }
    for pair in 0..PAIRS {
        let (server, client) = (format!("{prefix}server_{pair}"), format!("{prefix}client_{pair}"));
        let _ = writeln!(out, "{indent}component Server_{rack} {server};");
        let _ = writeln!(out, "{indent}component Client_{rack} {client};");
        for (connector, interface, from, to) in [
            ("seL4RPCCall", "orders", &client, &server),
            ("seL4Notification", "ready", &server, &client),
            ("seL4SharedData", "pages", &client, &server),
        ] {
            let _ = writeln!(
                out,
                "{indent}connection {connector} {prefix}{interface}_{pair}(from {from}.{interface}, to {to}.{interface});"
            );
        }
    }
    out
}

fn configuration(prefix: &str, indent: &str) -> String {
    let mut out = String::new();
    for pair in 0..PAIRS {
        let _ = writeln!(out, "{indent}{prefix}server_{pair}.limit = 2 * {pair} + 1;");
        let _ = writeln!(out, "{indent}{prefix}client_{pair}.weights = [{pair}, 1 << 4];");
        let _ = writeln!(out, "{indent}{prefix}client_{pair}.priority = {};", 50 + pair);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_have_ten_thousand_instances() {
        let folder = tempfile::tempdir().unwrap();
        let root = write(folder.path(), Form::OneFile).unwrap();
        let text = fs::read_to_string(root).unwrap();
        assert_eq!(text.matches("        component ").count(), 10_000);
        let root = write(folder.path(), Form::Spread).unwrap();
        let main = fs::read_to_string(root).unwrap();
        let racks = main.matches("        component ").count();
        let rack = fs::read_to_string(folder.path().join("rack_7.camkes")).unwrap();
        assert_eq!(racks * (1 + rack.matches("        component ").count()), 10_000);
    }
}
