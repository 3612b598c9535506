// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Values of settings and defaults, by the type of the attribute; keys of dicts and of queries.

use camkes_hir::declarations::all_structs;
use camkes_hir::model::{Attribute, AttributeType, BasicType, Struct};
use camkes_hir::special::{Form, Kind, Special};
use camkes_syntax::SyntaxKind as K;
use text_size::{TextRange, TextSize};

use super::Context;
use super::attributes::{Entities, target_of};
use super::item::{Collector, Completion, CompletionDocs, CompletionKind, escaped};
use super::macros;
use crate::cursor::{Block, Token};

/// Keys of a dict that `dtb()` takes, with what each asks.
const DTB_KEYS: &[(&str, &str)] = &[
    ("path", "nodes whose path has this regular expression in it"),
    ("properties", "nodes that have these properties"),
    ("aliases", "the node that an alias stands for"),
    ("chosen", "the node that a name under `/chosen` stands for"),
];

/// Access rights that mappings usually have.
const ACCESS: &[&str] = &["R", "W", "RW", "RX", "RWX", "RWXP"];

/// Keys of a dict that `gpio()` takes.
const GPIO_KEYS: &[(&str, &str)] = &[("pins", "names of pins")];

/// Behind the equals sign of a setting.
pub(super) fn of_setting(cx: &Context<'_>, out: &mut Collector<'_>) {
    if !value_may_start(cx.cursor.statement.last()) {
        return;
    }
    let target = target_of(&cx.cursor.statement);
    let entities = Entities::at(cx);
    let attribute = entities.as_ref().and_then(|it| it.attribute(&target));
    let in_list = cx.cursor.statement.iter().any(|token| token.kind == K::L_BRACK);
    let special = entities.as_ref().and_then(|it| it.special(&target));
    if let (Some(special), Some(entities)) = (special, &entities) {
        of_kind(special, entities, &target, in_list, out);
    }
    match (&attribute, special) {
        (Some(attribute), _) => of_type(attribute, in_list, out),
        (None, None) => plain(out),
        (None, Some(_)) => {}
    }
    queries(out);
    macros::callable(cx, out);
}

/// Values of a setting with a special meaning.
fn of_kind(special: &Special, entities: &Entities<'_>, target: &str, in_list: bool, out: &mut Collector<'_>) {
    let quoted = |text: &str| Completion::new(CompletionKind::Value, format!("\"{text}\""));
    match special.kind {
        Kind::Flag => plain(out),
        Kind::Word(words) | Kind::WordAnyCase(words) => words.iter().for_each(|word| out.add(quoted(word))),
        Kind::Text(Form::Access) => ACCESS.iter().for_each(|word| out.add(quoted(word))),
        Kind::Text(Form::Connection) => entities.carriers(owner_of(target)).for_each(|name| out.add(quoted(name))),
        Kind::Text(Form::End) => ends(entities).iter().for_each(|end| out.add(quoted(end))),
        Kind::Text(_) => out.add(quoted("").snippet("\"$0\"")),
        Kind::Numbers { .. } | Kind::Texts(_) | Kind::Dicts(_) | Kind::Pairs if !in_list => {
            out.add(Completion::new(CompletionKind::Value, "[]").snippet("[$0]"));
        }
        _ => {}
    }
    if !special.default.is_empty() && !in_list {
        let item = Completion::new(CompletionKind::Value, special.default).description("default");
        out.add(item.docs(CompletionDocs::Text(special.documentation())));
    }
}

/// What a setting is for.
fn owner_of(target: &str) -> &str {
    target.rsplit_once('.').map_or("", |(owner, _)| owner)
}

/// Every interface of every instance.
fn ends(entities: &Entities<'_>) -> Vec<String> {
    let instances = entities.instances();
    let interfaces = instances.iter().flat_map(|(name, component)| {
        component.iter().flat_map(|it| &it.interfaces).map(move |interface| format!("{name}.{}", interface.name))
    });
    interfaces.collect()
}

