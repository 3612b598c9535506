// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The templates that are part of the binary.

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../templates/", $name)))),*]
    };
}

/// Name and text of each; a test compares the list with the folder.
pub(crate) const TEMPLATES: &[(&str, &str)] = embedded![
    "camkes.template.h",
    "component.common.c",
    "component.template.c",
    "component.template.h",
    "helpers/counted.c",
    "helpers/dataport.c",
    "helpers/device-tree.c",
    "helpers/direct.c",
    "helpers/error.c",
    "helpers/event.c",
    "helpers/interface.c",
    "helpers/procedure.c",
    "helpers/rpc-buffer.c",
    "helpers/setting.c",
    "linker.lds",
    "seL4DMASharedData.template.c",
    "seL4DTBHardware-from.template.c",
    "seL4DTBHardware-to.template.c",
    "seL4DirectCall-from.template.c",
    "seL4DirectCall-to.template.c",
    "seL4GDB-from.template.c",
    "seL4GDB-to.template.c",
    "seL4GDBMem-from.template.c",
    "seL4GDBMem-to.template.c",
    "seL4HardwareIOPort.template.c",
    "seL4HardwareInterrupt.template.c",
    "seL4HardwareMMIO.template.c",
    "seL4IOAPICHardwareInterrupt.template.c",
    "seL4InitHardware-from.template.c",
    "seL4InitHardware-to.template.c",
    "seL4Notification-from.template.c",
    "seL4Notification-to.template.c",
    "seL4NotificationBind-from.template.c",
    "seL4NotificationBind-to.template.c",
    "seL4NotificationNative-from.template.c",
    "seL4NotificationNative-to.template.c",
    "seL4NotificationQueue-from.template.c",
    "seL4NotificationQueue-to.template.c",
    "seL4RPCCall-from.template.c",
    "seL4RPCCall-to.template.c",
    "seL4SharedData.template.c",
];

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test may look at the source tree")]
mod tests {
    use std::path::{Path, PathBuf};

    use super::TEMPLATES;
    use crate::Templates;

    fn files(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { files(&path, found) } else { found.push(path) }
        }
    }

    #[test]
    fn every_template_of_the_source_tree_is_embedded_and_parses() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates");
        let mut found = Vec::new();
        files(&folder, &mut found);
        let mut names: Vec<_> =
            found.iter().map(|path| path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/")).collect();
        names.sort();
        assert_eq!(names, TEMPLATES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let templates = Templates::builtin().unwrap();
        for (name, _) in TEMPLATES {
            templates.environment().get_template(name).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        }
    }
}
