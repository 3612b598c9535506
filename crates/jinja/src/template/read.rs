// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Reads a template: the text between its tags, and the tags.

use std::sync::Arc;

use super::{
    open::{self, Block, Open},
    scan,
    scan::Tag as Found,
    tree::{At, Name, Statement, Tag, Tree},
};
use crate::{
    ast::{Expr, Target},
    syntax::{
        Refusal, SyntaxError,
        lexer::{self, Closer, Token},
        literal::Dialect,
        names::{Interner, OuterNames},
        parser::Parser,
    },
};

/// How deep blocks may nest.
const DEEPEST: usize = 60;

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    /// The statements of the innermost block so far.
    pub(super) body: Vec<Statement>,
    pub(super) stack: Vec<Open>,
    /// Place of the tag at hand.
    pub(super) at: At,
    /// Up to where line feeds are counted, how many there are, and where the line begins.
    counted: (usize, u32, usize),
    names: OuterNames,
    /// Uses of what templates don't get.
    refused: Vec<Refusal>,
    /// All names that the template gives a meaning.
    bound: Vec<Arc<str>>,
    interner: &'a Interner,
    /// The tokens of the tag at hand.
    tokens: Vec<Token>,
}

/// Reads a template whose text is [`normalized`](super::normalized).
pub(crate) fn read(text: &str) -> Result<Tree, SyntaxError> {
    if u32::try_from(text.len()).is_err() {
        return Err(SyntaxError::new(0, "the template is too long"));
    }
    let interner = Interner::default();
    let mut reader = Reader {
        text,
        body: Vec::new(),
        stack: Vec::new(),
        at: At { line: 1, column: 1 },
        counted: (0, 0, 0),
        names: OuterNames::default(),
        refused: Vec::new(),
        bound: Vec::new(),
        interner: &interner,
        tokens: Vec::with_capacity(64),
    };
    reader.run()?;
    if let Some(open) = reader.stack.last() {
        let message = format!("the template ends, but '{}' is still open", open.block.keyword());
        return Err(SyntaxError::new(text.len(), message));
    }
    let Reader { refused, bound, body, names, .. } = reader;
    let own = |refusal: &Refusal| refusal.root.as_ref().is_some_and(|root| bound.contains(root));
    if let Some(refusal) = refused.into_iter().find(|refusal| !own(refusal)) {
        return Err(refusal.into_error());
    }
    Ok(Tree { body, names: names.into_names() })
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), SyntaxError> {
        let text = self.text;
        let mut at = 0;
        while let Some(found) = scan::next(text, at) {
            let before = text.get(at..found.at).unwrap_or_default();
            let kept = if found.trim { scan::trim_end(before) } else { before };
            self.plain(at, at + kept.len());
            self.locate(found.at);
            at = match found.tag {
                Found::Comment => scan::comment_end(text, found.inside)?,
                Found::Raw => {
                    let (end, after) = scan::raw_end(text, found.inside)?;
                    self.plain(found.inside, end);
                    after
                }
                Found::Variable => self.variable(found.inside)?,
                Found::Block => self.block(found.inside)?,
            };
        }
        self.plain(at, text.len());
        Ok(())
    }

    /// Text that the template writes as it is.
    fn plain(&mut self, from: usize, to: usize) {
        if let (Ok(from), Ok(to)) = (u32::try_from(from), u32::try_from(to))
            && from < to
        {
            self.body.push(Statement::Text(from, to));
        }
    }

    fn locate(&mut self, at: usize) {
        let (counted, lines, line_start) = self.counted;
        let between = self.text.get(counted..at).unwrap_or_default();
        let more = line_feeds(between);
        let line_start = if more == 0 { line_start } else { counted + between.rfind('\n').map_or(0, |at| at + 1) };
        let lines = lines + more;
        self.counted = (at, lines, line_start);
        let column = self.text.get(line_start..at).unwrap_or_default().chars().count() + 1;
        self.at = At { line: lines + 1, column: u32::try_from(column).unwrap_or(u32::MAX) };
    }

    fn variable(&mut self, inside: usize) -> Result<usize, SyntaxError> {
        self.tag(inside, Closer { text: scan::VARIABLE.1, plus: false }, |reader, parser| {
            let expr = parser.tuple(true)?;
            parser.expect_end()?;
            let statement = match native_call(&expr, &parser.names) {
                Some(None) => Statement::Super(reader.at),
                Some(Some(block)) => Statement::Own(reader.at, block),
                None => Statement::Print(reader.code(parser, expr)),
            };
            reader.body.push(statement);
            Ok(())
        })
    }

    fn block(&mut self, inside: usize) -> Result<usize, SyntaxError> {
        self.tag(inside, Closer { text: scan::BLOCK.1, plus: true }, Self::statement)
    }

    /// Reads what is in a tag; gives where the text goes on.
    fn tag(
        &mut self,
        inside: usize,
        closer: Closer,
        act: impl FnOnce(&mut Self, &mut Parser<'_>) -> Result<(), SyntaxError>,
    ) -> Result<usize, SyntaxError> {
        let mut tokens = std::mem::take(&mut self.tokens);
        let ended = lexer::tag(self.text, inside, closer, &mut tokens)?;
        let mut parser = Parser::new(self.text, &tokens, Dialect::Jinja, self.interner);
        parser.names = std::mem::take(&mut self.names);
        act(self, &mut parser)?;
        self.names = std::mem::take(&mut parser.names);
        self.refused.append(&mut parser.refused);
        self.bound.append(&mut parser.bound);
        self.tokens = tokens;
        if !ended.trim {
            return Ok(ended.at);
        }
        Ok(self.text.len() - scan::skip_space(self.text.get(ended.at..).unwrap_or_default()).len())
    }

    /// An expression of the tag at hand. What it asks of the blocks around it is noted.
    pub(super) fn code(&mut self, parser: &mut Parser<'_>, expr: Expr) -> Tag {
        self.note(parser);
        Tag { expr, at: self.at }
    }

    pub(super) fn note(&mut self, parser: &mut Parser<'_>) {
        open::note(&mut self.stack, parser.names.take_special());
    }

    pub(super) fn push(&mut self, block: Block, parser: &Parser<'_>) -> Result<(), SyntaxError> {
        if self.stack.len() >= DEEPEST {
            return Err(parser.error("blocks nest too deeply"));
        }
        self.stack.push(Open { block, before: std::mem::take(&mut self.body) });
        Ok(())
    }

    /// What the block that is open last holds so far; behind it goes what goes into the block around it.
    pub(super) fn pop(&mut self) -> Option<(Block, Vec<Statement>)> {
        let Open { block, before } = self.stack.pop()?;
        let mut body = std::mem::replace(&mut self.body, before);
        body.shrink_to_fit();
        Some((block, body))
    }
}

