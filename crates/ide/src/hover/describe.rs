// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What the resolved system knows of a declaration.

use std::fmt::Write as _;
use std::sync::Arc;

use camkes_hir::assembly::resolution;
use camkes_hir::declarations::{all_components, all_connectors, all_procedures};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{
    Assembly, Attribute, AttributeType, Component, Connection, Connector, ConnectorEnd, DataportType, End, Instance,
    Interface, InterfaceType, Method, Procedure, Setting, Struct,
};
use camkes_hir::parse::{item_tree, parse, source_map};
use camkes_hir::source_map::Spot;
use camkes_hir::{File, RootDatabase, System};
use camkes_syntax::ast::{self, AstNode};
use rustc_hash::FxHashSet;
use text_size::TextSize;

use super::{joints, settings};
use crate::declared::{self, Declared, Kind};
use crate::resolve::{self, Target};

/// Bytes of a dataport whose type gives none (the page of `Buf`).
const BUF_BYTES: u64 = 4096;

/// Most C functions that are listed.
const SHOWN_FUNCTIONS: usize = 12;

/// From where somebody looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Viewpoint {
    pub(crate) file: File,
    pub(crate) offset: TextSize,
    pub(crate) language: Language,
}

/// What is written where somebody looks from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Adl,
    /// The names that an interface has in C are no news there.
    C,
}

/// A declaration in short, and what is known of it.
pub(super) struct Description {
    pub(super) code: String,
    pub(super) facts: Vec<String>,
}

/// Describes the declaration at a place.
pub(super) fn describe(db: &RootDatabase, system: System, loc: ItemLoc, from: Viewpoint) -> Option<Description> {
    let assembly = resolution(db, system).assembly.as_deref();
    let look = Look { db, system, assembly };
    let components = all_components(db, system);
    let instances = assembly.into_iter().flat_map(|it| it.instances.iter().map(|instance| &instance.component));
    // Many instances have the same few components.
    let mut seen = FxHashSet::default();
    for component in components.iter().chain(instances).filter(|it| seen.insert(Arc::as_ptr(it))) {
        if component.origin == loc {
            return Some(look.component(component));
        }
        if let Some(interface) = component.interfaces.iter().find(|i| i.origin == loc) {
            return Some(look.interface(component, interface, from));
        }
        if let Some(attribute) = component.attributes.iter().find(|a| a.origin == loc) {
            return Some(look.attribute(component, attribute, from));
        }
        if let Some(found) = component.attributes.iter().find_map(|a| structure(a, loc)) {
            return Some(found);
        }
    }
    if let Some(connector) = all_connectors(db, system).iter().find(|c| c.origin == loc) {
        return Some(look.connector(connector));
    }
    if let Some(procedure) = all_procedures(db, system).iter().find(|p| p.origin == loc) {
        return Some(look.procedure(procedure));
    }
    if let Some(found) = assembly.and_then(|it| look.in_assembly(it, loc)) {
        return Some(found);
    }
    let declared = declared::find(item_tree(db, system, loc.file), loc.id)?;
    look.method(&components, loc, declared).or_else(|| look.part(&components, loc, declared))
}

struct Look<'a> {
    db: &'a RootDatabase,
    system: System,
    assembly: Option<&'a Assembly>,
}

