// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Functions, macros and loops.

use std::ops::Range;
use std::sync::Arc;

use super::super::{Argument, Command, Script};
use super::{Function, MOST_DEPTH, MOST_ROUNDS, Place, Scope, State, end_of};

impl State<'_> {
    /// Notes a function or macro; the number of the command that ends it.
    pub(super) fn define(&mut self, command: &Command, at: usize, script: &Arc<Script>, place: &Place) -> usize {
        let is_macro = command.name == "macro";
        let end = if is_macro {
            end_of(script, at, "macro", "endmacro")
        } else {
            end_of(script, at, "function", "endfunction")
        };
        let mut words = command.arguments.iter().map(|it| it.text.clone());
        if let Some(name) = words.next() {
            let function = Function {
                parameters: words.collect(),
                script: Arc::clone(script),
                body: at + 1..end,
                folder: place.list.clone(),
                is_macro,
            };
            self.functions.insert(name.to_ascii_lowercase(), Arc::new(function));
        }
        end
    }

    pub(super) fn call(&mut self, command: &Command, place: &Place) {
        if self.depth > MOST_DEPTH {
            return;
        }
        let Some(function) = self.functions.get(&command.name).cloned() else { return };
        let given = self.items(&command.arguments, place);
        let mut scope = Scope::default();
        for (index, name) in function.parameters.iter().enumerate() {
            let value = given.get(index).map(|it| vec![it.clone()]).unwrap_or_default();
            scope.variables.insert(name.clone(), value);
        }
        let rest = given.get(function.parameters.len()..).unwrap_or_default().to_vec();
        for (index, value) in given.iter().enumerate() {
            scope.variables.insert(format!("ARGV{index}"), vec![value.clone()]);
        }
        scope.variables.insert("ARGN".to_owned(), rest);
        scope.variables.insert("ARGC".to_owned(), vec![given.len().to_string()]);
        scope.variables.insert("ARGV".to_owned(), given);
        scope.variables.insert("CMAKE_CURRENT_FUNCTION_LIST_DIR".to_owned(), vec![function.folder.to_string()]);
        self.depth += 1;
        let uncertain = std::mem::take(&mut self.uncertain);
        if function.is_macro {
            // A macro sets variables of its caller.
            if let Some(current) = self.scopes.last_mut() {
                current.variables.extend(scope.variables);
            }
            self.run(&function.script, function.body.clone(), place);
        } else {
            self.scopes.push(scope);
            self.run(&function.script, function.body.clone(), place);
            self.scopes.pop();
        }
        self.uncertain = uncertain;
        self.depth -= 1;
    }

    /// `foreach(variable items...)`, `foreach(variable IN [LISTS lists...] [ITEMS items...])`
    pub(super) fn each(&mut self, command: &Command, script: &Arc<Script>, body: Range<usize>, place: &Place) {
        let Some(name) = self.text(command.arguments.first(), place) else { return };
        let rest = command.arguments.get(1..).unwrap_or_default();
        let values = match rest.first().map(|it| it.text.as_str()) {
            Some("RANGE") => range(&self.items(rest.get(1..).unwrap_or_default(), place)),
            Some("IN") => self.loop_items(rest.get(1..).unwrap_or_default(), place),
            _ => self.items(rest, place),
        };
        for value in values.into_iter().take(MOST_ROUNDS) {
            let uncertain = std::mem::take(&mut self.uncertain);
            self.assign(&name, vec![value]);
            self.uncertain = uncertain;
            self.run(script, body.clone(), place);
        }
    }

    fn loop_items(&self, arguments: &[Argument], place: &Place) -> Vec<String> {
        let mut out = Vec::new();
        let mut lists = false;
        for argument in arguments {
            match argument.text.as_str() {
                "LISTS" | "ZIP_LISTS" => lists = true,
                "ITEMS" => lists = false,
                _ if lists => {
                    let name = self.text(Some(argument), place).unwrap_or_default();
                    out.extend(self.value(&name, place).unwrap_or_default());
                }
                _ => out.extend(self.items(std::slice::from_ref(argument), place)),
            }
        }
        out
    }

    /// `cmake_parse_arguments`, in both of its forms.
    pub(super) fn parse_arguments(&mut self, arguments: &[Argument], place: &Place) {
        let texts: Vec<_> = arguments.iter().map(|it| self.text(Some(it), place).unwrap_or_default()).collect();
        let (head, given) = match texts.first().map(String::as_str) {
            Some("PARSE_ARGV") => {
                let skipped = texts.get(1).and_then(|it| it.parse::<usize>().ok()).unwrap_or(0);
                let all = self.value("ARGV", place).unwrap_or_default();
                (texts.get(2..6), all.get(skipped..).unwrap_or_default().to_vec())
            }
            _ => (texts.get(..4), self.items(arguments.get(4..).unwrap_or_default(), place)),
        };
        let Some([prefix, options, single, several]) = head else { return };
        let has = |list: &String, word: &str| list.split(';').any(|it| it == word);
        let words = [options, single, several].into_iter().flat_map(|list| list.split(';')).filter(|it| !it.is_empty());
        let mut found: Vec<(String, Vec<String>)> = words.map(|it| (it.to_owned(), Vec::new())).collect();
        let mut unparsed = Vec::new();
        let mut current: Option<usize> = None;
        for item in given {
            if let Some(index) = found.iter().position(|(word, _)| *word == item) {
                current = Some(index);
                if has(options, &item) {
                    found[index].1.push("TRUE".to_owned());
                    current = None;
                }
                continue;
            }
            match current.and_then(|index| found.get_mut(index)) {
                Some((word, values)) => {
                    values.push(item);
                    if has(single, word) {
                        current = None;
                    }
                }
                None => unparsed.push(item),
            }
        }
        let uncertain = std::mem::take(&mut self.uncertain);
        for (word, values) in found {
            self.assign(&format!("{prefix}_{word}"), values);
        }
        self.assign(&format!("{prefix}_UNPARSED_ARGUMENTS"), unparsed);
        self.uncertain = uncertain;
    }
}

/// The last number of a range whose end is not known: most projects count a few components.
const UNKNOWN_END: i64 = 15;

/// The numbers of `RANGE end` or `RANGE start end [step]`.
fn range(bounds: &[String]) -> Vec<String> {
    let number = |index: usize| bounds.get(index).and_then(|it| it.trim().parse::<i64>().ok());
    let (start, end) = match bounds {
        [] => return Vec::new(),
        [_] => (0, number(0)),
        _ => (number(0).unwrap_or(0), number(1)),
    };
    let step = number(2).filter(|step| *step > 0).and_then(|step| usize::try_from(step).ok()).unwrap_or(1);
    let end = end.unwrap_or(start.saturating_add(UNKNOWN_END));
    (start..=end).step_by(step).take(MOST_ROUNDS).map(|number| number.to_string()).collect()
}
