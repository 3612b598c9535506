// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Writes a template again for the engine. Lines stay where they are, so that the engine's places are right.

use std::{borrow::Cow, fmt::Write, sync::Arc};

use super::{
    code::{Code, Item, Items, Shape, Values},
    scan::{self, Tag},
};
use crate::{
    Py,
    ast::{CallArgs, Expr, Target},
    syntax::{
        Refusal, SyntaxError,
        lexer::{self, Closer, Token},
        literal::Dialect,
        names::{Interner, OuterNames},
        parser::Parser,
    },
};

/// A block that is open.
pub(super) enum Block {
    If,
    For {
        item: u32,
        shape: Shape,
        filter: Option<(Arc<crate::ast::Comprehension>, u16)>,
        target: String,
        /// Where in the output the target goes.
        insert_at: usize,
        /// Bytes of text before it.
        text: usize,
        uses_loop: bool,
        recursive: bool,
        in_else: bool,
    },
    Macro(Box<MacroBlock>),
    Set {
        target: Arc<str>,
        chain: Option<Expr>,
        namespace: Option<Arc<str>>,
        names: Vec<Arc<str>>,
    },
    Filter {
        temporary: Arc<str>,
        chain: Expr,
        names: Vec<Arc<str>>,
    },
    With,
    Named,
}

pub(super) struct MacroBlock {
    pub(super) item: u32,
    pub(super) code: super::code::MacroCode,
    pub(super) insert_at: usize,
    /// Where in the output its body begins.
    pub(super) body_at: usize,
    /// The names that its body looks up.
    pub(super) looks_up: Vec<Arc<str>>,
    /// The call to which the body is given, if it is that of a `call` block.
    pub(super) call: Option<(Expr, Vec<Arc<str>>)>,
}

/// How deep blocks may nest.
const DEEPEST: usize = 60;

pub(super) struct Translator<'a> {
    pub(super) items: &'a Items,
    pub(super) text: &'a str,
    pub(super) out: String,
    /// Line feeds in the output so far.
    lines: usize,
    /// The same in the template, and up to where they are counted.
    source_lines: (usize, usize),
    /// Bytes of text so far.
    pub(super) written: usize,
    pub(super) stack: Vec<Block>,
    /// Names that were assigned outside of macros so far.
    pub(super) assigned: Vec<Arc<str>>,
    temporaries: usize,
    /// Column of the tag at hand.
    column: u32,
    /// Uses of what templates don't get.
    refused: Vec<Refusal>,
    /// All names that the template gives a meaning.
    bound: Vec<Arc<str>>,
    interner: &'a Interner,
    /// The tokens of the tag at hand.
    tokens: Vec<Token>,
    no_names: Arc<[Arc<str>]>,
}

/// A template for the engine, and how many bytes of text it writes at most.
pub(crate) fn translate(text: &str, items: &Items) -> Result<(String, usize), SyntaxError> {
    let interner = Interner::default();
    let mut translator = Translator {
        items,
        text,
        out: String::with_capacity(text.len() * 2),
        lines: 0,
        source_lines: (0, 0),
        written: 0,
        stack: Vec::new(),
        assigned: Vec::new(),
        temporaries: 0,
        column: 1,
        refused: Vec::new(),
        bound: Vec::new(),
        interner: &interner,
        tokens: Vec::with_capacity(64),
        no_names: Arc::from([]),
    };
    translator.run()?;
    if let Some(open) = translator.stack.last() {
        let message = format!("the template ends, but '{}' is still open", open.keyword());
        return Err(SyntaxError::new(text.len(), message));
    }
    let Translator { refused, bound, .. } = &mut translator;
    let own = |refusal: &Refusal| refusal.root.as_ref().is_some_and(|root| bound.contains(root));
    if let Some(refusal) = std::mem::take(refused).into_iter().find(|refusal| !own(refusal)) {
        return Err(refusal.into_error());
    }
    Ok((translator.out, translator.written))
}

impl Block {
    pub(super) fn keyword(&self) -> &'static str {
        match self {
            Self::If => "if",
            Self::For { .. } => "for",
            Self::Macro(block) if block.call.is_some() => "call",
            Self::Macro(_) => "macro",
            Self::Set { .. } => "set",
            Self::Filter { .. } => "filter",
            Self::With => "with",
            Self::Named => "block",
        }
    }
}

