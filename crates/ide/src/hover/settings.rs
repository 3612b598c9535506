// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Hover on settings: the value of each, how it came to it, and what templates make of it.

use std::fmt::Write as _;

use camkes_hir::assembly::{Written, resolution};
use camkes_hir::loc::{ItemLoc, LocalId};
use camkes_hir::model::{Assembly, Setting, Value};
use camkes_hir::parse::source_map;
use camkes_hir::source_map::{Spot, Writing};
use camkes_hir::special::{Available, Entities};
use camkes_hir::{File, RootDatabase, System};
use text_size::{TextRange, TextSize};

use crate::resolve;

/// Settings of one declaration that are shown; a component that is instantiated often says the same each time.
const SHOWN: usize = 8;

/// What the attribute of a setting is at an offset.
pub(super) struct Meaning {
    /// The word.
    pub(super) range: TextRange,
    /// Name, value and documentation, as Markdown.
    pub(super) markdown: String,
    /// The part of it that is about what templates make of it; nothing when none reads it.
    pub(super) special: Option<String>,
}

/// What a word is as the attribute of a setting, or of what a setting refers to.
pub(super) fn meaning(db: &RootDatabase, system: System, file: File, offset: TextSize) -> Option<Meaning> {
    let resolution = resolution(db, system);
    let look = Look { db, system, assembly: resolution.assembly.as_deref()?, written: &resolution.written };
    if let Some((range, here)) = look.settings_at(file, offset) {
        return Some(look.meaning(range, &here, true));
    }
    let (range, referred) = look.referred_at(file, offset)?;
    Some(look.meaning(range, &referred, false))
}

/// What an entity's attribute is.
struct Attribute<'a> {
    entity: &'a str,
    attribute: &'a str,
    /// Its value, if a setting gives one.
    setting: Option<&'a Setting>,
}

struct Look<'a> {
    db: &'a RootDatabase,
    system: System,
    assembly: &'a Assembly,
    written: &'a [Written],
}

impl<'a> Look<'a> {
    fn meaning(&self, range: TextRange, about: &[Attribute<'a>], is_here: bool) -> Meaning {
        let shown = &about[..about.len().min(SHOWN)];
        let line = |it: &Attribute<'_>| {
            let value = self.assembly.value(it.entity, it.attribute);
            let value = value.map_or_else(String::new, |value| format!(" = {value}"));
            format!("{}.{}{value}\n", it.entity, it.attribute)
        };
        let code: String = shown.iter().map(line).collect();
        let code = format!("```camkes\n{code}```");
        let entities = Entities::new(self.assembly);
        let find = |it: &Attribute<'_>| entities.find(it.entity, it.attribute);
        let docs = about.iter().find_map(find).map(|Available { special, .. }| {
            format!("{}\n\nA setting of {}.", special.documentation(), special.owner.words())
        });
        let mut markdown = code.clone();
        for it in shown {
            let facts = match it.setting {
                Some(setting) => {
                    let number = hexadecimal(&setting.value).map(|it| format!("`{it}`"));
                    number.into_iter().chain(way(self.db, self.system, setting, is_here)).collect()
                }
                None => vec!["no value".to_owned()],
            };
            if !facts.is_empty() {
                let _ = write!(markdown, "\n\n`{}.{}`: {}", it.entity, it.attribute, facts.join(", "));
            }
        }
        markdown.extend(docs.iter().map(|docs| format!("\n\n{docs}")));
        Meaning { range, markdown, special: docs.map(|docs| format!("{code}\n\n{docs}")) }
    }

    /// The settings whose attribute stands at an offset, and the range of the word.
    fn settings_at(&self, file: File, offset: TextSize) -> Option<(TextRange, Vec<Attribute<'a>>)> {
        let (spot, here) = self.at(file, offset, |it| it.word)?;
        Some((spot.focus, here.into_iter().map(|it| self.attribute(it)).collect()))
    }

    /// What the last word of a reference is about, when that stands at an offset, and the range of the word.
    fn referred_at(&self, file: File, offset: TextSize) -> Option<(TextRange, Vec<Attribute<'a>>)> {
        let (reference, here) = self.at(file, offset, |it| it.value)?;
        let settings = here.iter().filter_map(|it| self.attribute(it).setting);
        let nearest = settings.filter_map(|it| it.via.first());
        let mut about: Vec<Attribute<'a>> = Vec::new();
        for place in nearest {
            for found in self.assembly.settings.iter().filter(|it| it.origin == *place) {
                let known = about.iter().any(|it| it.entity == found.entity && it.attribute == found.attribute);
                if !known {
                    about.push(Attribute { entity: &found.entity, attribute: &found.attribute, setting: Some(found) });
                }
            }
        }
        let narrowest =
            self.items(file, offset).into_iter().map(|(_, _, spot)| spot.focus).min_by_key(|it| it.len())?;
        let is_last = narrowest.end() == reference.focus.end();
        (is_last && !about.is_empty()).then_some((narrowest, about))
    }

    /// The settings of which a part stands at an offset, and its place.
    fn at(&self, file: File, offset: TextSize, part: impl Fn(&Written) -> ItemLoc) -> Option<(Spot, Vec<&'a Written>)> {
        let items = self.items(file, offset);
        let narrowest = items.iter().map(|(.., spot)| spot.focus.len()).min()?;
        // What a macro makes stands where the whole use of it does: around the words of its arguments.
        let is_near = |spot: &Spot| spot.writing == Writing::Source || spot.focus.len() == narrowest;
        items.into_iter().filter(|(.., spot)| is_near(spot)).find_map(|(owner, id, spot)| {
            let word = ItemLoc::new(owner, id);
            let here: Vec<_> = self.written.iter().filter(|it| part(it) == word).collect();
            (!here.is_empty()).then_some((spot, here))
        })
    }

    fn items(&self, file: File, offset: TextSize) -> Vec<(File, LocalId, Spot)> {
        let owners = resolve::owners(self.db, self.system, file).into_iter();
        let items = owners.flat_map(|owner| {
            source_map(self.db, self.system, owner).at(file, offset).map(move |(id, spot)| (owner, id, spot))
        });
        items.collect()
    }

    fn attribute(&self, written: &'a Written) -> Attribute<'a> {
        let is_it = |it: &&Setting| it.entity == written.entity && it.attribute == written.attribute;
        let setting = self.assembly.settings.iter().find(is_it);
        Attribute { entity: &written.entity, attribute: &written.attribute, setting }
    }
}

/// How a setting came to its value: where it is set, unless one stands there, and the places through which it came, nearest first.
pub(super) fn way(db: &RootDatabase, system: System, setting: &Setting, is_here: bool) -> Vec<String> {
    let set = (!is_here).then(|| format!("set in {}", place(db, system, setting.origin)));
    set.into_iter().chain(setting.via.iter().map(|step| format!("from {}", place(db, system, *step)))).collect()
}

/// A number of more than one digit in base 16.
pub(super) fn hexadecimal(value: &Value) -> Option<String> {
    let number = value.as_int().filter(|n| n.unsigned_abs() > 9)?;
    let sign = if number < 0 { "-" } else { "" };
    Some(format!("{sign}0x{:x}", number.unsigned_abs()))
}

/// File and line of a place.
pub(super) fn place(db: &RootDatabase, system: System, loc: ItemLoc) -> String {
    let Some(spot) = source_map(db, system, loc.file).get(loc.id) else { return String::new() };
    let before = spot.file.contents(db).as_str().get(..spot.focus.start().into()).unwrap_or_default();
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let name = spot.file.path(db).file_name().unwrap_or("?");
    format!("`{name}:{line}`")
}
