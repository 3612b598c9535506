// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The names that a component's C code gets from the ADL, or has to give: one table for everything that is said of them
//! (language manual, "Runtime API"; the header and the connectors that our templates generate, and those of the reference tool).

use std::collections::BTreeSet;
use std::sync::Arc;

use camkes_csource::cmake::End;
use camkes_csource::template::Made;
use camkes_hir::item_tree::Item;
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Assembly, Attribute, AttributeType, Component, Interface, InterfaceType, Procedure};
use camkes_hir::parse::item_tree;
use camkes_hir::{Db, System, salsa};
use text_size::{TextRange, TextSize};

use super::connectors::made;
use super::files::sources;
use crate::c_api::{parameter_count, prototype};

/// Who writes the definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum By {
    /// Generated code.
    Generator,
    /// The component must.
    Component,
    /// The component may.
    Choice,
}

/// What a name is in C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Shape {
    Function,
    Variable,
    Macro,
}

/// A name in C.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CSymbol {
    pub(crate) name: String,
    /// Its declaration as C has it.
    pub(crate) signature: String,
    pub(crate) shape: Shape,
    pub(crate) by: By,
    /// What it does.
    pub(crate) docs: &'static str,
    /// The parts of the name that are names in the ADL, with their declarations; the first is what the symbol is about.
    pub(crate) parts: Vec<(TextRange, ItemLoc)>,
    /// The component of `run` and its like, whose name is in no part.
    pub(crate) component: ItemLoc,
    /// How many parameters it has, where that is told by the ADL.
    pub(crate) parameters: Option<usize>,
}

impl CSymbol {
    /// The declaration that it is about.
    pub(crate) fn target(&self) -> ItemLoc {
        self.parts.first().map_or(self.component, |(_, loc)| *loc)
    }

    /// Whether it is called in C.
    pub(crate) fn is_function(&self) -> bool {
        self.shape == Shape::Function
    }

    /// The interface whose method it calls.
    pub(crate) fn calls(&self) -> Option<ItemLoc> {
        let is_call = self.parts.len() > 1 && self.by == By::Generator;
        self.parts.first().filter(|_| is_call).map(|(_, loc)| *loc)
    }

    /// The part at an offset in the name, or the nearest one.
    pub(crate) fn part(&self, offset: TextSize) -> Option<(TextRange, ItemLoc)> {
        let inside = self.parts.iter().rfind(|(range, _)| range.start() <= offset);
        inside.or(self.parts.first()).copied()
    }
}