impl Translator<'_> {
    fn run(&mut self) -> Result<(), SyntaxError> {
        let text = self.text;
        let mut at = 0;
        while let Some(found) = scan::next(text, at) {
            let before = text.get(at..found.at).unwrap_or_default();
            self.raw_text(if found.trim { scan::trim_end(before) } else { before });
            self.locate(found.at);
            at = match found.tag {
                Tag::Comment => scan::comment_end(text, found.inside)?,
                Tag::Raw => {
                    let (end, after) = scan::raw_end(text, found.inside)?;
                    self.protected_text(text.get(found.inside..end).unwrap_or_default());
                    after
                }
                Tag::Variable => self.variable(found.inside)?,
                Tag::Block => self.block(found.inside)?,
            };
        }
        self.raw_text(text.get(at..).unwrap_or_default());
        Ok(())
    }

    /// Text that the template writes as it is.
    fn raw_text(&mut self, text: &str) {
        self.written += text.len();
        self.lines += line_feeds(text);
        self.out.push_str(text);
    }

    /// Text in which tags are text.
    fn protected_text(&mut self, text: &str) {
        if scan::next(text, 0).is_none() {
            return self.raw_text(text);
        }
        // The engine would read a tag where Jinja2 reads text; as a string it can't.
        self.written += text.len();
        let names = Arc::clone(&self.no_names);
        let expr = Expr::Const(Py::from(text));
        let code = Code { expr, names, values: Values::Given, locals: 0, column: self.column };
        let item = self.items.add(Item::Expr(code));
        self.emit_variable(&format!("{item}|p"));
    }

    fn locate(&mut self, at: usize) {
        let (counted, lines) = self.source_lines;
        let lines = lines + line_feeds(self.text.get(counted..at).unwrap_or_default());
        self.source_lines = (at, lines);
        let before = self.text.get(..at).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.column = u32::try_from(column).unwrap_or(u32::MAX);
    }

    /// Line feeds that white-space control took away, or that tags in the template hold.
    fn pad(&mut self) {
        while self.lines < self.source_lines.1 {
            self.out.push('\n');
            self.lines += 1;
        }
    }

    pub(super) fn emit(&mut self, tag: &str) {
        self.out.push_str("/*- ");
        self.pad();
        self.out.push_str(tag);
        self.out.push_str(" -*/");
    }

    pub(super) fn emit_variable(&mut self, tag: &str) {
        self.out.push_str("/*? ");
        self.pad();
        self.out.push_str(tag);
        self.out.push_str(" ?*/");
    }

    /// A block tag that ends with the call of one of our filters.
    pub(super) fn emit_call(&mut self, tag: &str, filter: &str, item: Item, args: &[String]) {
        let item = self.items.add(item);
        self.out.push_str("/*- ");
        self.pad();
        self.out.push_str(tag);
        push_call(&mut self.out, filter, item, args);
        self.out.push_str(" -*/");
    }

    /// A block tag that only evaluates.
    pub(super) fn emit_effect(&mut self, filter: &str, item: Item, args: &[String]) {
        self.emit_call("if ", filter, item, args);
        self.emit("endif");
    }

    /// Begins a tag whose rest is not known yet; the place where it goes.
    pub(super) fn emit_open(&mut self, tag: &str) -> usize {
        self.out.push_str("/*- ");
        self.pad();
        self.out.push_str(tag);
        self.out.len()
    }

    fn variable(&mut self, inside: usize) -> Result<usize, SyntaxError> {
        let mut tokens = std::mem::take(&mut self.tokens);
        let ended = lexer::tag(self.text, inside, Closer { text: scan::VARIABLE.1, plus: false }, &mut tokens)?;
        let mut parser = Parser::new(self.text, &tokens, Dialect::Jinja, self.interner);
        let expr = parser.tuple(true)?;
        parser.expect_end()?;
        if let Some(native) = native_call(&expr, &parser.names) {
            self.emit_variable(&native);
        } else {
            let (code, args) = self.code(&mut parser, expr)?;
            let item = self.items.add(Item::Expr(code));
            self.out.push_str("/*? ");
            self.pad();
            push_call(&mut self.out, "p", item, &args);
            self.out.push_str(" ?*/");
        }
        self.note(&mut parser);
        self.tokens = tokens;
        Ok(self.after(ended))
    }

    fn block(&mut self, inside: usize) -> Result<usize, SyntaxError> {
        let mut tokens = std::mem::take(&mut self.tokens);
        let ended = lexer::tag(self.text, inside, Closer { text: scan::BLOCK.1, plus: true }, &mut tokens)?;
        let mut parser = Parser::new(self.text, &tokens, Dialect::Jinja, self.interner);
        self.statement(&mut parser)?;
        self.note(&mut parser);
        self.tokens = tokens;
        Ok(self.after(ended))
    }

    /// Keeps what was met in a tag for the end of the template.
    fn note(&mut self, parser: &mut Parser<'_>) {
        self.refused.append(&mut parser.refused);
        self.bound.append(&mut parser.bound);
    }

    fn after(&self, ended: lexer::Ended) -> usize {
        if !ended.trim {
            return ended.at;
        }
        self.text.len() - scan::skip_space(self.text.get(ended.at..).unwrap_or_default()).len()
    }

    // Expressions.

    /// An expression that looks the values of its names up, or else the names as they are called in the output.
    pub(super) fn code(&mut self, parser: &mut Parser<'_>, expr: Expr) -> Result<(Code, Vec<String>), SyntaxError> {
        let mut names = parser.take_names();
        let locals = parser.take_locals();
        if !self.looked_up(&mut names) {
            return self.code_of(expr, names, locals);
        }
        let names = if names.is_empty() { Arc::clone(&self.no_names) } else { Arc::from(names) };
        Ok((Code { expr, names, values: Values::LookedUp, locals, column: self.column }, Vec::new()))
    }

    /// As [`Self::code`], but the engine gives the values.
    pub(super) fn code_given(
        &mut self,
        parser: &mut Parser<'_>,
        expr: Expr,
    ) -> Result<(Code, Vec<String>), SyntaxError> {
        let names = parser.take_names();
        let locals = parser.take_locals();
        self.code_of(expr, names, locals)
    }

    /// Whether names can be looked up, which they then are by what the engine calls them. The engine keeps for a macro what its body
    /// names, so the names are noted there.
    fn looked_up(&mut self, names: &mut [Arc<str>]) -> bool {
        let recursive = self.recursive_loop().is_some();
        if names
            .iter()
            .any(|name| is_reserved(name) && (recursive || &**name != "loop" || self.innermost_loop().is_none()))
        {
            return false;
        }
        for name in names.iter_mut() {
            if self.outer_name(name) == LOOP {
                *name = self.interner.intern(LOOP);
            }
        }
        if let Some(Block::Macro(block)) = self.stack.iter_mut().rev().find(|block| matches!(block, Block::Macro(_))) {
            for name in names.iter() {
                if !block.looks_up.contains(name) && !block.code.parameters.contains(name) {
                    block.looks_up.push(Arc::clone(name));
                }
            }
        }
        true
    }

    pub(super) fn code_of(
        &mut self,
        mut expr: Expr,
        names: Vec<Arc<str>>,
        locals: u16,
    ) -> Result<(Code, Vec<String>), SyntaxError> {
        let mut args: Vec<String> = names.iter().map(|name| self.outer_name(name).into_owned()).collect();
        let mut names = names;
        if self.recursive_loop().is_some()
            && let Some(index) = names.iter().position(|name| &**name == "loop")
        {
            self.hoist_recursion(&mut expr, u16::try_from(index).unwrap_or(0), &mut names, &mut args)?;
        }
        let column = self.column;
        Ok((Code { expr, names: Arc::from(names), values: Values::Given, locals, column }, args))
    }

    /// The number of the innermost loop, if it may call itself.
    fn recursive_loop(&self) -> Option<u32> {
        match self.innermost_loop()? {
            Block::For { item, recursive: true, .. } => Some(*item),
            _ => None,
        }
    }

    /// Calls of `loop` become values that the engine gives, since only the engine can call a loop.
    fn hoist_recursion(
        &mut self,
        expr: &mut Expr,
        loop_name: u16,
        names: &mut Vec<Arc<str>>,
        args: &mut Vec<String>,
    ) -> Result<(), SyntaxError> {
        let Some(number) = self.recursive_loop() else { return Ok(()) };
        let mut found = Vec::new();
        take_calls(expr, loop_name, u16::try_from(names.len()).unwrap_or(u16::MAX), &mut found);
        for argument in found {
            let all: Vec<Arc<str>> = names.iter().take_while(|name| ***name != *RECURSION).cloned().collect();
            let mut given: Vec<String> = args.iter().take(all.len()).cloned().collect();
            given.push(LOOP.to_owned());
            let (names_of, values) = (Arc::from(all), Values::Given);
            let code = Code { expr: argument, names: names_of, values, locals: 0, column: self.column };
            let item = self.items.add(Item::Recursion(code, number));
            args.push(format!("loop({})", call("i", item, &given)));
            names.push(Arc::from(RECURSION));
        }
        Ok(())
    }

    pub(super) fn innermost_loop(&self) -> Option<&Block> {
        self.stack
            .iter()
            .rev()
            .take_while(|block| !matches!(block, Block::Macro(_)))
            .find(|block| matches!(block, Block::For { in_else: false, .. }))
    }

    /// How a name is called in the output, and notes that it is used.
    fn outer_name<'n>(&mut self, name: &'n str) -> Cow<'n, str> {
        if name == "loop" {
            let innermost = self
                .stack
                .iter_mut()
                .rev()
                .take_while(|block| !matches!(block, Block::Macro(_)))
                .find(|block| matches!(block, Block::For { in_else: false, .. }));
            if let Some(Block::For { uses_loop, .. }) = innermost {
                *uses_loop = true;
                return Cow::Borrowed(LOOP);
            }
        }
        if matches!(name, "caller" | "varargs" | "kwargs")
            && let Some(Block::Macro(block)) =
                self.stack.iter_mut().rev().find(|block| matches!(block, Block::Macro(_)))
            && !block.code.parameters.iter().any(|parameter| **parameter == *name)
        {
            match name {
                "caller" => block.code.caller = true,
                "varargs" => block.code.varargs = true,
                _ => block.code.kwargs = true,
            }
        }
        identifier(name)
    }

    pub(super) fn temporary(&mut self) -> Arc<str> {
        self.temporaries += 1;
        Arc::from(format!("__t{}", self.temporaries))
    }

    pub(super) fn push(&mut self, block: Block, parser: &Parser<'_>) -> Result<(), SyntaxError> {
        if self.stack.len() >= DEEPEST {
            return Err(parser.error("blocks nest too deeply"));
        }
        self.stack.push(block);
        Ok(())
    }

    /// Notes names that a tag assigns.
    pub(super) fn assign(&mut self, target: &Target<Arc<str>>) {
        match target {
            Target::Name(name) => {
                if !self.assigned.contains(name) {
                    self.assigned.push(Arc::clone(name));
                }
            }
            Target::Tuple(targets) => targets.iter().for_each(|target| self.assign(target)),
        }
    }
}

