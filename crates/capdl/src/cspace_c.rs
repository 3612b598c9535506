// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C that tells a program the slots of its CSpace and gives it the memory regions that others know by symbol.

use std::fmt::Write as _;

use indexmap::IndexMap;

use crate::yaml::{Yaml, YamlError};

/// The symbols of programs by the names of their ELF files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CSpaceSymbols {
    caps: IndexMap<String, Vec<(String, u64)>>,
    regions: IndexMap<String, Vec<(String, u64, String)>>,
}

impl CSpaceSymbols {
    /// Reads a YAML file: under `cap_symbols` a list of `[symbol, slot]` for each program, under `region_symbols` one of
    /// `[symbol, bytes, section]`.
    ///
    /// # Errors
    /// It is no such file.
    pub fn parse(text: &str) -> Result<Self, YamlError> {
        let file = Yaml::parse(text)?;
        let programs = |name: &str| {
            let found = file.map()?.iter().find(|(key, _)| key == name);
            let (_, found) = found.ok_or_else(|| YamlError::new(file.line, format!("'{name}' is missing")))?;
            found.map()
        };
        let mut symbols = Self::default();
        for (program, list) in programs("cap_symbols")? {
            let caps = list.list()?.iter().map(|entry| match entry.list()? {
                [symbol, slot] => Ok((identifier(symbol)?, slot.number()?)),
                _ => Err(YamlError::new(entry.line, "expected a symbol and a slot")),
            });
            symbols.caps.insert(program.clone(), caps.collect::<Result<_, _>>()?);
        }
        for (program, list) in programs("region_symbols")? {
            let regions = list.list()?.iter().map(|entry| match entry.list()? {
                [symbol, size, section] => Ok((identifier(symbol)?, size.number()?, section_name(section)?)),
                _ => Err(YamlError::new(entry.line, "expected a symbol, a size and a section")),
            });
            symbols.regions.insert(program.clone(), regions.collect::<Result<_, _>>()?);
        }
        Ok(symbols)
    }

    /// C for a program; `None` if the file had no symbols for it.
    #[must_use]
    pub fn to_c(&self, program: &str) -> Option<String> {
        let (caps, regions) = (self.caps.get(program)?, self.regions.get(program)?);
        let mut c = String::from(
            "/* Slots and regions of a program's CSpace. Generated; changes are lost. */\n\n\
             #include <sel4/sel4.h>\n\n\
             extern char mainIpcBuffer[];\n\n\
             /* Before any constructor that makes a system call. */\n\
             static void __attribute__((constructor(199))) use_main_ipc_buffer(void)\n\
             {\n    __sel4_ipc_buffer = (seL4_IPCBuffer *)mainIpcBuffer;\n}\n\n",
        );
        for (symbol, slot) in caps {
            let _ = writeln!(c, "seL4_CPtr {symbol} = {slot};");
        }
        for (symbol, size, section) in regions {
            let attributes = format!("used, externally_visible, aligned(4096), section(\"{section}\")");
            let _ = writeln!(c, "char {symbol}[{size}] __attribute__(({attributes}));");
        }
        let name: String = program.chars().filter(|c| !matches!(c, '"' | '\\') && !c.is_control()).collect();
        let _ = writeln!(c, "\nchar progname[] = \"{name}\";");
        Some(c)
    }
}

/// What a line of C can name; nothing else gets into it.
fn identifier(value: &Yaml) -> Result<String, YamlError> {
    let text = value.text()?;
    let fits = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if fits && text.starts_with(|c: char| !c.is_ascii_digit()) {
        Ok(text.to_owned())
    } else {
        Err(YamlError::new(value.line, format!("'{text}' is no symbol of C")))
    }
}

fn section_name(value: &Yaml) -> Result<String, YamlError> {
    let text = value.text()?;
    if text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')) {
        Ok(text.to_owned())
    } else {
        Err(YamlError::new(value.line, format!("'{text}' is no name of a section")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "cap_symbols:\n  hello: [[ep, 3], [tcb, 4]]\nregion_symbols:\n  hello:\n  - [buffer, 8192, size_12bit]\n";

    #[test]
    fn slots_and_regions_become_definitions() {
        let c = CSpaceSymbols::parse(FILE).unwrap().to_c("hello").unwrap();
        assert!(c.contains("seL4_CPtr ep = 3;\nseL4_CPtr tcb = 4;\n"), "{c}");
        assert!(c.contains(
            "char buffer[8192] __attribute__((used, externally_visible, aligned(4096), section(\"size_12bit\")));"
        ));
        assert!(c.ends_with("char progname[] = \"hello\";\n"));
        assert_eq!(CSpaceSymbols::parse(FILE).unwrap().to_c("other"), None);
    }

    #[test]
    fn what_is_no_symbol_does_not_get_into_c() {
        for text in [
            "cap_symbols: {a: [['x; int y', 1]]}\nregion_symbols: {}",
            "cap_symbols: {}",
            "cap_symbols: {a: [[x]]}\nregion_symbols: {}",
        ] {
            assert!(CSpaceSymbols::parse(text).is_err(), "{text}");
        }
    }
}