/// A name made of one of the ADL: `{}` in the signature is that one.
struct Row(&'static str, Shape, By, &'static str, &'static str);

use By::{Choice, Component as Implemented, Generator};
use Shape::{Function, Macro, Variable};

const EMITS: &[Row] = &[
    Row("_emit", Function, Generator, "void {}_emit(void)", "Sends the event to every consumer."),
    Row(
        "_emit_underlying",
        Function,
        Generator,
        "void {}_emit_underlying(void)",
        "Sends the event, as its connector does it.",
    ),
];

const CONSUMES: &[Row] = &[
    Row("_wait", Function, Generator, "void {}_wait(void)", "Waits for the event."),
    Row("_poll", Function, Generator, "int {}_poll(void)", "Whether the event has come since it was last looked for."),
    Row(
        "_reg_callback",
        Function,
        Generator,
        "int {}_reg_callback(void (*callback)(void *), void *arg)",
        "Has a function called at the next event, once. Zero on success.",
    ),
    Row(
        "_notification",
        Function,
        Generator,
        "seL4_CPtr {}_notification(void)",
        "The notification that carries the event.",
    ),
];

const INTERRUPT: &[Row] = &[
    Row(
        "_acknowledge",
        Function,
        Generator,
        "int {}_acknowledge(void)",
        "Lets the next interrupt come. Zero on success.",
    ),
    Row(
        "_handle",
        Function,
        Choice,
        "void {}_handle(void)",
        "Is called for each interrupt; ends with the acknowledgement.",
    ),
];

const TREE_DEVICE: &[Row] = &[
    Row(
        "_irq_acknowledge",
        Function,
        Generator,
        "int {}_irq_acknowledge(ps_irq_t *irq)",
        "Lets the next interrupt come. Zero on success.",
    ),
    Row(
        "_irq_handle",
        Function,
        Choice,
        "void {}_irq_handle(ps_irq_t *irq)",
        "Is called for each interrupt of the device.",
    ),
];

const DATAPORT: &[Row] = &[
    Row(
        "_acquire",
        Function,
        Generator,
        "void {}_acquire(void)",
        "Orders reads of the dataport behind what the other side wrote before.",
    ),
    Row(
        "_release",
        Function,
        Generator,
        "void {}_release(void)",
        "Orders writes to the dataport before what the other side reads next.",
    ),
    Row("_get_size", Function, Generator, "size_t {}_get_size(void)", "Bytes of the dataport."),
    Row("_size", Macro, Generator, "#define {}_size", "Bytes of the dataport, as a constant."),
    Row(
        "_wrap_ptr",
        Function,
        Generator,
        "int {}_wrap_ptr(dataport_ptr_t *p, void *ptr)",
        "Makes a pointer into the dataport one that the other side can resolve. Zero on success.",
    ),
    Row(
        "_unwrap_ptr",
        Function,
        Generator,
        "void *{}_unwrap_ptr(dataport_ptr_t *p)",
        "The pointer into the dataport that the other side sent; null when it is none.",
    ),
    Row(
        "_cache_op",
        Function,
        Generator,
        "int {}_cache_op(size_t start_offset, size_t size, dma_cache_op_t cache_op)",
        "Cleans or invalidates the cache of a part of the dataport. Zero on success.",
    ),
    Row(
        "_translate_paddr",
        Function,
        Generator,
        "void *{}_translate_paddr(uintptr_t paddr, size_t size)",
        "Where a device's physical memory is in the component.",
    ),
];

const SHARED_BUFFERS: &[Row] =
    &[Row("_buf", Function, Generator, "void *{}_buf(seL4_Word client)", "The memory shared with one client.")];

const QUEUE: &[Row] = &[Row(
    "_notify",
    Function,
    Generator,
    "void {}_notify(void)",
    "Tells the other side that there is something in the queue.",
)];

/// Of connectors that send news beside what they carry.
const NEWS: &[Row] = &[
    Row(
        "_notification",
        Function,
        Generator,
        "seL4_CPtr {}_notification(void)",
        "The notification by which the other side sends news.",
    ),
    Row(
        "_notification_badge",
        Function,
        Generator,
        "seL4_Word {}_notification_badge(void)",
        "The badge with which the other side's news come.",
    ),
];

const PROVIDED: &[Row] = &[
    Row(
        "_get_sender_id",
        Function,
        Generator,
        "seL4_Word {}_get_sender_id(void)",
        "The badge of the caller that is served.",
    ),
    Row(
        "_enumerate_badge",
        Function,
        Generator,
        "seL4_Word {}_enumerate_badge(unsigned int i)",
        "The badge of one of the callers.",
    ),
    Row("_num_badges", Function, Generator, "int {}_num_badges(void)", "How many callers there are."),
    Row("_largest_badge", Function, Generator, "seL4_Word {}_largest_badge(void)", "The largest badge of a caller."),
];

const PORTS: &[Row] = &[
    Row(
        "_in8_offset",
        Function,
        Generator,
        "uint8_t {}_in8_offset(uint16_t offset)",
        "Reads from a port, counted from the first of the range.",
    ),
    Row(
        "_in16_offset",
        Function,
        Generator,
        "uint16_t {}_in16_offset(uint16_t offset)",
        "Reads from a port, counted from the first of the range.",
    ),
    Row(
        "_in32_offset",
        Function,
        Generator,
        "uint32_t {}_in32_offset(uint16_t offset)",
        "Reads from a port, counted from the first of the range.",
    ),
    Row(
        "_out8_offset",
        Function,
        Generator,
        "void {}_out8_offset(uint16_t offset, uint8_t value)",
        "Writes to a port, counted from the first of the range.",
    ),
    Row(
        "_out16_offset",
        Function,
        Generator,
        "void {}_out16_offset(uint16_t offset, uint16_t value)",
        "Writes to a port, counted from the first of the range.",
    ),
    Row(
        "_out32_offset",
        Function,
        Generator,
        "void {}_out32_offset(uint16_t offset, uint32_t value)",
        "Writes to a port, counted from the first of the range.",
    ),
];

const EVERY_INTERFACE: &[Row] = &[
    Row(
        "__init",
        Function,
        Choice,
        "void {}__init(void)",
        "Is called once before the interface is used, on its own thread where it has one.",
    ),
    Row(
        "_register_error_handler",
        Function,
        Generator,
        "camkes_error_handler_t {}_register_error_handler(camkes_error_handler_t handler)",
        "Has errors of the interface handled by a function; the one that did so before.",
    ),
];

const MUTEX: &[Row] = &[
    Row(
        "_lock",
        Function,
        Generator,
        "int {}_lock(void)",
        "Waits until nobody else has the mutex, and takes it. Zero on success.",
    ),
    Row("_unlock", Function, Generator, "int {}_unlock(void)", "Gives the mutex back. Zero on success."),
];

const SEMAPHORE: &[Row] = &[
    Row(
        "_wait",
        Function,
        Generator,
        "int {}_wait(void)",
        "Waits until the count is above zero, and takes one from it. Zero on success.",
    ),
    Row(
        "_trywait",
        Function,
        Generator,
        "int {}_trywait(void)",
        "Takes one from the count if it is above zero. Zero on success.",
    ),
    Row("_post", Function, Generator, "int {}_post(void)", "Adds one to the count. Zero on success."),
];

const BINARY_SEMAPHORE: &[Row] = &[
    Row("_wait", Function, Generator, "int {}_wait(void)", "Waits until somebody has posted. Zero on success."),
    Row("_post", Function, Generator, "int {}_post(void)", "Lets one that waits go on. Zero on success."),
];

const RUN: Row =
    Row("run", Function, Implemented, "int run(void)", "What the component does: its own thread begins here.");

const COMPONENT: &[Row] = &[
    Row("pre_init", Function, Choice, "void pre_init(void)", "Is called before any interface is initialised."),
    Row(
        "post_init",
        Function,
        Choice,
        "void post_init(void)",
        "Is called when all interfaces are initialised, before any of them runs.",
    ),
    Row(
        "get_instance_name",
        Function,
        Generator,
        "const char *get_instance_name(void)",
        "The name of the instance in the assembly.",
    ),
];

/// Every name of the component that is declared there.
#[salsa::tracked(returns(ref))]
pub(crate) fn symbols(db: &dyn Db, system: System, component: ItemLoc) -> Arc<[CSymbol]> {
    let Some(owned) = sources(db, system).components.iter().find(|it| it.component.origin == component) else {
        return Arc::from([]);
    };
    let assembly = camkes_hir::assembly(db, system);
    let mut table = Table { db, system, component: &owned.component, assembly: assembly.as_deref(), out: Vec::new() };
    table.fill();
    table.out.into()
}

struct Table<'a> {
    db: &'a dyn Db,
    system: System,
    component: &'a Component,
    assembly: Option<&'a Assembly>,
    out: Vec<CSymbol>,
}