/// How many line feeds there are in a text.
fn line_feeds(text: &str) -> usize {
    // In pieces whose count fits a byte, which the compiler makes vectors of.
    let piece = |piece: &[u8]| piece.iter().map(|byte| u8::from(*byte == b'\n')).sum::<u8>();
    text.as_bytes().chunks(192).map(|bytes| usize::from(piece(bytes))).sum()
}

/// What `loop` is called in the output: the engine has a `loop` of its own.
pub(crate) const LOOP: &str = "__loop";

/// The name of a value that a loop made by calling itself.
const RECURSION: &str = "loop()";

/// The call of one of our filters.
pub(super) fn call(filter: &str, item: u32, args: &[String]) -> String {
    let mut text = String::new();
    push_call(&mut text, filter, item, args);
    text
}

fn push_call(text: &mut String, filter: &str, item: u32, args: &[String]) {
    // Writing into a string does not fail.
    let _ = write!(text, "{item}|");
    text.push_str(filter);
    for (at, arg) in args.iter().enumerate() {
        text.push_str(if at == 0 { "(" } else { ", " });
        text.push_str(arg);
    }
    if !args.is_empty() {
        text.push(')');
    }
}

/// How a name of the template is called in the output.
pub(super) fn identifier(name: &str) -> Cow<'_, str> {
    if !is_reserved(name) {
        return Cow::Borrowed(name);
    }
    let mut out = String::from("__n");
    for byte in name.bytes() {
        let _ = write!(out, "{byte:02x}");
    }
    Cow::Owned(out)
}