/// The content of a string that is the value of a setting.
fn words_of(special: &Special, entities: &Entities<'_>, target: &str) -> Vec<String> {
    match special.kind {
        Kind::Word(words) | Kind::WordAnyCase(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Kind::Text(Form::Access) => ACCESS.iter().map(|word| (*word).to_owned()).collect(),
        Kind::Text(Form::Connection) => entities.carriers(owner_of(target)).map(str::to_owned).collect(),
        Kind::Text(Form::End) => ends(entities),
        _ => Vec::new(),
    }
}

/// Behind the equals sign of an attribute's declaration; `given` is what stands behind it already.
pub(super) fn default(cx: &Context<'_>, given: &[K], out: &mut Collector<'_>) {
    let in_list = given.contains(&K::L_BRACK);
    if !(given.is_empty() || in_list && value_may_start(cx.cursor.statement.last())) {
        return;
    }
    let types = cx.cursor.statement.iter().take_while(|token| token.kind != K::EQ);
    let words: Vec<&str> = types.map(|token| token.text).collect();
    let is_array = words.ends_with(&["[", "]"]) && !in_list;
    let named = |name: &&str| words.contains(name);
    if is_array {
        out.add(Completion::new(CompletionKind::Value, "[]").snippet("[$0]"));
    } else if named(&"string") {
        out.add(Completion::new(CompletionKind::Value, "\"\"").snippet("\"$0\""));
    } else if let Some(structure) = structure_of(cx, &words) {
        out.add(dict(&structure));
    } else {
        plain(out);
    }
    macros::callable(cx, out);
}

/// Where only a number can stand, which has a name when it is a macro.
pub(super) fn number(cx: &Context<'_>, out: &mut Collector<'_>) {
    if value_may_start(cx.cursor.statement.last()) {
        macros::all(cx, out);
    }
}

fn structure_of(cx: &Context<'_>, words: &[&str]) -> Option<std::sync::Arc<Struct>> {
    let structs = all_structs(cx.db, cx.system?);
    structs.into_iter().find(|it| it.name.as_ref().is_some_and(|name| words.contains(&name.as_str())))
}

/// Whether a value, or a further part of one, can start behind a token.
fn value_may_start(last: Option<&Token<'_>>) -> bool {
    last.is_some_and(|token| {
        !matches!(
            token.kind,
            K::NUMERAL | K::STRING | K::IDENT | K::R_BRACE | K::R_BRACK | K::R_PAREN | K::TRUE_KW | K::FALSE_KW
        )
    })
}

fn plain(out: &mut Collector<'_>) {
    for word in ["true", "false"] {
        out.add(Completion::new(CompletionKind::Value, word).rank(2));
    }
}

fn of_type(attribute: &Attribute, in_list: bool, out: &mut Collector<'_>) {
    if attribute.array && !in_list {
        out.add(Completion::new(CompletionKind::Value, "[]").snippet("[$0]"));
        return;
    }
    match &attribute.ty {
        AttributeType::Struct(structure) => out.add(dict(structure)),
        AttributeType::Basic(BasicType::String) => {
            out.add(Completion::new(CompletionKind::Value, "\"\"").snippet("\"$0\""));
        }
        AttributeType::Basic(_) => plain(out),
    }
    if let Some(value) = &attribute.default {
        let item = Completion::new(CompletionKind::Value, value.to_string()).description("default");
        out.add(item.rank(1));
    }
}

/// A dict with all members of a struct to fill in.
fn dict(structure: &Struct) -> Completion {
    let plain = |it: &Attribute| it.default.as_ref().map_or_else(|| empty(it).to_owned(), ToString::to_string);
    let members: Vec<_> = structure.members.iter().map(|it| format!("\"{}\": {}", it.name, plain(it))).collect();
    let places = structure.members.iter().enumerate().map(|(i, it)| {
        let value = escaped(&plain(it));
        format!("\"{}\": ${{{}:{value}}}", escaped(&it.name), i + 1)
    });
    let places: Vec<_> = places.collect();
    let name = structure.name.as_deref().unwrap_or("struct");
    Completion::new(CompletionKind::Snippet, "{…}")
        .insert(format!("{{{}}}", members.join(", ")))
        .snippet(format!("{{{}\\}}$0", places.join(", ")))
        .description(name)
}

/// The simplest value of a type.
fn empty(attribute: &Attribute) -> &'static str {
    match &attribute.ty {
        _ if attribute.array => "[]",
        AttributeType::Struct(_) => "{}",
        AttributeType::Basic(BasicType::String) => "\"\"",
        AttributeType::Basic(_) => "0",
    }
}

