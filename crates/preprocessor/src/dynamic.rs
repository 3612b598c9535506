// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Macros whose text depends on where they are used: `__FILE__`, `__LINE__`, `__has_include`, `_Pragma`, …

use crate::engine::Engine;
use crate::error::PpErrorKind;
use crate::macro_table::{Dynamic, MacroId};
use crate::token::{Kind, Token};

impl Engine<'_> {
    /// Expands a dynamic macro; returns the padding for its name, or the name if it is no invocation.
    pub(crate) fn expand_dynamic(&mut self, name: Token, id: MacroId, dynamic: Dynamic) -> Result<Token, Token> {
        let (kind, text) = match dynamic {
            Dynamic::File => {
                let shown = self.files.last().map(|it| it.presumed.clone().unwrap_or(self.sources.shown(it.buffer)));
                (Kind::String, quoted(shown.as_deref().unwrap_or("")))
            }
            Dynamic::BaseFile => {
                let shown = self.files.first().map(|it| self.sources.shown(it.buffer));
                (Kind::String, quoted(shown.as_deref().unwrap_or("")))
            }
            Dynamic::Line => {
                let site = self.trace.outermost_call(name.span, name.origin);
                (Kind::Number, self.line_of(site).to_string())
            }
            Dynamic::Counter => {
                let count = self.counter;
                self.counter += 1;
                (Kind::Number, count.to_string())
            }
            Dynamic::IncludeLevel => (Kind::Number, self.files.len().saturating_sub(1).to_string()),
            Dynamic::Pragma => {
                self.pragma_operator(name);
                return Ok(name.padding_for());
            }
            Dynamic::HasInclude | Dynamic::HasIncludeNext | Dynamic::HasAttribute | Dynamic::HasBuiltin => {
                if !self.in_condition {
                    let text = self.names.text(name.symbol);
                    self.report(name, PpErrorKind::OutsideCondition { name: text });
                    return Err(name);
                }
                let holds = match dynamic {
                    Dynamic::HasInclude | Dynamic::HasIncludeNext => self.has_include(name, dynamic),
                    _ => self.has_feature(dynamic),
                };
                (Kind::Number, if holds { "1" } else { "0" }.to_owned())
            }
        };
        let index = self.note_expansion(name, id);
        let (_, body) = self.trace.begin(index, name.span, name.origin);
        let token = self.made_token(kind, &text, Token { origin: body, symbol: crate::names::Symbol::NONE, ..name });
        if !self.spend(1, name) {
            return Err(name);
        }
        self.push_context(vec![token], None);
        Ok(name.padding_for())
    }

    /// Answers `__has_attribute(name)` and `__has_builtin(name)` for the C compiler of the host.
    fn has_feature(&mut self, dynamic: Dynamic) -> bool {
        if self.peek_parenthesis().is_none() {
            return false;
        }
        self.no_expand += 1;
        let mut subject = String::new();
        loop {
            let token = self.next();
            match token.kind {
                Kind::RightParen | Kind::End => break,
                Kind::Name => subject = self.names.text(token.symbol).to_string(),
                _ => {}
            }
        }
        self.no_expand -= 1;
        match dynamic {
            Dynamic::HasBuiltin => {
                let known = ["__builtin_", "__sync_", "__atomic_"].iter().any(|prefix| subject.starts_with(prefix));
                known && !NO_BUILTINS.contains(&subject.as_str())
            }
            _ => {
                let bare = subject.strip_prefix("__").and_then(|it| it.strip_suffix("__")).unwrap_or(&subject);
                ATTRIBUTES.binary_search(&bare).is_ok()
            }
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Names like those of builtins that the C library asks about, and that GCC does not have.
const NO_BUILTINS: &[&str] = &["__builtin_fclose", "__builtin_fopen", "__builtin_freopen", "__builtin_pclose"];

/// Attributes that GCC 12 knows for C on x86-64, in order.
const ATTRIBUTES: &[&str] = &[
    "access",
    "alias",
    "aligned",
    "alloc_align",
    "alloc_size",
    "always_inline",
    "artificial",
    "assume_aligned",
    "cleanup",
    "cold",
    "const",
    "constructor",
    "copy",
    "deprecated",
    "designated_init",
    "destructor",
    "error",
    "externally_visible",
    "fallthrough",
    "flatten",
    "format",
    "format_arg",
    "gnu_inline",
    "hot",
    "ifunc",
    "leaf",
    "malloc",
    "may_alias",
    "mode",
    "naked",
    "no_address_safety_analysis",
    "no_icf",
    "no_instrument_function",
    "no_reorder",
    "no_sanitize",
    "no_sanitize_address",
    "no_sanitize_undefined",
    "no_split_stack",
    "no_stack_protector",
    "noclone",
    "nocommon",
    "noinit",
    "noinline",
    "noipa",
    "nonnull",
    "nonstring",
    "noplt",
    "noreturn",
    "nothrow",
    "optimize",
    "packed",
    "pure",
    "returns_nonnull",
    "returns_twice",
    "scalar_storage_order",
    "section",
    "sentinel",
    "simd",
    "stack_protect",
    "symver",
    "target",
    "target_clones",
    "tls_model",
    "transparent_union",
    "unavailable",
    "uninitialized",
    "unused",
    "used",
    "vector_size",
    "visibility",
    "warn_unused_result",
    "warning",
    "weak",
    "weakref",
];

#[cfg(test)]
mod tests {
    use super::ATTRIBUTES;

    #[test]
    fn attributes_can_be_searched() {
        assert!(ATTRIBUTES.is_sorted());
    }
}
