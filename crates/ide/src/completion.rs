// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Completion: what can stand at the cursor.

mod attributes;
pub(crate) mod ends;
mod imported;
mod item;
mod keywords;
mod macros;
mod names;
mod pairs;
mod paths;
mod resolve;
mod types;
mod values;

use camkes_hir::scope::DefKind;
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::SyntaxKind as K;
use text_size::TextSize;

pub use self::item::{Completion, CompletionDocs, CompletionKind, Completions};
pub(crate) use self::keywords::meaning as meaning_of_word;
pub(crate) use self::resolve::documentation;

use self::item::Collector;
use crate::c_side;
use crate::cursor::{Block, Cursor, Within};
use crate::importable::Importable;
use crate::systems::Systems;

/// What one completion is worked out from.
pub(super) struct Context<'a> {
    db: &'a RootDatabase,
    file: File,
    /// The first system of the file; none when it belongs to none.
    system: Option<System>,
    importable: &'a Importable,
    cursor: Cursor<'a>,
}

/// What can stand at an offset.
pub(crate) fn completion(
    db: &RootDatabase,
    systems: &Systems,
    importable: &Importable,
    file: File,
    offset: TextSize,
) -> Completions {
    if c_side::owns(db, systems, file) {
        return c_side::completion(db, systems, file, offset);
    }
    let cursor = Cursor::in_file(db, file, offset);
    let system = systems.of(db, file).into_iter().next();
    let cx = Context { db, file, system, importable, cursor };
    let mut out = Collector::new(&cx.cursor);
    match cx.cursor.within {
        Within::Comment | Within::Number => {}
        Within::Directive(start) => directive(&cx, start, &mut out),
        Within::Quoted(start) => quoted(&cx, start, &mut out),
        Within::Code => code(&cx, &mut out),
    }
    out.finish()
}

fn directive(cx: &Context<'_>, start: TextSize, out: &mut Collector<'_>) {
    let line = cx.cursor.text.get(start.into()..cx.cursor.offset.into()).unwrap_or_default();
    let content = line.trim_start_matches('#').trim_start();
    let word = content.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    if word.len() == content.len() {
        keywords::directives(out);
    } else if matches!(word, "include" | "include_next" | "import") {
        if let Some(open) =
            line.rfind(['"', '<']).filter(|at| line.matches('"').count() % 2 == 1 || line[*at..].starts_with('<'))
        {
            let content = start + TextSize::of(&line[..=open]);
            paths::header(cx, content, line[open..].starts_with('<'), out);
        }
    } else if matches!(word, "if" | "ifdef" | "ifndef" | "elif" | "undef" | "define") {
        macros::all(cx, out);
    }
}

fn quoted(cx: &Context<'_>, start: TextSize, out: &mut Collector<'_>) {
    let angle = cx.cursor.text.get(..start.into()).is_some_and(|before| before.ends_with('<'));
    match cx.cursor.statement.last().map(|token| token.kind) {
        Some(K::IMPORT_KW) => paths::import(cx, start, angle, out),
        Some(K::INCLUDE_KW) => paths::header(cx, start, angle, out),
        _ => values::in_string(cx, start, out),
    }
}

fn code(cx: &Context<'_>, out: &mut Collector<'_>) {
    let kinds = cx.cursor.kinds();
    match cx.cursor.block() {
        None => top(cx, &kinds, out),
        Some(Block::Assembly) => body(cx, &kinds, keywords::ASSEMBLY, out),
        Some(Block::Composition) => composition(cx, &kinds, out),
        Some(Block::Group) => match kinds.as_slice() {
            [] => keywords::statements(keywords::GROUP, cx, out),
            [K::COMPONENT_KW] => names::components(cx, out),
            _ => {}
        },
        Some(Block::Configuration) => configuration(cx, &kinds, out),
        Some(Block::Component) => component(cx, &kinds, out),
        Some(Block::Connector) => connector(&kinds, cx, out),
        Some(Block::Procedure) => procedure(cx, &kinds, out),
        Some(Block::Struct) => {
            if let Some(given) = after_equals(&kinds) {
                values::default(cx, given, out);
            } else if kinds.iter().all(|kind| is_type_part(*kind)) {
                types::attribute_types(cx, out);
            }
        }
        Some(Block::Value) => values::in_dict(cx, out),
        Some(Block::Schedule) if matches!(kinds.last(), Some(K::L_PAREN | K::COMMA)) => values::number(cx, out),
        Some(Block::Schedule | Block::Unknown) => {}
    }
}

fn top(cx: &Context<'_>, kinds: &[K], out: &mut Collector<'_>) {
    match kinds {
        [] => {
            keywords::statements(keywords::FILE, cx, out);
            macros::callable(cx, out);
        }
        [K::IMPORT_KW] => paths::whole_import(cx, out),
        [K::COMPONENT_KW, K::IDENT] | [K::PROCEDURE_KW, K::IDENT] | [K::CONNECTOR_KW, K::IDENT] => {}
        _ => {}
    }
}

/// Bodies whose statements either begin with a keyword or name a declaration.
fn body(cx: &Context<'_>, kinds: &[K], statements: &'static [keywords::Statement], out: &mut Collector<'_>) {
    match kinds {
        [] => {
            keywords::statements(statements, cx, out);
            macros::callable(cx, out);
        }
        [K::COMPOSITION_KW] => names::declared(cx, DefKind::Composition, out),
        [K::CONFIGURATION_KW] => names::declared(cx, DefKind::Configuration, out),
        _ => {}
    }
}

