// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Declarations that name a file.

use super::recovery::semicolon;
use crate::error::Expected;
use crate::kind::SyntaxKind::{self, *};
use crate::parser::{Completed, Parser};

/// `import "file";` or `import <file>;`
pub(super) fn import(p: &mut Parser<'_>) {
    file(p, IMPORT);
}

/// `include "file";` or `include <file>;`
pub(super) fn include(p: &mut Parser<'_>) {
    file(p, INCLUDE);
}

fn file(p: &mut Parser<'_>, node: SyntaxKind) {
    let marker = p.start();
    p.bump();
    match p.current() {
        STRING => {
            string(p);
        }
        ANGLED => {
            p.bump_as(ANGLE_STRING);
        }
        _ => p.missing(Expected::Path),
    }
    semicolon(p);
    marker.complete(p, node);
}

/// Strings that stand side by side, which are one.
pub(super) fn string(p: &mut Parser<'_>) -> Completed {
    let marker = p.start();
    while p.eat(STRING) {}
    marker.complete(p, STRING_LIT)
}