impl Table<'_> {
    fn fill(&mut self) {
        for interface in &self.component.interfaces {
            self.interface(interface);
        }
        for attribute in &self.component.attributes {
            self.attribute(attribute);
        }
        let component = self.component;
        let locks = [
            (&component.mutexes, MUTEX),
            (&component.semaphores, SEMAPHORE),
            (&component.binary_semaphores, BINARY_SEMAPHORE),
        ];
        for (names, rows) in locks {
            for name in names {
                let loc = self.lock(name).unwrap_or(component.origin);
                self.rows(name, loc, rows);
            }
        }
        let run = component.control.then_some(&RUN);
        for Row(name, shape, by, signature, docs) in run.into_iter().chain(COMPONENT) {
            self.add(name, Vec::new(), *shape, *by, (*signature).to_owned(), docs);
        }
    }

    fn add(
        &mut self,
        name: &str,
        parts: Vec<(TextRange, ItemLoc)>,
        shape: Shape,
        by: By,
        signature: String,
        docs: &'static str,
    ) {
        let (name, component) = (name.to_owned(), self.component.origin);
        self.out.push(CSymbol { name, signature, shape, by, docs, parts, component, parameters: None });
    }

    fn rows(&mut self, name: &str, loc: ItemLoc, rows: &[Row]) {
        for Row(suffix, shape, by, signature, docs) in rows {
            let whole = format!("{name}{suffix}");
            self.add(&whole, vec![(whole_of(name), loc)], *shape, *by, signature.replace("{}", name), docs);
        }
    }

    /// The connectors that join an interface, and at which end.
    fn connectors(&self, interface: &Interface) -> BTreeSet<(&str, End)> {
        let Some(assembly) = self.assembly else { return BTreeSet::new() };
        let joins = |ends: &[camkes_hir::model::End]| {
            ends.iter().any(|end| assembly.resolve(*end).is_some_and(|(_, it)| it.origin == interface.origin))
        };
        let ends = assembly.connections.iter().flat_map(|it| {
            let name = it.connector.name.as_str();
            [(joins(&it.from), (name, End::From)), (joins(&it.to), (name, End::To))]
        });
        ends.filter(|(joined, _)| *joined).map(|(_, end)| end).collect()
    }

    /// What the templates of a project's own connectors make for an interface.
    fn of_templates(&mut self, interface: &Interface, made: Vec<Made>) {
        for it in made {
            let name = format!("{}{}", interface.name, it.suffix);
            if !self.out.iter().any(|other| other.name == name) {
                let signature = it.signature.replace("{}", &interface.name);
                let part = vec![(whole_of(&interface.name), interface.origin)];
                self.add(&name, part, Function, Generator, signature, "The template of the connector makes it.");
            }
        }
    }

    fn interface(&mut self, it: &Interface) {
        let connectors = self.connectors(it);
        let joined = |words: &[&str]| connectors.iter().any(|(name, _)| words.iter().any(|word| name.contains(word)));
        let of_project = connectors.iter().flat_map(|(name, end)| made(self.db, self.system, name, *end)).collect();
        let (shared, queue, news, tree, ports) = (
            joined(&["MultiSharedData", "RPCDataport", "Ethdriver", "PicoServer"]),
            joined(&["Queue"]),
            joined(&["Queue", "UDP", "Server", "Asynch", "Ethdriver", "Signal"]),
            joined(&["DTB"]),
            joined(&["IOPort"]),
        );
        let loc = it.origin;
        match &it.ty {
            InterfaceType::Uses(procedure) => self.methods(it, procedure, Generator),
            InterfaceType::Provides(procedure) => {
                self.methods(it, procedure, Implemented);
                self.rows(&it.name, loc, PROVIDED);
            }
            InterfaceType::Emits(_) => self.rows(&it.name, loc, EMITS),
            InterfaceType::Consumes(_) => {
                self.rows(&it.name, loc, CONSUMES);
                self.rows(&it.name, loc, INTERRUPT);
            }
            InterfaceType::Dataport(ty) => {
                let signature = match ty.adl_name() {
                    name if name.starts_with("Buf") => format!("void *{}", it.name),
                    name => format!("{name} *{}", it.name),
                };
                let part = vec![(whole_of(&it.name), loc)];
                self.add(&it.name, part, Variable, Generator, signature, "The shared memory.");
                self.rows(&it.name, loc, DATAPORT);
            }
        }
        let more = [(shared, SHARED_BUFFERS), (queue, QUEUE), (news, NEWS), (tree, TREE_DEVICE), (ports, PORTS)];
        for (_, rows) in more.into_iter().filter(|(wanted, _)| *wanted) {
            self.rows(&it.name, loc, rows);
        }
        self.rows(&it.name, loc, EVERY_INTERFACE);
        self.of_templates(it, of_project);
    }

    fn methods(&mut self, it: &Interface, procedure: &Procedure, by: By) {
        const CALLED: &str = "Calls the method of whoever provides the procedure.";
        const WANTED: &str = "Answers calls of the method.";
        for method in &procedure.methods {
            let name = format!("{}_{}", it.name, method.name);
            let whole = whole_of(&it.name);
            let mut parts = Vec::with_capacity(2);
            parts.push((whole, it.origin));
            if let Some(loc) = self.method(procedure.origin, &method.name) {
                let start = whole.end() + TextSize::of('_');
                parts.push((TextRange::at(start, TextSize::of(method.name.as_str())), loc));
            }
            let docs = if by == Implemented { WANTED } else { CALLED };
            self.add(&name, parts, Function, by, prototype(&it.name, method), docs);
            if let Some(symbol) = self.out.last_mut() {
                symbol.parameters = Some(parameter_count(method));
            }
        }
    }

    fn method(&self, procedure: ItemLoc, name: &str) -> Option<ItemLoc> {
        let items = &item_tree(self.db, self.system, procedure.file).items;
        let found = items.iter().find_map(|item| match item {
            Item::Procedure(it) if it.id == procedure.id => Some(it),
            _ => None,
        })?;
        let method = found.methods.iter().find(|it| it.name.text == name)?;
        Some(ItemLoc::new(procedure.file, method.id))
    }

    fn lock(&self, name: &str) -> Option<ItemLoc> {
        let file = self.component.origin.file;
        let items = &item_tree(self.db, self.system, file).items;
        let found = items.iter().find_map(|item| match item {
            Item::Component(it) if it.id == self.component.origin.id => Some(it),
            _ => None,
        })?;
        let mut locks = found.mutexes.iter().chain(&found.semaphores).chain(&found.binary_semaphores);
        locks.find(|it| it.text == name).map(|it| ItemLoc::new(file, it.id))
    }

    fn attribute(&mut self, it: &Attribute) {
        let ty = match &it.ty {
            AttributeType::Basic(basic) => basic.c_name().to_string(),
            AttributeType::Struct(of) => of.name.as_ref().map_or_else(|| "struct".to_owned(), ToString::to_string),
        };
        let space = if ty.ends_with('*') { "" } else { " " };
        let array = if it.array { "[]" } else { "" };
        let signature = format!("extern const {ty}{space}{}{array}", it.name);
        let part = || vec![(whole_of(&it.name), it.origin)];
        self.add(
            &it.name,
            part(),
            Variable,
            Generator,
            signature,
            "The value that the attribute has in this instance.",
        );
        let constant = format!("{}_DEF", it.name);
        let signature = format!("#define {constant}");
        self.add(&constant, part(), Macro, Generator, signature, "The value of the attribute, as a constant.");
    }
}

/// The range of a name at the start.
fn whole_of(name: &str) -> TextRange {
    TextRange::up_to(TextSize::of(name))
}
