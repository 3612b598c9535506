// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The statements of Jinja2.

use std::sync::Arc;

use super::{
    open::{Block, OpenLoop},
    read::{Reader, number, numbered},
    tree::{Branch, Capture, Captured, Loop, Macro, Name, Statement, Tag, With},
};
use crate::{
    Py,
    ast::{Clause, Comprehension, ComprehensionKind, Expr, Target},
    syntax::{SyntaxError, parser::Parser},
};

type Done = Result<(), SyntaxError>;

impl Reader<'_> {
    /// A block tag.
    pub(super) fn statement(&mut self, p: &mut Parser<'_>) -> Done {
        let keyword = p.expect_name()?;
        // As in Python, a colon may end what begins a block.
        p.colon =
            matches!(keyword, "if" | "elif" | "else" | "for" | "macro" | "call" | "filter" | "with" | "block" | "set");
        match keyword {
            "if" => {
                let test = Some(self.test(p)?);
                self.push(Block::If { branches: Vec::new(), test }, p)
            }
            "elif" => self.elif_tag(p),
            "else" => self.else_tag(p),
            "for" => self.for_tag(p),
            "set" => self.set_tag(p),
            "do" => {
                let value = p.tuple(true)?;
                p.expect_end()?;
                let value = self.code(p, value);
                self.add(Statement::Do(value))
            }
            "include" => self.include_tag(p),
            "import" => self.import_tag(p),
            "from" => self.members_tag(p),
            "macro" => self.macro_tag(p),
            "call" => self.call_tag(p),
            "filter" => {
                let chain = Some(chain(p)?);
                p.expect_end()?;
                self.note(p);
                self.push(Block::Capture { to: Captured::Output, chain, at: self.at }, p)
            }
            "with" => self.with_tag(p),
            "block" => self.named_tag(p),
            "extends" => {
                let name = p.expression()?;
                p.expect_end()?;
                let name = self.code(p, name);
                self.add(Statement::Extends(name))
            }
            "break" | "continue" => self.jump_tag(p, keyword),
            "autoescape" => Err(p.error("'autoescape' is not supported: generated files are no HTML")),
            _ => match keyword.strip_prefix("end") {
                Some(ended) => self.end_tag(p, ended),
                None => Err(p.error(format!("Encountered unknown tag '{keyword}'."))),
            },
        }
    }

    #[allow(clippy::unnecessary_wraps)] // the end of most tags
    fn add(&mut self, statement: Statement) -> Done {
        self.body.push(statement);
        Ok(())
    }

    fn test(&mut self, p: &mut Parser<'_>) -> Result<Tag, SyntaxError> {
        let condition = p.tuple(false)?;
        p.expect_end()?;
        Ok(self.code(p, condition))
    }

    fn elif_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let next = self.test(p)?;
        let body = std::mem::take(&mut self.body);
        match self.stack.last_mut().map(|open| &mut open.block) {
            Some(Block::If { branches, test: open @ Some(_) }) => {
                branches.push(Branch { test: open.replace(next), body });
                Ok(())
            }
            _ => Err(p.error("'elif' without 'if'")),
        }
    }

    fn else_tag(&mut self, p: &Parser<'_>) -> Done {
        p.expect_end()?;
        let body = std::mem::take(&mut self.body);
        match self.stack.last_mut().map(|open| &mut open.block) {
            Some(Block::If { branches, test: test @ Some(_) }) => branches.push(Branch { test: test.take(), body }),
            Some(Block::For(open)) if open.body.is_none() => open.body = Some(body),
            _ => return Err(p.error("'else' without 'if' or 'for'")),
        }
        Ok(())
    }

    fn for_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let target = p.targets()?;
        if !p.eat_name("in") {
            return Err(p.unexpected("'in'"));
        }
        if has_name(&target, "loop") {
            return Err(p.error("Can't assign to special loop variable in for-loop target"));
        }
        let over = p.tuple(false)?;
        let filter = if p.eat_name("if") {
            let slots = p.declare(&target);
            let condition = p.expression()?;
            let element = element(&slots);
            let clause = Clause { target: slots, over: Expr::Const(Py::None), conditions: vec![condition] };
            let code =
                Comprehension { kind: ComprehensionKind::Generator, element, value: None, clauses: vec![clause] };
            Some((Arc::new(code), p.take_locals()))
        } else {
            None
        };
        let recursive = p.eat_name("recursive");
        p.expect_end()?;
        let over = self.code(p, over);
        let target = numbered(p, &target)?;
        let context = if recursive { Some(number(p, "loop")?) } else { None };
        self.push(Block::For(Box::new(OpenLoop { target, over, filter, recursive, context, body: None })), p)
    }

    fn set_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let position = p.position();
        let first = if p.is_op("(") || p.is_op("[") { "" } else { p.expect_name()? };
        if p.eat_op(".") {
            let attribute: Arc<str> = Arc::from(p.expect_name()?);
            if p.is_op(",") {
                return Err(p.error("namespace attributes among several targets are not supported"));
            }
            return self.set_attribute(p, first, attribute);
        }
        p.go_to(position);
        let target = p.targets()?;
        if p.eat_op("=") {
            let value = p.tuple(true)?;
            p.expect_end()?;
            if has_name(&target, "loop") && self.stack.iter().any(|open| open.block.is_loop()) {
                return Err(p.error("'loop' can't be set in a loop"));
            }
            let value = self.code(p, value);
            let target = numbered(p, &target)?;
            return self.add(Statement::Set(target, value));
        }
        let Target::Name(name) = &target else { return Err(p.unexpected("'='")) };
        let to = Captured::Name(number(p, name)?);
        self.capture(p, to)
    }

    fn set_attribute(&mut self, p: &mut Parser<'_>, namespace: &str, attribute: Arc<str>) -> Done {
        let namespace = number(p, namespace)?;
        if p.eat_op("=") {
            let value = p.tuple(true)?;
            p.expect_end()?;
            let value = self.code(p, value);
            return self.add(Statement::SetAttribute(namespace, attribute, value));
        }
        self.capture(p, Captured::Attribute(namespace, attribute))
    }

    /// A `set` of the text of a block, behind the name.
    fn capture(&mut self, p: &mut Parser<'_>, to: Captured) -> Done {
        let chain = if p.eat_op("|") { Some(chain(p)?) } else { None };
        p.expect_end()?;
        self.note(p);
        self.push(Block::Capture { to, chain, at: self.at }, p)
    }

    fn include_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expression()?;
        let ignore_missing = p.eat_name("ignore");
        if ignore_missing && !p.eat_name("missing") {
            return Err(p.unexpected("'missing'"));
        }
        context(p);
        p.expect_end()?;
        let name = self.code(p, name);
        self.add(Statement::Include { name, ignore_missing })
    }

    fn import_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expression()?;
        if !p.eat_name("as") {
            return Err(p.unexpected("'as'"));
        }
        let module = p.expect_name()?;
        p.bound.push(Arc::from(module));
        let module = number(p, module)?;
        context(p);
        p.expect_end()?;
        let name = self.code(p, name);
        self.add(Statement::Import(name, module))
    }

    fn members_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expression()?;
        if !p.eat_name("import") {
            return Err(p.unexpected("'import'"));
        }
        let mut imported = Vec::new();
        loop {
            if !imported.is_empty() && !p.eat_op(",") {
                break;
            }
            if p.is_end() || ((p.is_name("with") || p.is_name("without")) && p.followed_by("context")) {
                break;
            }
            let member = p.expect_name()?;
            if member.starts_with('_') {
                return Err(p.error("names starting with an underline can not be imported"));
            }
            let alias = if p.eat_name("as") { p.expect_name()? } else { member };
            p.bound.push(Arc::from(alias));
            imported.push((number(p, member)?, number(p, alias)?));
        }
        if imported.is_empty() {
            return Err(p.unexpected("a name"));
        }
        context(p);
        p.expect_end()?;
        let name = self.code(p, name);
        self.add(Statement::Members(name, imported))
    }

    fn macro_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expect_name()?;
        p.expect_op("(")?;
        p.bound.push(Arc::from(name));
        let name = number(p, name)?;
        let head = self.signature(p, Some(name))?;
        p.expect_end()?;
        self.push(Block::Macro { head: Box::new(head), call: None }, p)?;
        // What a default asks for is the macro's own.
        self.note(p);
        Ok(())
    }

    /// The parameters of a macro, behind the opening bracket.
    fn signature(&self, p: &mut Parser<'_>, name: Option<Name>) -> Result<Macro, SyntaxError> {
        let mut head = self.head(name);
        while !p.eat_op(")") {
            if !head.parameters.is_empty() {
                p.expect_op(",")?;
                if p.eat_op(")") {
                    break;
                }
            }
            let name = p.expect_name()?;
            let parameter = number(p, name)?;
            if head.parameters.contains(&parameter) {
                return Err(p.error(format!("duplicate argument '{name}'")));
            }
            if p.eat_op("=") {
                head.defaults.push(p.expression()?);
            } else if !head.defaults.is_empty() {
                return Err(p.error("non-default argument follows default argument"));
            }
            p.bound.push(Arc::from(name));
            head.parameters.push(parameter);
        }
        Ok(head)
    }

    fn head(&self, name: Option<Name>) -> Macro {
        Macro {
            name,
            parameters: Vec::new(),
            defaults: Vec::new(),
            varargs: None,
            kwargs: None,
            caller: None,
            at: self.at,
            body: Vec::new(),
        }
    }

    fn call_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let head = if p.eat_op("(") { self.signature(p, None)? } else { self.head(None) };
        let defaults = p.names.take_special();
        let call = p.expression()?;
        p.expect_end()?;
        if !matches!(call, Expr::Call(..)) {
            return Err(p.error("expected call"));
        }
        let call = Some(self.code(p, call));
        self.push(Block::Macro { head: Box::new(head), call }, p)?;
        super::open::note(&mut self.stack, defaults);
        Ok(())
    }

    fn with_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let mut values = Vec::new();
        while !p.is_end() {
            if !values.is_empty() {
                p.expect_op(",")?;
            }
            let Target::Name(name) = p.targets_one()? else { return Err(p.unexpected("a name")) };
            p.expect_op("=")?;
            let value = p.expression()?;
            values.push((number(p, &name)?, value));
        }
        self.note(p);
        self.push(Block::With { values, at: self.at }, p)
    }

    fn named_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name: Arc<str> = Arc::from(p.expect_name()?);
        while p.eat_name("scoped") || p.eat_name("required") {}
        p.expect_end()?;
        self.push(Block::Named(name), p)
    }

    fn jump_tag(&mut self, p: &Parser<'_>, keyword: &str) -> Done {
        p.expect_end()?;
        for open in self.stack.iter().rev() {
            match &open.block {
                Block::If { .. } => {}
                block if block.is_loop() => {
                    return self.add(if keyword == "break" { Statement::Break } else { Statement::Continue });
                }
                Block::Macro { .. } | Block::For(_) => break,
                other => {
                    let inside = other.keyword();
                    let message =
                        format!("'{keyword}' inside of '{inside}' is not supported: end the '{inside}' first");
                    return Err(p.error(message));
                }
            }
        }
        Err(p.error(format!("'{keyword}' outside of a loop")))
    }

    fn end_tag(&mut self, p: &mut Parser<'_>, ended: &str) -> Done {
        match self.stack.last().map(|open| open.block.keyword()) {
            Some(open) if open == ended => {}
            Some(open) => return Err(p.error(format!("unexpected 'end{ended}': '{open}' is still open"))),
            None => return Err(p.error(format!("unexpected 'end{ended}': nothing is open"))),
        }
        // `endmacro name` and `endblock name` may repeat the name.
        if matches!(ended, "macro" | "block") && !p.is_end() {
            p.expect_name()?;
        }
        p.expect_end()?;
        let Some((block, body)) = self.pop() else { return Ok(()) };
        self.add(closed(block, body))
    }
}

