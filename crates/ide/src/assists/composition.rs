// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At a composition in an assembly or a component: give it a name and a place of its own, or take it back in.

use camkes_hir::scope::{DefKind, scope};
use camkes_syntax::ast::{self, AstNode};
use text_size::TextRange;

use super::{Assist, AssistKind, Context, whole_lines};

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    extract(cx, out);
    inline(cx, out);
}

fn extract(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(composition) = cx.node::<ast::Composition>() else { return };
    let Some(body) = composition.body().filter(|body| !cx.is_in(body.syntax()) || at_brace(cx, body)) else { return };
    let Some(holder) = composition
        .syntax()
        .ancestors()
        .skip(1)
        .find(|it| ast::Assembly::can_cast(it.kind()) || ast::Component::can_cast(it.kind()))
    else {
        return;
    };
    // Interfaces of the component around would have no meaning in a composition of its own until it is used.
    let base = match ast::Component::cast(holder.clone()).and_then(|it| it.name()) {
        Some(name) => format!("{}Composition", name.text()),
        None => "Main".to_owned(),
    };
    let taken = |name: &String| scope(cx.db, cx.system).get(DefKind::Composition, name).is_some();
    let names = std::iter::once(base.clone()).chain((2..1000).map(|n| format!("{base}{n}")));
    let Some(name) = names.into_iter().find(|name| !taken(name)) else { return };
    let own = camkes_syntax::text_range_without_trivia(composition.syntax());
    let body = camkes_syntax::text_range_without_trivia(body.syntax());
    let text = shifted(cx.slice(body), cx.indent(own.start()), "");
    let at = camkes_syntax::text_range_without_trivia(&holder).start();
    out.push(Assist {
        title: format!("Move the composition out as `{name}`"),
        kind: AssistKind::Extract,
        preferred: false,
        edits: vec![
            cx.insert(at, format!("composition {name} {text}\n\n")),
            cx.replace(own, format!("composition {name};")),
        ],
        created: Vec::new(),
        mends: None,
    });
}

fn at_brace(cx: &Context<'_>, body: &ast::CompositionBody) -> bool {
    cx.range.start() == camkes_syntax::text_range_without_trivia(body.syntax()).start()
}

fn inline(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(used) = cx.node::<ast::CompositionUse>() else { return };
    let Some(name) = used.reference().map(|it| it.text()) else { return };
    let declared = cx.root.children().filter_map(ast::Composition::cast);
    let mut declared = declared.filter(|it| it.name().is_some_and(|found| found.text() == name));
    // One in another file stays where others may need it.
    let Some(declaration) = declared.next() else { return };
    let Some(body) = declaration.body() else { return };
    let own = camkes_syntax::text_range_without_trivia(used.syntax());
    let body = camkes_syntax::text_range_without_trivia(body.syntax());
    let whole = camkes_syntax::text_range_without_trivia(declaration.syntax());
    let text = shifted(cx.slice(body), cx.indent(whole.start()), cx.indent(own.start()));
    let mut edits = vec![cx.replace(own, format!("composition {text}"))];
    if uses(cx, &name) == 1 {
        edits.push(cx.replace(with_gap(cx, whole), ""));
        edits.sort_by_key(|edit| edit.at.range.start());
    }
    out.push(Assist {
        title: format!("Put the composition `{name}` in place"),
        kind: AssistKind::Inline,
        preferred: false,
        edits,
        created: Vec::new(),
        mends: None,
    });
}

/// How often a composition is used in the system.
fn uses(cx: &Context<'_>, name: &str) -> usize {
    let Some(named) = scope(cx.db, cx.system).get(DefKind::Composition, name) else { return 0 };
    camkes_hir::check::uses(cx.db, cx.system).iter().filter(|(_, target)| *target == named.loc).count()
}

/// A declaration with the empty line behind it.
fn with_gap(cx: &Context<'_>, range: TextRange) -> TextRange {
    let lines = whole_lines(cx.text, range);
    let behind = cx.text.get(usize::from(lines.end())..).unwrap_or_default();
    if lines != range && behind.starts_with('\n') {
        TextRange::new(lines.start(), lines.end() + text_size::TextSize::new(1))
    } else {
        lines
    }
}

/// A text whose lines, but for the first, start with other blanks.
fn shifted(text: &str, from: &str, to: &str) -> String {
    let mut lines = text.split('\n');
    let mut out = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        out.push('\n');
        match line.strip_prefix(from) {
            Some(rest) if !rest.trim().is_empty() => {
                out.push_str(to);
                out.push_str(rest);
            }
            Some(_) => {}
            None => out.push_str(line),
        }
    }
    out
}