fn composition(cx: &Context<'_>, kinds: &[K], out: &mut Collector<'_>) {
    match kinds {
        [] => {
            // An assembly has no interfaces.
            let outer = cx.cursor.frames.iter().rev().nth(1).map(|frame| frame.block);
            let is_inner = outer != Some(Block::Assembly);
            keywords::statements(if is_inner { keywords::COMPOSITION } else { keywords::ASSEMBLED }, cx, out);
            macros::callable(cx, out);
        }
        [K::COMPONENT_KW] => names::components(cx, out),
        [K::COMPONENT_KW, K::IDENT] => names::instance_name(cx, out),
        [K::CONNECTION_KW] => names::connectors(cx, out),
        [K::CONNECTION_KW, K::IDENT] => names::connection_name(cx, out),
        [K::CONNECTION_KW, ..] => ends::in_connection(cx, out),
        [K::EXPORT_KW, ..] => ends::in_export(cx, out),
        _ => {}
    }
}

fn configuration(cx: &Context<'_>, kinds: &[K], out: &mut Collector<'_>) {
    let given = kinds.iter().position(|kind| matches!(kind, K::EQ | K::LEFT_ARROW));
    match given.and_then(|at| kinds.get(at)) {
        Some(K::EQ) => values::of_setting(cx, out),
        Some(_) => attributes::references(cx, out),
        None => {
            attributes::targets(cx, out);
            if kinds.is_empty() {
                macros::callable(cx, out);
            }
        }
    }
}

fn component(cx: &Context<'_>, kinds: &[K], out: &mut Collector<'_>) {
    let kinds_of_interface = kinds.strip_prefix(&[K::MAYBE_KW]).unwrap_or(kinds);
    match kinds_of_interface {
        [] if kinds.is_empty() => {
            keywords::statements(keywords::COMPONENT, cx, out);
            macros::callable(cx, out);
        }
        [] => keywords::statements(keywords::INTERFACES, cx, out),
        [K::PROVIDES_KW | K::USES_KW] => names::procedures(cx, out),
        [K::PROVIDES_KW | K::USES_KW | K::EMITS_KW | K::CONSUMES_KW, K::IDENT] => names::interface_name(cx, out),
        [K::EMITS_KW | K::CONSUMES_KW] => types::events(cx, out),
        [K::DATAPORT_KW] => types::dataports(cx, out),
        [K::DATAPORT_KW, K::BUF_KW, K::L_PAREN, rest @ ..] if !rest.contains(&K::R_PAREN) => values::number(cx, out),
        [K::HAS_KW] => keywords::words(keywords::LOCKS, out),
        [K::COMPOSITION_KW] => names::declared(cx, DefKind::Composition, out),
        [K::CONFIGURATION_KW] => names::declared(cx, DefKind::Configuration, out),
        [K::ATTRIBUTE_KW, rest @ ..] => match after_equals(rest) {
            Some(given) => values::default(cx, given, out),
            None if rest.iter().all(|kind| is_type_part(*kind)) => types::attribute_types(cx, out),
            None => {}
        },
        _ => {}
    }
}

fn connector(kinds: &[K], cx: &Context<'_>, out: &mut Collector<'_>) {
    match kinds {
        [] => keywords::statements(keywords::CONNECTOR, cx, out),
        [K::FROM_KW | K::TO_KW] => {
            keywords::words(&["hardware"], out);
            keywords::words(keywords::MEDIA, out);
        }
        [K::FROM_KW | K::TO_KW, K::HARDWARE_KW] => keywords::words(keywords::MEDIA, out),
        [K::FROM_KW | K::TO_KW, .., K::WITH_KW] => values::number(cx, out),
        [K::FROM_KW | K::TO_KW, .., K::WITH_KW, K::NUMERAL | K::IDENT] => keywords::words(&["thread", "threads"], out),
        [K::FROM_KW | K::TO_KW, .., last] if keywords::is_medium(*last) => keywords::words(&["with"], out),
        [K::ATTRIBUTE_KW, rest @ ..] => match after_equals(rest) {
            Some(given) => values::default(cx, given, out),
            None if rest.iter().all(|kind| is_type_part(*kind)) => types::attribute_types(cx, out),
            None => {}
        },
        _ => {}
    }
}

fn procedure(cx: &Context<'_>, kinds: &[K], out: &mut Collector<'_>) {
    let parameters = kinds.iter().rposition(|kind| *kind == K::L_PAREN);
    match parameters {
        Some(open) if !kinds.contains(&K::R_PAREN) => {
            let last = kinds.iter().rposition(|kind| *kind == K::COMMA).unwrap_or(open);
            match &kinds[last + 1..] {
                [] => {
                    keywords::words(keywords::DIRECTIONS, out);
                    types::method_types(cx, out);
                }
                [K::IN_KW | K::OUT_KW | K::INOUT_KW | K::REFIN_KW] => types::method_types(cx, out),
                [.., last] if is_type_part(*last) => types::method_types(cx, out),
                _ => {}
            }
        }
        Some(_) => {}
        None => match kinds {
            [] => {
                keywords::statements(keywords::PROCEDURE, cx, out);
                keywords::words(&["void"], out);
                types::method_types(cx, out);
                macros::callable(cx, out);
            }
            [K::ATTRIBUTE_KW, rest @ ..] if rest.iter().all(|kind| is_type_part(*kind)) => {
                types::attribute_types(cx, out);
            }
            [.., last] if is_type_part(*last) => types::method_types(cx, out),
            _ => {}
        },
    }
}

/// What is given behind an equals sign.
fn after_equals(kinds: &[K]) -> Option<&[K]> {
    let at = kinds.iter().position(|kind| *kind == K::EQ)?;
    kinds.get(at + 1..)
}

/// Words that can be the start of a longer type.
fn is_type_part(kind: K) -> bool {
    matches!(kind, K::SIGNED_KW | K::UNSIGNED_KW | K::STRUCT_KW)
}