impl Look<'_> {
    fn in_assembly(&self, assembly: &Assembly, loc: ItemLoc) -> Option<Description> {
        if let Some(instance) = assembly.instances.iter().find(|i| i.origin == loc) {
            return Some(self.instance(instance));
        }
        if let Some(connection) = assembly.connections.iter().find(|c| c.origins().any(|it| it == loc)) {
            return Some(joints::connection(self.db, self.system, assembly, connection, loc));
        }
        assembly.settings.iter().find(|s| s.origin == loc).map(|setting| self.setting(setting))
    }

    fn component(&self, it: &Component) -> Description {
        let mut code = format!("component {} {{\n", it.name);
        if it.control {
            code.push_str("    control;\n");
        }
        if it.hardware {
            code.push_str("    hardware;\n");
        }
        for interface in &it.interfaces {
            let _ = writeln!(code, "    {};", interface_line(interface));
        }
        for attribute in &it.attributes {
            let _ = writeln!(code, "    attribute {};", attribute_line(attribute));
        }
        code.push('}');
        let instances: Vec<_> = self
            .assembly
            .into_iter()
            .flat_map(|a| a.instances.iter())
            .filter(|i| i.component.origin == it.origin)
            .map(|i| format!("`{}`", i.name))
            .collect();
        let mut facts = Vec::new();
        if !instances.is_empty() {
            facts.push(format!("Instances: {}", listed(&instances)));
        }
        Description { code, facts }
    }

    fn interface(&self, component: &Component, it: &Interface, from: Viewpoint) -> Description {
        let code = format!("{}\n// of component {}", interface_line(it), component.name);
        let mut facts = Vec::new();
        match &it.ty {
            InterfaceType::Dataport(DataportType::Sized(bytes)) => facts.push(pages(*bytes)),
            InterfaceType::Dataport(DataportType::Buf) => facts.push(pages(BUF_BYTES)),
            _ => {}
        }
        match from.language {
            _ if component.hardware => facts.push("Of a device: no code runs there".to_owned()),
            Language::Adl => facts.push(c_api(it)),
            Language::C => {}
        }
        if let Some(assembly) = self.assembly {
            let number = component.interfaces.iter().position(|own| own.origin == it.origin);
            // Standing on the end of a connection, only that instance is of interest.
            let here = self.instance_before(from);
            let is_it = |end: &End| {
                let instance = assembly.instances.get(end.instance).filter(|it| here.is_none_or(|at| it.origin == at));
                Some(end.interface) == number && instance.is_some_and(|it| it.component.origin == component.origin)
            };
            let ends = |c: &Connection| c.from.iter().chain(&c.to).any(is_it);
            let names: Vec<_> = assembly
                .connections
                .iter()
                .filter(|c| ends(c))
                .map(|c| format!("`{}` ({}{})", c.name, c.connector.name, joints::threads_of(assembly, c, it)))
                .collect();
            if !names.is_empty() {
                facts.push(format!("Connected by {}", listed(&names)));
            }
        }
        Description { code, facts }
    }

    /// The instance that is named before the last word of the reference where somebody looks from.
    fn instance_before(&self, from: Viewpoint) -> Option<ItemLoc> {
        let root = parse(self.db, from.file).syntax_node();
        let mut tokens = camkes_syntax::tokens_at(&root, from.offset);
        let path = tokens.find_map(|token| token.parent_ancestors().find_map(ast::Reference::cast))?;
        let words: Vec<_> = path.name_refs().collect();
        let [.., instance, _] = words.as_slice() else { return None };
        let range = camkes_syntax::text_range_without_trivia(instance.syntax());
        match resolve::at(self.db, self.system, from.file, range.end())?.1 {
            Target::Item(loc) => Some(loc),
            Target::File(_) => None,
        }
    }

    fn attribute(&self, component: &Component, it: &Attribute, from: Viewpoint) -> Description {
        let code = format!("attribute {}\n// of component {}", attribute_line(it), component.name);
        let Some(assembly) = self.assembly else { return Description { code, facts: Vec::new() } };
        // Standing on a setting, only that instance is of interest.
        let here = assembly.settings.iter().find(|s| {
            s.attribute == it.name
                && self.spot(s.origin).is_some_and(|it| it.file == from.file && it.full.contains_inclusive(from.offset))
        });
        let owners = assembly.instances.iter().filter(|i| i.component.attributes.iter().any(|a| a.origin == it.origin));
        let owners = owners.filter(|i| here.is_none_or(|s| s.entity == i.name));
        let facts = owners.take(16).map(|i| self.resolved(assembly, i, it)).collect();
        Description { code, facts }
    }

    /// The value of an instance's attribute, and how it came to it.
    fn resolved(&self, assembly: &Assembly, instance: &Instance, it: &Attribute) -> String {
        let setting = assembly.settings.iter().find(|s| s.entity == instance.name && s.attribute == it.name);
        match (setting, assembly.value(&instance.name, &it.name)) {
            (Some(setting), _) => {
                let mut line = format!("`{}.{} = {}`", instance.name, it.name, setting.value);
                if let Some(number) = settings::hexadecimal(&setting.value) {
                    let _ = write!(line, " (`{number}`)");
                }
                for step in settings::way(self.db, self.system, setting, false) {
                    let _ = write!(line, ", {step}");
                }
                line
            }
            (None, Some(value)) => format!("`{}.{} = {value}`, the default", instance.name, it.name),
            (None, None) => format!("`{}.{}` has no value", instance.name, it.name),
        }
    }

    fn connector(&self, it: &Connector) -> Description {
        let end = |end: ConnectorEnd| {
            let hardware = if end.hardware { "hardware " } else { "" };
            let plural = if end.multiple { "s" } else { "" };
            let threads = if end.threads == 1 { "thread" } else { "threads" };
            format!("{hardware}{}{plural} with {} {threads}", end.medium.name(), end.threads)
        };
        let code = format!("connector {} {{\n    from {};\n    to {};\n}}", it.name, end(it.from), end(it.to));
        Description { code, facts: Vec::new() }
    }

    fn procedure(&self, it: &Procedure) -> Description {
        let mut code = format!("procedure {} {{\n", it.name);
        for method in &it.methods {
            let _ = writeln!(code, "    {};", method_line(method));
        }
        code.push('}');
        Description { code, facts: Vec::new() }
    }

    /// A method, with the C functions of the components that have its procedure.
    fn method(&self, components: &[Arc<Component>], loc: ItemLoc, declared: Declared<'_>) -> Option<Description> {
        let (Kind::Method, Some(parent)) = (declared.kind, declared.container) else { return None };
        let origin = ItemLoc::new(loc.file, parent);
        let procedure = all_procedures(self.db, self.system).into_iter().find(|it| it.origin == origin)?;
        let method = procedure.methods.iter().find(|it| Some(it.name.as_str()) == declared.name)?;
        let code = format!("{}\n// of procedure {}", method_line(method), procedure.name);
        let (mut calls, mut implementations) = (Vec::new(), Vec::new());
        for component in components {
            for interface in &component.interfaces {
                let list = match &interface.ty {
                    InterfaceType::Uses(it) if it.origin == origin => &mut calls,
                    InterfaceType::Provides(it) if it.origin == origin => &mut implementations,
                    _ => continue,
                };
                list.push(format!("{}; // {}", crate::c_api::prototype(&interface.name, method), component.name));
            }
        }
        let facts = [("Called in C:", calls), ("Implemented in C:", implementations)].into_iter();
        let facts = facts.filter(|(_, list)| !list.is_empty()).map(|(title, list)| {
            let shown: Vec<_> = list.iter().take(SHOWN_FUNCTIONS).map(String::as_str).collect();
            let more = list.len().saturating_sub(SHOWN_FUNCTIONS);
            let more = if more > 0 { format!("\n// and {more} more") } else { String::new() };
            format!("{title}\n\n```c\n{}{more}\n```", shown.join("\n"))
        });
        Some(Description { code, facts: facts.collect() })
    }

    /// A member of a struct, a parameter, a lock or a group.
    fn part(&self, components: &[Arc<Component>], loc: ItemLoc, declared: Declared<'_>) -> Option<Description> {
        if declared.kind == Kind::Group {
            return self.group(loc, declared.name?);
        }
        let container = declared::find(item_tree(self.db, self.system, loc.file), declared.container?)?;
        let (written, facts) = match declared.kind {
            Kind::Lock => {
                lock(components.iter().find(|it| it.origin == ItemLoc::new(loc.file, container.id))?, declared.name?)
            }
            Kind::Member | Kind::Parameter => {
                let spot = source_map(self.db, self.system, loc.file).get(loc.id)?;
                let text = spot.file.contents(self.db).as_str();
                let text = text.get(usize::from(spot.full.start())..usize::from(spot.full.end()))?;
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                (text.trim_end_matches(';').to_owned(), Vec::new())
            }
            _ => return None,
        };
        let of = format!("// of {} {}", container.kind.word(), container.name.unwrap_or_default());
        Some(Description { code: format!("{written}\n{}", of.trim_end()), facts })
    }

    /// A group with its instances, which have their names beside it.
    fn group(&self, loc: ItemLoc, name: &str) -> Option<Description> {
        let map = source_map(self.db, self.system, loc.file);
        let whole = map.get(loc.id)?;
        let is_inside = |spot: Spot| spot.file == whole.file && whole.full.contains_range(spot.full);
        let all = declared::declared(item_tree(self.db, self.system, loc.file)).into_iter();
        let inside = all.filter(|it| it.kind == Kind::Instance && map.get(it.id).is_some_and(is_inside));
        let names: Vec<_> = inside.filter_map(|it| it.name).map(|it| format!("`{it}`")).collect();
        let facts = vec![format!("One address space for {}", listed(&names))];
        Some(Description { code: format!("group {name}"), facts })
    }

    fn instance(&self, it: &Instance) -> Description {
        let code = format!("component {} {}", it.component.name, it.name);
        let mut facts = Vec::new();
        if it.component.hardware {
            facts.push("A device: no code is generated for it".to_owned());
        } else {
            facts.push(format!("Address space `{}`", it.address_space));
            facts.extend(self.assembly.map(|assembly| joints::threads(assembly, it)));
        }
        facts.extend(self.assembly.and_then(|assembly| joints::joined(assembly, it)));
        let settings = self.assembly.and_then(|a| a.configuration().get(&it.name));
        for (attribute, value) in settings.into_iter().flatten().take(16) {
            facts.push(format!("`{attribute} = {value}`"));
        }
        Description { code, facts }
    }

    fn setting(&self, it: &Setting) -> Description {
        let code = format!("{}.{} = {}", it.entity, it.attribute, it.value);
        let facts = it.via.iter().map(|step| format!("From {}", self.place(*step))).collect();
        Description { code, facts }
    }

    fn spot(&self, loc: ItemLoc) -> Option<Spot> {
        source_map(self.db, self.system, loc.file).get(loc.id)
    }

    /// File and line of a place.
    fn place(&self, loc: ItemLoc) -> String {
        settings::place(self.db, self.system, loc)
    }
}