/// The number of a name that a tag gives a meaning.
pub(super) fn number(parser: &mut Parser<'_>, name: &str) -> Result<Name, SyntaxError> {
    parser.names.number(name).ok_or_else(|| parser.error("too many names in one template"))
}

/// A target with the numbers of its names.
pub(super) fn numbered(parser: &mut Parser<'_>, target: &Target<Arc<str>>) -> Result<Target<Name>, SyntaxError> {
    Ok(match target {
        Target::Name(name) => Target::Name(number(parser, name)?),
        Target::Tuple(targets) => {
            let targets = targets.iter().map(|target| numbered(parser, target));
            Target::Tuple(targets.collect::<Result<_, _>>()?)
        }
    })
}

/// How many line feeds there are in a text.
fn line_feeds(text: &str) -> u32 {
    // In pieces whose count fits a byte, which the compiler makes vectors of.
    let piece = |piece: &[u8]| piece.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    text.as_bytes().chunks(192).map(|bytes| u32::from(piece(bytes))).sum()
}

/// `super()` and `self.name()` are about blocks: none, or the name of one.
fn native_call(expr: &Expr, names: &OuterNames) -> Option<Option<Arc<str>>> {
    let Expr::Call(call) = expr else { return None };
    let (callee, args) = &**call;
    if !args.positional.is_empty() || !args.named.is_empty() {
        return None;
    }
    let is = |of: &Expr, wanted: &str| match of {
        Expr::Outer(index) => names.get(*index).is_some_and(|name| **name == *wanted),
        _ => false,
    };
    match callee {
        callee if is(callee, "super") => Some(None),
        Expr::Attr(of, name) if is(of, "self") => Some(Some(Arc::clone(name))),
        _ => None,
    }
}