fn queries(out: &mut Collector<'_>) {
    let dtb = Completion::new(CompletionKind::Query, "dtb").insert("dtb({})").rank(3);
    out.add(
        dtb.detail("({…})")
            .description("device tree")
            .snippet("dtb({\"${1|path,aliases,chosen,properties|}\": $2\\})$0"),
    );
    let gpio = Completion::new(CompletionKind::Query, "gpio").insert("gpio({\"pins\": []})").rank(3);
    out.add(gpio.detail("({…})").description("pins").snippet("gpio({\"pins\": [\"$1\"]\\})$0"));
}

/// Where in a dict the cursor is.
struct InDict<'c, 't> {
    /// The statement of which the dict is the value.
    header: &'c [Token<'t>],
    /// Keys of the dicts around, outermost first.
    path: Vec<String>,
    /// Keys that the innermost dict has before the cursor.
    given: Vec<String>,
    /// The key whose value is at the cursor; none where a key is.
    value_of: Option<String>,
    /// Tokens of the entry before the cursor.
    entry: &'c [Token<'t>],
}

impl<'c, 't> InDict<'c, 't> {
    fn at(cx: &'c Context<'t>) -> Option<Self> {
        let first = cx.cursor.frames.iter().position(|frame| frame.block == Block::Value)?;
        let (outer, inner) = cx.cursor.frames[first..].split_first()?;
        let path = inner.iter().map(|frame| key_of(entry(&frame.header)).unwrap_or_default()).collect();
        let statement = &cx.cursor.statement;
        let entry = entry(statement);
        let before = &statement[..statement.len() - entry.len()];
        let mut given: Vec<_> = before.split(|token| token.kind == K::COMMA).filter_map(key_of).collect();
        given.extend(
            cx.cursor.rest.windows(2).filter(|pair| pair[1].kind == K::COLON).map(|pair| unquoted(pair[0].text)),
        );
        Some(Self { header: &outer.header, path, given, value_of: key_of(entry), entry })
    }

    /// The query whose argument the dict is.
    fn query(&self) -> Option<&'t str> {
        let open = self.header.iter().rposition(|token| token.kind == K::L_PAREN)?;
        self.header.get(open.checked_sub(1)?).map(|token| token.text)
    }
}

/// Tokens behind the last comma that separates entries.
fn entry<'c, 't>(tokens: &'c [Token<'t>]) -> &'c [Token<'t>] {
    let mut depth = 0i32;
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            K::L_BRACK | K::L_PAREN => depth += 1,
            K::R_BRACK | K::R_PAREN => depth -= 1,
            K::COMMA if depth <= 0 => start = at + 1,
            _ => {}
        }
    }
    tokens.get(start..).unwrap_or_default()
}