/// A struct reached through an attribute's type.
fn structure(attribute: &Attribute, loc: ItemLoc) -> Option<Description> {
    let AttributeType::Struct(it) = &attribute.ty else { return None };
    if it.origin == loc {
        return Some(Description { code: struct_text(it), facts: Vec::new() });
    }
    it.members.iter().find_map(|member| structure(member, loc))
}

fn struct_text(it: &Struct) -> String {
    let mut code = format!("struct {} {{\n", it.name.as_deref().unwrap_or_default());
    for member in &it.members {
        let _ = writeln!(code, "    {};", attribute_line(member));
    }
    code.push('}');
    code
}

fn interface_line(it: &Interface) -> String {
    let maybe = if it.optional { "maybe " } else { "" };
    format!("{maybe}{} {} {}", it.ty.kind().keyword(), it.ty.name(), it.name)
}

fn attribute_line(it: &Attribute) -> String {
    let array = if it.array { "[]" } else { "" };
    let default = it.default.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
    format!("{} {}{array}{default}", it.ty.adl_name(), it.name)
}

fn method_line(it: &Method) -> String {
    let parameters = it.parameters.iter().map(|p| {
        let array = if p.array { "[]" } else { "" };
        format!("{} {} {}{array}", p.direction.keyword(), p.ty, p.name)
    });
    let result = it.return_type.as_ref().map_or_else(|| "void".into(), camkes_hir::model::BasicType::adl_name);
    format!("{result} {}({})", it.name, parameters.collect::<Vec<_>>().join(", "))
}