/// Whether a name must be called otherwise in the output: the engine has meanings of its own for some, and reads ASCII only.
fn is_reserved(name: &str) -> bool {
    !name.is_ascii()
        || matches!(name, "true" | "false" | "none" | "True" | "False" | "None" | "loop" | "self" | "super")
}

/// The names of a target as the engine reads them.
pub(super) fn target_text(target: &Target<Arc<str>>) -> String {
    match target {
        Target::Name(name) => identifier(name).into_owned(),
        Target::Tuple(targets) => {
            let inner: Vec<String> = targets.iter().map(target_text).collect();
            match inner.len() {
                1 => format!("({},)", inner.join("")),
                _ => format!("({})", inner.join(", ")),
            }
        }
    }
}

pub(super) fn shape(target: &Target<Arc<str>>) -> Shape {
    match target {
        Target::Name(_) => Target::Name(()),
        Target::Tuple(targets) => Target::Tuple(targets.iter().map(shape).collect()),
    }
}

/// `super()` and `self.name()` are the engine's own.
fn native_call(expr: &Expr, names: &OuterNames) -> Option<String> {
    let Expr::Call(callee, args) = expr else { return None };
    if !args.positional.is_empty() || !args.named.is_empty() {
        return None;
    }
    let is = |of: &Expr, wanted: &str| match of {
        Expr::Outer(index) => names.get(*index).is_some_and(|name| **name == *wanted),
        _ => false,
    };
    match &**callee {
        callee if is(callee, "super") => Some("super()".to_owned()),
        Expr::Attr(of, name) if is(of, "self") && name.is_ascii() => Some(format!("self.{name}()")),
        _ => None,
    }
}

