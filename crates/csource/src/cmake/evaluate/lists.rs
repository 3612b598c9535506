// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Commands that give variables values.

use camino::Utf8Path;

use super::super::Argument;
use super::super::expand::{UNKNOWN, absolute, matching, matching_below};
use super::{Place, State};

impl State<'_> {
    /// The variable and its values, as arguments of `set` give them.
    pub(super) fn setting(&self, arguments: &[Argument], place: &Place) -> (String, Vec<String>) {
        let name = self.text(arguments.first(), place).unwrap_or_default();
        let is_word = |it: &Argument| !it.quoted && matches!(it.text.as_str(), "CACHE" | "PARENT_SCOPE");
        let rest = arguments.get(1..).unwrap_or_default();
        let values = rest.iter().position(is_word).map_or(rest, |end| rest.get(..end).unwrap_or_default());
        (name, self.items(values, place))
    }

    pub(super) fn set(&mut self, arguments: &[Argument], place: &Place) {
        let (name, values) = self.setting(arguments, place);
        if arguments.last().is_some_and(|it| it.text == "PARENT_SCOPE" && !it.quoted) {
            self.assign_above(&name, values);
        } else if arguments.iter().any(|it| it.text == "CACHE" && !it.quoted) {
            self.global.insert(name, values);
        } else {
            self.assign(&name, values);
        }
    }

    pub(super) fn list(&mut self, arguments: &[Argument], place: &Place) {
        let way = arguments.first().map(|it| it.text.as_str());
        if !matches!(way, Some("APPEND" | "PREPEND")) {
            return;
        }
        let Some(name) = self.text(arguments.get(1), place) else { return };
        let mut values = self.value(&name, place).unwrap_or_default();
        let more = self.items(arguments.get(2..).unwrap_or_default(), place);
        values.extend(more);
        let uncertain = std::mem::take(&mut self.uncertain);
        self.assign(&name, values);
        self.uncertain = uncertain;
    }

    /// `file(GLOB variable [options] patterns...)`
    pub(super) fn glob(&mut self, arguments: &[Argument], place: &Place) {
        let below = match arguments.first().map(|it| it.text.as_str()) {
            Some("GLOB") => false,
            Some("GLOB_RECURSE") => true,
            _ => return,
        };
        let Some(name) = self.text(arguments.get(1), place) else { return };
        let mut patterns = self.items(arguments.get(2..).unwrap_or_default(), place);
        let mut relative = None;
        while let Some(option) = patterns.first() {
            let taken = match option.as_str() {
                "CONFIGURE_DEPENDS" | "FOLLOW_SYMLINKS" => 1,
                "LIST_DIRECTORIES" => 2,
                "RELATIVE" => {
                    relative = patterns.get(1).cloned();
                    2
                }
                _ => break,
            };
            patterns.drain(..taken.min(patterns.len()));
        }
        let mut found = Vec::new();
        for pattern in &patterns {
            let path = absolute(&place.source, pattern);
            let files = if below { matching_below(&path, self.files) } else { matching(&path, self.files) };
            found.extend(files.into_iter().map(|file| match &relative {
                Some(base) => file.strip_prefix(base).map_or(file.to_string(), ToString::to_string),
                None => file.to_string(),
            }));
        }
        self.assign(&name, found);
    }

    pub(super) fn file_name(&mut self, arguments: &[Argument], place: &Place) {
        let (Some(name), Some(path)) = (self.text(arguments.first(), place), self.text(arguments.get(1), place)) else {
            return;
        };
        let path = Utf8Path::new(&path);
        let part = match arguments.get(2).map(|it| it.text.as_str()) {
            Some("DIRECTORY" | "PATH") => path.parent().map(ToString::to_string),
            Some("NAME") => path.file_name().map(str::to_owned),
            Some("NAME_WE" | "NAME_WLE") => path.file_stem().map(str::to_owned),
            Some("ABSOLUTE" | "REALPATH") => Some(absolute(&place.source, path.as_str()).to_string()),
            _ => None,
        };
        self.assign(&name, vec![part.unwrap_or_else(|| UNKNOWN.to_string())]);
    }

    /// `string(TOUPPER text variable)` and its opposite.
    pub(super) fn string(&mut self, arguments: &[Argument], place: &Place) {
        let Some(text) = self.text(arguments.get(1), place) else { return };
        let changed = match arguments.first().map(|it| it.text.as_str()) {
            Some("TOUPPER") => text.to_uppercase(),
            Some("TOLOWER") => text.to_lowercase(),
            _ => return,
        };
        if let Some(name) = self.text(arguments.get(2), place) {
            self.assign(&name, vec![changed]);
        }
    }
}
