// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! At an interface of a component: say that it need not be connected, or that it must.

use camkes_syntax::ast::{self, AstNode};
use camkes_syntax::{SyntaxKind, first_significant_token};
use text_size::TextRange;

use super::{Assist, AssistKind, Context};

pub(super) fn collect(cx: &Context<'_>, out: &mut Vec<Assist>) {
    let Some(item) = cx.node::<ast::ComponentItem>() else { return };
    let name = match &item {
        ast::ComponentItem::Provides(it) => it.name(),
        ast::ComponentItem::Uses(it) => it.name(),
        ast::ComponentItem::Emits(it) => it.name(),
        ast::ComponentItem::Consumes(it) => it.name(),
        ast::ComponentItem::Dataport(it) => it.name(),
        _ => return,
    };
    let (Some(name), Some(first)) = (name, first_significant_token(item.syntax())) else { return };
    let may_be_optional = !matches!(item, ast::ComponentItem::Provides(_) | ast::ComponentItem::Emits(_));
    let (title, edit) = if first.kind() == SyntaxKind::MAYBE_KW {
        let next = first.next_token().filter(|it| it.kind() == SyntaxKind::WHITESPACE);
        let end = next.map_or(first.text_range().end(), |it| it.text_range().end());
        let range = TextRange::new(first.text_range().start(), end);
        (format!("Make the connection of `{}` a must", name.text()), cx.replace(range, ""))
    } else if !may_be_optional {
        return;
    } else {
        let at = first.text_range().start();
        (format!("Make the connection of `{}` optional", name.text()), cx.insert(at, "maybe "))
    };
    out.push(Assist {
        title,
        kind: AssistKind::Rewrite,
        preferred: false,
        edits: vec![edit],
        created: Vec::new(),
        mends: None,
    });
}