/// The key of an entry whose colon is written.
fn key_of(entry: &[Token<'_>]) -> Option<String> {
    let colon = entry.iter().position(|token| token.kind == K::COLON)?;
    entry.get(colon.checked_sub(1)?).map(|token| unquoted(token.text))
}

fn unquoted(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

/// In a dict, outside of strings.
pub(super) fn in_dict(cx: &Context<'_>, out: &mut Collector<'_>) {
    let Some(dict) = InDict::at(cx) else { return };
    match &dict.value_of {
        None if dict.entry.is_empty() => {
            for key in keys(cx, &dict) {
                let text = format!("\"{}\": ", key.name);
                let snippet = format!("\"{}\": $0", escaped(&key.name));
                let item = Completion::new(CompletionKind::Member, format!("\"{}\"", key.name)).insert(text);
                out.add(Completion { description: Some(key.about), ..item.snippet(snippet) });
            }
        }
        None => {}
        Some(key) if value_may_start(dict.entry.last()) => {
            match members(cx, &dict).into_iter().flatten().find(|it| it.name == key.as_str()) {
                Some(member) => of_type(&member, dict.entry.iter().any(|token| token.kind == K::L_BRACK), out),
                None => plain(out),
            }
            macros::callable(cx, out);
        }
        Some(_) => {}
    }
}

/// In a string whose content starts at an offset: the key of a dict, or the word of a setting.
pub(super) fn in_string(cx: &Context<'_>, start: TextSize, out: &mut Collector<'_>) {
    let Some(dict) = InDict::at(cx) else {
        in_word(cx, start, out);
        return;
    };
    if dict.value_of.is_some() || !dict.entry.is_empty() {
        return;
    }
    let behind = cx.cursor.text.get(cx.cursor.offset.into()..).unwrap_or_default();
    let length = behind.find(['"', ':', '\n']).unwrap_or(0);
    let range = TextRange::new(start.min(cx.cursor.offset), cx.cursor.offset + TextSize::of(&behind[..length]));
    for key in keys(cx, &dict) {
        let item = Completion::new(CompletionKind::Member, key.name);
        out.add_at(range, Completion { description: Some(key.about), ..item });
    }
}

fn in_word(cx: &Context<'_>, start: TextSize, out: &mut Collector<'_>) {
    if cx.cursor.statement.last().is_none_or(|token| token.kind != K::EQ) {
        return;
    }
    let Some(entities) = Entities::at(cx) else { return };
    let target = target_of(&cx.cursor.statement);
    let Some(special) = entities.special(&target) else { return };
    let behind = cx.cursor.text.get(cx.cursor.offset.into()..).unwrap_or_default();
    let length = behind.find(['"', ';', '\n']).unwrap_or(0);
    let range = TextRange::new(start.min(cx.cursor.offset), cx.cursor.offset + TextSize::of(&behind[..length]));
    for word in words_of(special, &entities, &target) {
        out.add_at(range, Completion::new(CompletionKind::Value, word));
    }
}

struct Key {
    name: String,
    about: String,
}

/// Keys that the dict can have and does not have yet.
fn keys(cx: &Context<'_>, dict: &InDict<'_, '_>) -> Vec<Key> {
    let key = |(name, about): &(&str, &str)| Key { name: (*name).to_owned(), about: (*about).to_owned() };
    let mut out: Vec<Key> = match dict.query() {
        Some("dtb") if dict.path.is_empty() => DTB_KEYS.iter().map(key).collect(),
        Some("gpio") if dict.path.is_empty() => GPIO_KEYS.iter().map(key).collect(),
        Some(_) => Vec::new(),
        None => {
            let member = |it: Attribute| {
                let array = if it.array { "[]" } else { "" };
                Key { about: format!("{}{array}", it.ty.adl_name()), name: it.name.to_string() }
            };
            members(cx, dict).into_iter().flatten().map(member).collect()
        }
    };
    out.retain(|key| !dict.given.contains(&key.name));
    out
}

/// Members of the struct of which the dict is a value.
fn members(cx: &Context<'_>, dict: &InDict<'_, '_>) -> Option<Vec<Attribute>> {
    let attribute = Entities::at(cx).and_then(|it| it.attribute(&target_of(dict.header)));
    let words: Vec<&str> = dict.header.iter().map(|token| token.text).collect();
    let mut members = match attribute {
        Some(Attribute { ty: AttributeType::Struct(it), .. }) => it.members.clone(),
        Some(_) => return None,
        None => structure_of(cx, &words)?.members.clone(),
    };
    for key in &dict.path {
        let member = members.iter().find(|it| it.name == key.as_str())?;
        let AttributeType::Struct(it) = &member.ty else { return None };
        members = it.members.clone();
    }
    Some(members)
}
