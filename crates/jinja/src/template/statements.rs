// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The statements of Jinja2, each written again for the engine.

use std::sync::Arc;

use super::{
    code::{Item, LoopCode, MacroCode},
    translate::{Block, LOOP, MacroBlock, Translator, call, identifier, shape, target_text},
};
use crate::{
    Py,
    ast::{Clause, Comprehension, ComprehensionKind, Expr, Target},
    syntax::{SyntaxError, parser::Parser},
};

type Done = Result<(), SyntaxError>;

/// A parameter, its default, and the names that the default uses.
type Default = (Arc<str>, Expr, Vec<Arc<str>>);

impl Translator<'_> {
    /// A block tag.
    pub(super) fn statement(&mut self, p: &mut Parser<'_>) -> Done {
        let keyword = p.expect_name()?;
        // As in Python, a colon may end what begins a block.
        p.colon =
            matches!(keyword, "if" | "elif" | "else" | "for" | "macro" | "call" | "filter" | "with" | "block" | "set");
        match keyword {
            "if" => {
                self.test(p, "if ")?;
                self.push(Block::If, p)
            }
            "elif" => match self.stack.last() {
                Some(Block::If) => self.test(p, "elif "),
                _ => Err(p.error("'elif' without 'if'")),
            },
            "else" => self.else_tag(p),
            "for" => self.for_tag(p),
            "set" => self.set_tag(p),
            "do" => self.do_tag(p),
            "include" => self.include_tag(p),
            "import" => self.import_tag(p),
            "from" => self.members_tag(p),
            "macro" => self.macro_tag(p),
            "call" => self.call_tag(p),
            "filter" => self.filter_tag(p),
            "with" => self.with_tag(p),
            "block" => self.named_tag(p),
            "extends" => {
                let name = p.expression()?;
                p.expect_end()?;
                let name = self.template_name(p, name)?;
                self.emit(&format!("extends {name}"));
                Ok(())
            }
            "break" | "continue" => self.jump_tag(p, keyword),
            "autoescape" => Err(p.error("'autoescape' is not supported: generated files are no HTML")),
            _ => match keyword.strip_prefix("end") {
                Some(ended) => self.end_tag(p, ended),
                None => Err(p.error(format!("Encountered unknown tag '{keyword}'."))),
            },
        }
    }

    fn test(&mut self, p: &mut Parser<'_>, keyword: &str) -> Done {
        let condition = p.tuple(false)?;
        p.expect_end()?;
        let (code, args) = self.code(p, condition)?;
        self.emit_call(keyword, "t", Item::Expr(code), &args);
        Ok(())
    }

    fn else_tag(&mut self, p: &Parser<'_>) -> Done {
        p.expect_end()?;
        match self.stack.last_mut() {
            Some(Block::If) => {}
            Some(Block::For { in_else: in_else @ false, .. }) => *in_else = true,
            _ => return Err(p.error("'else' without 'if' or 'for'")),
        }
        self.emit("else");
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
            Some(Arc::new(code))
        } else {
            None
        };
        let recursive = p.eat_name("recursive");
        p.expect_end()?;
        let item = self.items.add(Item::Open);
        let (code, args) = self.code(p, over)?;
        let filter = filter.map(|filter| (filter, code.locals));
        let sequence = self.items.add(Item::Loop(code, item));
        let insert_at = self.emit_open("for ");
        self.out.push_str(" in ");
        self.out.push_str(&call("i", sequence, &args));
        self.out.push_str(if recursive { " recursive -*/" } else { " -*/" });
        let block = Block::For {
            item,
            shape: shape(&target),
            filter,
            target: target_text(&target),
            insert_at,
            text: self.written,
            uses_loop: recursive,
            recursive,
            in_else: false,
        };
        self.push(block, p)
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
            if has_name(&target, "loop") && self.innermost_loop().is_some() {
                return Err(p.error("'loop' can't be set in a loop"));
            }
            let (code, args) = self.code(p, value)?;
            let tag = format!("set {} = ", target_text(&target));
            let (filter, item) = match &target {
                Target::Name(_) => ("e", Item::Expr(code)),
                Target::Tuple(_) => ("u", Item::Unpack(code, shape(&target))),
            };
            self.emit_call(&tag, filter, item, &args);
            self.assign(&target);
            return Ok(());
        }
        let Target::Name(name) = &target else { return Err(p.unexpected("'='")) };
        let chain = if p.eat_op("|") { Some(self.chain(p)?) } else { None };
        p.expect_end()?;
        let names = p.take_names();
        self.emit(&format!("set {}", identifier(name)));
        self.emit("with");
        let block = Block::Set { target: Arc::clone(name), chain, namespace: None, names };
        self.assign(&target);
        self.push(block, p)
    }

    /// Filters one after another; the text that they are for is the first of the names.
    fn chain(&mut self, p: &mut Parser<'_>) -> Result<Expr, SyntaxError> {
        p.names = crate::syntax::names::OuterNames::default();
        let captured = p.outer("the text of the block")?;
        p.filter_chain(captured)
    }

    fn set_attribute(&mut self, p: &mut Parser<'_>, namespace: &str, attribute: Arc<str>) -> Done {
        if p.eat_op("=") {
            // The namespace is the first of the names.
            p.outer(namespace)?;
            let value = p.tuple(true)?;
            p.expect_end()?;
            let (code, args) = self.code_given(p, value)?;
            self.emit_effect("n", Item::Namespace(code, attribute), &args);
            return Ok(());
        }
        let chain = if p.eat_op("|") { Some(self.chain(p)?) } else { None };
        p.expect_end()?;
        let names = p.take_names();
        let target = self.temporary();
        self.emit(&format!("set {target}"));
        self.emit("with");
        let namespace = Some(Arc::from(format!("{namespace}.{attribute}")));
        self.push(Block::Set { target, chain, namespace, names }, p)
    }

    fn do_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let value = p.tuple(true)?;
        p.expect_end()?;
        let (code, args) = self.code(p, value)?;
        self.emit_effect("d", Item::Expr(code), &args);
        Ok(())
    }

    /// The name of another template. From inside of a macro it sees names that only a macro's own use of them keeps.
    fn template_name(&mut self, p: &mut Parser<'_>, name: Expr) -> Result<String, SyntaxError> {
        let (code, args) = self.code_given(p, name)?;
        let item = self.items.add(Item::Expr(code));
        if self.stack.iter().any(|block| matches!(block, Block::Macro(_))) {
            let (nothing, kept) = self.code_of(Expr::Const(Py::None), self.assigned.clone(), 0)?;
            self.emit_effect("d", Item::Expr(nothing), &kept);
        }
        Ok(call("f", item, &args))
    }

    fn include_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expression()?;
        let ignore = if p.eat_name("ignore") {
            if !p.eat_name("missing") {
                return Err(p.unexpected("'missing'"));
            }
            " ignore missing"
        } else {
            ""
        };
        context(p)?;
        p.expect_end()?;
        let name = self.template_name(p, name)?;
        self.emit("with");
        self.emit(&format!("include {name}{ignore}"));
        self.emit("endwith");
        Ok(())
    }

    fn import_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expression()?;
        if !p.eat_name("as") {
            return Err(p.unexpected("'as'"));
        }
        let module: Arc<str> = Arc::from(p.expect_name()?);
        p.bound.push(Arc::clone(&module));
        context(p)?;
        p.expect_end()?;
        let name = self.template_name(p, name)?;
        self.emit(&format!("import {name} as {}", identifier(&module)));
        self.assign(&Target::Name(module));
        Ok(())
    }

    fn members_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expression()?;
        if !p.eat_name("import") {
            return Err(p.unexpected("'import'"));
        }
        let mut imported = Vec::new();
        let mut assigned = Vec::new();
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
            imported.push(format!("{} as {}", identifier(member), identifier(alias)));
            p.bound.push(Arc::from(alias));
            assigned.push(Target::Name(Arc::from(alias)));
        }
        if imported.is_empty() {
            return Err(p.unexpected("a name"));
        }
        context(p)?;
        p.expect_end()?;
        let name = self.template_name(p, name)?;
        self.emit(&format!("from {name} import {}", imported.join(", ")));
        assigned.iter().for_each(|target| self.assign(target));
        Ok(())
    }

    fn macro_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name: Arc<str> = Arc::from(p.expect_name()?);
        p.expect_op("(")?;
        p.bound.push(Arc::clone(&name));
        self.assign(&Target::Name(Arc::clone(&name)));
        let defaults = self.signature(p, name, None)?;
        p.expect_end()?;
        self.defaults(defaults)
    }

    /// The parameters of a macro, behind the opening bracket; gives those with a default.
    fn signature(
        &mut self,
        p: &mut Parser<'_>,
        name: Arc<str>,
        call_of: Option<(Expr, Vec<Arc<str>>)>,
    ) -> Result<Vec<Default>, SyntaxError> {
        let mut parameters: Vec<Arc<str>> = Vec::new();
        let mut defaults = Vec::new();
        while !p.eat_op(")") {
            if !parameters.is_empty() {
                p.expect_op(",")?;
                if p.eat_op(")") {
                    break;
                }
            }
            let parameter: Arc<str> = Arc::from(p.expect_name()?);
            if parameters.contains(&parameter) {
                return Err(p.error(format!("duplicate argument '{parameter}'")));
            }
            if p.eat_op("=") {
                p.take_names();
                let default = p.expression()?;
                defaults.push((Arc::clone(&parameter), default, p.take_names()));
            } else if !defaults.is_empty() {
                return Err(p.error("non-default argument follows default argument"));
            }
            p.bound.push(Arc::clone(&parameter));
            parameters.push(parameter);
        }
        let item = self.items.add(Item::Open);
        let insert_at = self.emit_open(&format!("macro {}(", identifier(&name)));
        self.out.push_str(") -*/");
        let code = MacroCode {
            name,
            parameters,
            defaults: defaults.len(),
            varargs: false,
            kwargs: false,
            caller: false,
            text: self.written,
        };
        let (body_at, looks_up) = (self.out.len(), Vec::new());
        let block = MacroBlock { item, code, insert_at, body_at, looks_up, call: call_of };
        self.push(Block::Macro(Box::new(block)), p)?;
        Ok(defaults)
    }

    /// Parameters that got no value get their default, in their order, each seeing those before it.
    fn defaults(&mut self, defaults: Vec<Default>) -> Done {
        for (parameter, default, names) in defaults {
            let (code, mut args) = self.code_of(default, names, 0)?;
            args.insert(0, identifier(&parameter).into_owned());
            self.emit_call(&format!("set {} = ", identifier(&parameter)), "v", Item::Expr(code), &args);
        }
        Ok(())
    }

    fn call_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let position = p.position();
        let mut parameters_at = None;
        if p.eat_op("(") {
            parameters_at = Some(p.position());
            p.skip_brackets();
        }
        let callee = p.expression()?;
        p.expect_end()?;
        if !matches!(callee, Expr::Call(..)) {
            return Err(p.error("expected call"));
        }
        let names = p.take_names();
        let temporary = self.temporary();
        match parameters_at {
            Some(at) => p.go_to(at),
            None => p.go_to(position),
        }
        if parameters_at.is_some() {
            let defaults = self.signature(p, temporary, Some((callee, names)))?;
            return self.defaults(defaults);
        }
        let item = self.items.add(Item::Open);
        let insert_at = self.emit_open(&format!("macro {temporary}("));
        self.out.push_str(") -*/");
        let code = MacroCode {
            name: temporary,
            parameters: Vec::new(),
            defaults: 0,
            varargs: false,
            kwargs: false,
            caller: false,
            text: self.written,
        };
        let call = Some((callee, names));
        let (body_at, looks_up) = (self.out.len(), Vec::new());
        self.push(Block::Macro(Box::new(MacroBlock { item, code, insert_at, body_at, looks_up, call })), p)
    }

    fn filter_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let chain = self.chain(p)?;
        p.expect_end()?;
        let names = p.take_names();
        let temporary = self.temporary();
        self.emit(&format!("set {temporary}"));
        self.emit("with");
        self.push(Block::Filter { temporary, chain, names }, p)
    }

    fn with_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let mut targets = Vec::new();
        let mut values = Vec::new();
        while !p.is_end() {
            if !targets.is_empty() {
                p.expect_op(",")?;
            }
            let Target::Name(name) = p.targets_one()? else { return Err(p.unexpected("a name")) };
            p.expect_op("=")?;
            values.push(p.expression()?);
            targets.push(Target::Name(name));
        }
        if targets.is_empty() {
            self.emit("with");
        } else {
            // All values are those of the names outside.
            let (code, args) = self.code(p, Expr::Tuple(values))?;
            let target = Target::Tuple(targets);
            let item = Item::Unpack(code, shape(&target));
            self.emit_call(&format!("with {} = ", target_text(&target)), "u", item, &args);
        }
        self.push(Block::With, p)
    }

    fn named_tag(&mut self, p: &mut Parser<'_>) -> Done {
        let name = p.expect_name()?;
        while p.eat_name("scoped") || p.eat_name("required") {}
        p.expect_end()?;
        if !name.is_ascii() {
            return Err(p.error("the name of a block must be ASCII"));
        }
        self.emit(&format!("block {name}"));
        self.push(Block::Named, p)
    }

    fn jump_tag(&mut self, p: &Parser<'_>, keyword: &str) -> Done {
        p.expect_end()?;
        for block in self.stack.iter().rev() {
            match block {
                Block::If => {}
                Block::For { in_else: false, .. } => {
                    self.emit(keyword);
                    return Ok(());
                }
                Block::Macro(_) | Block::For { .. } => break,
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
        match self.stack.last() {
            Some(open) if open.keyword() == ended => {}
            Some(open) => {
                let open = open.keyword();
                return Err(p.error(format!("unexpected 'end{ended}': '{open}' is still open")));
            }
            None => return Err(p.error(format!("unexpected 'end{ended}': nothing is open"))),
        }
        // `endmacro name` and `endblock name` may repeat the name.
        if matches!(ended, "macro" | "block") && !p.is_end() {
            p.expect_name()?;
        }
        p.expect_end()?;
        let Some(block) = self.stack.pop() else { return Ok(()) };
        match block {
            Block::If | Block::With | Block::Named => self.emit(&format!("end{ended}")),
            Block::For { item, shape, filter, target, insert_at, text, uses_loop, .. } => {
                let target = match (uses_loop, target.strip_prefix('(').and_then(|t| t.strip_suffix(')'))) {
                    (true, _) => format!("{LOOP}, {target}"),
                    (false, Some(inner)) => inner.to_owned(),
                    (false, None) => target,
                };
                self.out.insert_str(insert_at, &target);
                let text = self.written - text;
                self.items.set(item, Item::LoopBody(Arc::new(LoopCode { shape, filter, uses_loop, text })));
                self.emit("endfor");
            }
            Block::Macro(block) => return self.end_macro(*block),
            Block::Set { target, chain, namespace, names } => self.end_set(&target, chain, namespace, names)?,
            Block::Filter { temporary, chain, names } => {
                self.emit("endwith");
                self.emit("endset");
                let expression = self.of_captured(&temporary, chain, names)?;
                self.emit_variable(&expression);
            }
        }
        Ok(())
    }

    /// An expression of the text that a block captured, which is the first of its names.
    fn of_captured(&mut self, temporary: &str, chain: Expr, names: Vec<Arc<str>>) -> Result<String, SyntaxError> {
        let (code, mut args) = self.code_of(chain, names, 0)?;
        let item = self.items.add(Item::Expr(code));
        if let Some(first) = args.first_mut() {
            *first = identifier(temporary).into_owned();
        }
        Ok(call("e", item, &args))
    }

    fn end_set(
        &mut self,
        target: &Arc<str>,
        chain: Option<Expr>,
        namespace: Option<Arc<str>>,
        names: Vec<Arc<str>>,
    ) -> Done {
        self.emit("endwith");
        self.emit("endset");
        if let Some(chain) = chain {
            let expression = self.of_captured(target, chain, names)?;
            self.emit(&format!("set {} = {expression}", identifier(target)));
        }
        if let Some((namespace, attribute)) = namespace.as_deref().and_then(|path| path.split_once('.')) {
            let names = vec![Arc::from(namespace), Arc::clone(target)];
            let (code, args) = self.code_of(Expr::Outer(1), names, 0)?;
            self.emit_effect("n", Item::Namespace(code, Arc::from(attribute)), &args);
        }
        Ok(())
    }

    fn end_macro(&mut self, block: MacroBlock) -> Done {
        let MacroBlock { item, mut code, insert_at, body_at, looks_up, call: call_of } = block;
        if !looks_up.is_empty() {
            // Never evaluated: the engine keeps for a macro the values of the names that it finds in the macro's text.
            self.out.insert_str(body_at, &format!("/*- if false and [{}] -*//*- endif -*/", looks_up.join(", ")));
        }
        let mut parameters: Vec<String> = code.parameters.iter().map(|name| identifier(name).into_owned()).collect();
        for (used, name) in [(code.caller, "caller"), (code.kwargs, "kwargs"), (code.varargs, "varargs")] {
            if used {
                parameters.push(name.to_owned());
            }
        }
        self.out.insert_str(insert_at, &parameters.join(", "));
        code.text = self.written - code.text;
        let name = identifier(&code.name).into_owned();
        self.items.set(item, Item::Macro(Arc::new(code)));
        self.emit("endmacro");
        self.emit(&format!("set {name} = {item}|m({name})"));
        if let Some((callee, names)) = call_of {
            let (code, mut args) = self.code_of(callee, names, 0)?;
            let item = self.items.add(Item::Call(code));
            args.push(name);
            self.emit_variable(&call("c", item, &args));
        }
        Ok(())
    }
}

/// `with context` or `without context`: what a template sees of the one that asks for it is the same here.
fn context(p: &mut Parser<'_>) -> Done {
    if (p.is_name("with") || p.is_name("without")) && p.followed_by("context") {
        p.next();
        p.next();
    }
    Ok(())
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