/// A block whose end was read.
fn closed(block: Block, inside: Vec<Statement>) -> Statement {
    match block {
        Block::If { mut branches, test } => {
            branches.push(Branch { test, body: inside });
            Statement::If(branches)
        }
        Block::For(open) => {
            let OpenLoop { target, over, filter, recursive, context, body } = *open;
            let (body, otherwise) = match body {
                Some(body) => (body, inside),
                None => (inside, Vec::new()),
            };
            Statement::For(Arc::new(Loop { target, over, filter, recursive, context, body, otherwise }))
        }
        Block::Macro { mut head, call } => {
            head.body = inside;
            match call {
                Some(call) => Statement::Call(call, Arc::from(head)),
                None => Statement::Macro(Arc::from(head)),
            }
        }
        Block::Capture { to, chain, at } => Statement::Capture(Box::new(Capture { to, chain, at, body: inside })),
        Block::With { values, at } => Statement::With(Box::new(With { values, at, body: inside })),
        Block::Named(name) => Statement::Block(Arc::new(super::tree::Block { name, body: inside })),
    }
}

/// Filters one after another; the text that they are for is the first local.
fn chain(p: &mut Parser<'_>) -> Result<Expr, SyntaxError> {
    p.filter_chain(Expr::Local(0))
}

/// `with context` or `without context`: what a template sees of the one that asks for it is the same here.
fn context(p: &mut Parser<'_>) {
    if (p.is_name("with") || p.is_name("without")) && p.followed_by("context") {
        p.next();
        p.next();
    }
}

fn has_name(target: &Target<Arc<str>>, wanted: &str) -> bool {
    match target {
        Target::Name(name) => **name == *wanted,
        Target::Tuple(targets) => targets.iter().any(|target| has_name(target, wanted)),
    }
}

/// The item of a loop, put together again from the locals that it was stored into.
fn element(slots: &Target<u16>) -> Expr {
    match slots {
        Target::Name(slot) => Expr::Local(*slot),
        Target::Tuple(slots) => Expr::Tuple(slots.iter().map(element).collect()),
    }
}