/// Takes the calls of a loop out of an expression; names stand for them, from a number on.
fn take_calls(expr: &mut Expr, loop_name: u16, first: u16, found: &mut Vec<Expr>) {
    if let Expr::Call(callee, args) = expr
        && matches!(**callee, Expr::Outer(index) if index == loop_name)
        && args.named.is_empty()
        && args.positional.len() == 1
        && let Some(argument) = args.positional.pop()
    {
        let number = first.saturating_add(u16::try_from(found.len()).unwrap_or(u16::MAX));
        found.push(argument);
        *expr = Expr::Outer(number);
        return;
    }
    let mut each = |expr: &mut Expr| take_calls(expr, loop_name, first, found);
    let args_of = |args: &mut CallArgs, each: &mut dyn FnMut(&mut Expr)| {
        args.positional.iter_mut().for_each(&mut *each);
        args.named.iter_mut().for_each(|(_, value)| each(value));
    };
    match expr {
        Expr::List(items) | Expr::Tuple(items) | Expr::Set(items) | Expr::Concat(items) => {
            items.iter_mut().for_each(each);
        }
        Expr::Dict(pairs) => pairs.iter_mut().for_each(|(key, value)| {
            key.iter_mut().for_each(&mut each);
            each(value);
        }),
        Expr::Attr(of, _) | Expr::Unary(_, of) | Expr::Not(of) | Expr::Starred(of) => each(of),
        Expr::Item(a, b) | Expr::Binary(_, a, b) | Expr::And(a, b) | Expr::Or(a, b) => {
            each(a);
            each(b);
        }
        Expr::Slice(of, _) => each(of),
        Expr::Call(callee, args) => {
            each(callee);
            args_of(args, &mut each);
        }
        Expr::Filter(_, of, args) | Expr::Test(_, of, args) => {
            each(of);
            args_of(args, &mut each);
        }
        Expr::Compare(first, rest) => {
            each(first);
            rest.iter_mut().for_each(|(_, other)| each(other));
        }
        Expr::Cond(cond) => {
            each(&mut cond.test);
            each(&mut cond.yes);
            cond.no.iter_mut().for_each(each);
        }
        Expr::Const(_)
        | Expr::Outer(_)
        | Expr::Local(_)
        | Expr::Global(_)
        | Expr::Lambda(_)
        | Expr::Format(_)
        | Expr::Comprehension(_) => {}
    }
}