/// The declaration of a lock, and its functions in C.
fn lock(component: &Component, name: &str) -> (String, Vec<String>) {
    let (word, functions): (_, &[&str]) = if component.mutexes.iter().any(|it| it == name) {
        ("mutex", &["lock", "unlock"])
    } else if component.semaphores.iter().any(|it| it == name) {
        ("semaphore", &["wait", "trywait", "post"])
    } else {
        ("binary_semaphore", &["wait", "post"])
    };
    let functions: Vec<_> = functions.iter().map(|it| format!("`{name}_{it}()`")).collect();
    (format!("has {word} {name}"), vec![format!("In C: {}", listed(&functions))])
}

/// Functions that a component's C code gets for an interface (language manual, "Runtime API").
fn c_api(it: &Interface) -> String {
    let name = &it.name;
    let functions: Vec<String> = match &it.ty {
        InterfaceType::Uses(p) if !p.methods.is_empty() => return format!("In C:\n\n{}", prototypes(name, p)),
        InterfaceType::Provides(p) if !p.methods.is_empty() => {
            return format!("Implemented in C:\n\n{}", prototypes(name, p));
        }
        InterfaceType::Uses(_) | InterfaceType::Provides(_) => Vec::new(),
        InterfaceType::Emits(_) => vec![format!("`{name}_emit()`")],
        InterfaceType::Consumes(_) => ["wait", "poll", "reg_callback"].map(|f| format!("`{name}_{f}()`")).to_vec(),
        InterfaceType::Dataport(_) => {
            let mut list = vec![format!("the pointer `{name}`")];
            list.extend(["acquire", "release", "get_size"].map(|f| format!("`{name}_{f}()`")));
            list
        }
    };
    format!("In C: {}", listed(&functions))
}

/// C declarations of the functions of a procedure's interface.
fn prototypes(interface: &str, procedure: &Procedure) -> String {
    let all = procedure.methods.iter().take(SHOWN_FUNCTIONS);
    let mut lines: String = all.map(|it| format!("{};\n", crate::c_api::prototype(interface, it))).collect();
    if procedure.methods.len() > SHOWN_FUNCTIONS {
        let _ = writeln!(lines, "// and {} more", procedure.methods.len() - SHOWN_FUNCTIONS);
    }
    format!("```c\n{lines}```")
}

fn pages(bytes: u64) -> String {
    let pages = bytes.div_ceil(4096);
    let noun = if pages == 1 { "page" } else { "pages" };
    format!("{bytes} bytes, {pages} {noun} of 4 KiB")
}

pub(super) fn listed(items: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut out = items.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if items.len() > SHOWN {
        let _ = write!(out, " and {} more", items.len() - SHOWN);
    }
    if items.is_empty() { "nothing".to_owned() } else { out }
}
