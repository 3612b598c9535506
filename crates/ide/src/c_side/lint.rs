// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Methods without a C function, and functions with the wrong number of parameters. Both speak only where it is certain which
//! sources a component has, and that each name of a function in them stands there as it is.

use std::cell::OnceCell;
use std::sync::Arc;

use camkes_hir::check::{has_errors, settle};
use camkes_hir::diagnostic::{Diagnostic, Edit, Fix, Label, Rule, Span};
use camkes_hir::loc::ItemLoc;
use camkes_hir::model::{Assembly, Interface};
use camkes_hir::parse::source_map;
use camkes_hir::{Db, File, System, is_own, salsa};
use rustc_hash::{FxHashMap, FxHashSet};
use text_size::{TextRange, TextSize};

use super::connectors::calls_methods;
use super::files::{Owned, Way, sources};
use super::implemented::{outline, summary, with_included};
use super::symbols::{By, CSymbol, symbols};

/// Connectors that call the C function of each method on their `to` end.
const CALLING: [&str; 11] = [
    "seL4RPC",
    "seL4RPCCall",
    "seL4RPCCallNoType",
    "seL4RPCCallSignal",
    "seL4RPCCallSignalNoThreads",
    "seL4RPCDataport",
    "seL4RPCDataportNoThreads",
    "seL4RPCDataportSignal",
    "seL4RPCNoThreads",
    "seL4RPCOverMultiSharedData",
    "seL4DirectCall",
];

/// Methods that a message names; of more it says how many.
const NAMED: usize = 3;

/// A finding without its places in C files.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Gap {
    /// Functions that a component lacks, for an interface or for itself.
    Missing { at: ItemLoc, component: ItemLoc, names: Vec<String>, way: Way },
    /// A function of a file with another number of parameters.
    Parameters { file: File, component: ItemLoc, name: String, has: usize },
}

/// What is wrong in the C sources of a system, sorted by file and place, with the levels that the system sets and without what
/// comments allow.
#[salsa::tracked(returns(deref))]
pub(crate) fn diagnostics(db: &dyn Db, system: System) -> Arc<[Diagnostic]> {
    let found = gaps(db, system).iter().filter_map(|gap| match gap {
        Gap::Missing { at, component, names, way } => missing(db, system, *at, *component, names, *way),
        Gap::Parameters { file, component, name, has } => parameters(db, system, *file, *component, name, *has),
    });
    settle(db, system, found.collect()).into()
}

#[salsa::tracked(returns(deref))]
fn gaps(db: &dyn Db, system: System) -> Arc<[Gap]> {
    // What a mistake hides is not missing.
    let assembly = camkes_hir::assembly(db, system).filter(|_| !has_errors(db, system));
    let Some(assembly) = assembly else { return Arc::from([]) };
    let mut out = Vec::new();
    let facts = Facts { db, system, assembly: &assembly, instantiated: OnceCell::new(), called: OnceCell::new() };
    for owned in &sources(db, system).components {
        let origin = owned.component.origin;
        if owned.whole && is_own(db, system, origin.file) && facts.is_instantiated(origin) {
            of_component(db, system, &facts, owned, &mut out);
        }
    }
    out.into()
}

/// What is asked of an assembly for each component, looked through once.
struct Facts<'a> {
    db: &'a dyn Db,
    system: System,
    assembly: &'a Assembly,
    /// Components with an instance.
    instantiated: OnceCell<FxHashSet<ItemLoc>>,
    /// Interfaces whose methods a connection calls.
    called: OnceCell<FxHashSet<ItemLoc>>,
}

impl Facts<'_> {
    fn is_instantiated(&self, component: ItemLoc) -> bool {
        let all = || self.assembly.instances.iter().map(|it| it.component.origin).collect();
        self.instantiated.get_or_init(all).contains(&component)
    }

    fn is_called(&self, interface: &Interface) -> bool {
        let all = || {
            let mut known: FxHashMap<&str, bool> = FxHashMap::default();
            let mut calls = |name| {
                let of_project = || calls_methods(self.db, self.system, name);
                CALLING.contains(&name) || *known.entry(name).or_insert_with(of_project)
            };
            let calling = self.assembly.connections.iter().filter(|it| calls(it.connector.name.as_str()));
            let ends = calling.flat_map(|it| &it.to).filter_map(|end| self.assembly.resolve(*end));
            ends.map(|(_, it)| it.origin).collect()
        };
        self.called.get_or_init(all).contains(&interface.origin)
    }
}

fn of_component(db: &dyn Db, system: System, facts: &Facts<'_>, owned: &Owned, out: &mut Vec<Gap>) {
    let files = with_included(db, owned);
    let summaries: Vec<_> = files.iter().map(|file| (*file, summary(db, *file))).collect();
    if owned.sources.is_empty() || summaries.iter().any(|(_, it)| it.pastes || !it.readable) {
        return;
    }
    let component = owned.component.origin;
    let mut lacking: Vec<(ItemLoc, Vec<String>)> = Vec::new();
    for symbol in symbols(db, system, component).iter().filter(|it| it.by == By::Component) {
        let at = symbol.target();
        let interface = owned.component.interfaces.iter().find(|it| it.origin == at);
        if interface.is_some_and(|it| !facts.is_called(it)) {
            continue;
        }
        let defined = summaries.iter().flat_map(|(file, it)| it.functions.iter().map(move |it| (*file, it)));
        let own: Vec<_> = defined.filter(|(_, it)| it.name == symbol.name && !it.is_static).collect();
        if own.is_empty() {
            match lacking.iter_mut().find(|(other, _)| *other == at) {
                Some((_, names)) => names.push(symbol.name.clone()),
                None => lacking.push((at, vec![symbol.name.clone()])),
            }
        }
        let Some(wanted) = symbol.parameters else { continue };
        // Two definitions are branches of a condition.
        if let [(file, function)] = own.as_slice()
            && let Some(has) = function.parameters.filter(|has| *has != wanted)
        {
            out.push(Gap::Parameters { file: *file, component, name: symbol.name.clone(), has });
        }
    }
    out.extend(lacking.into_iter().map(|(at, names)| Gap::Missing { at, component, names, way: owned.way }));
}

fn span(db: &dyn Db, system: System, loc: ItemLoc) -> Option<Span> {
    let spot = source_map(db, system, loc.file).get(loc.id)?;
    Some(Span { file: spot.file, range: spot.focus })
}

fn missing(
    db: &dyn Db,
    system: System,
    at: ItemLoc,
    component: ItemLoc,
    names: &[String],
    way: Way,
) -> Option<Diagnostic> {
    let owned = sources(db, system).components.iter().find(|it| it.component.origin == component)?;
    let table = symbols(db, system, component);
    let lacking: Vec<&CSymbol> = table.iter().filter(|it| names.contains(&it.name)).collect();
    let shown: Vec<_> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(NAMED);
    let and_more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let noun = if names.len() == 1 { "function" } else { "functions" };
    let message = format!("`{}` does not define the C {noun} {}{and_more}", owned.component.name, shown.join(", "));
    let methods = lacking.iter().filter_map(|it| it.parts.get(1)).take(NAMED);
    let labels =
        methods.filter_map(|(_, loc)| Some(Label { span: span(db, system, *loc)?, text: "the method".to_owned() }));
    let known = match way {
        Way::Settings => "its sources are those that the settings name",
        Way::Cmake => "its sources are those that CMake declares",
        Way::OwnFolder | Way::Beside => "its sources are those in its folder",
    };
    let files: Vec<_> = owned.sources.iter().take(NAMED).filter_map(|it| it.file_name()).collect();
    Some(Diagnostic {
        rule: Rule::MissingImplementation,
        severity: Rule::MissingImplementation.severity(),
        primary: span(db, system, at)?,
        message,
        labels: labels.collect(),
        notes: vec![format!("{known}: {}", files.join(", "))],
        fixes: skeleton(db, owned, &lacking).into_iter().collect(),
    })
}

/// Functions at the end of a component's first source.
fn skeleton(db: &dyn Db, owned: &Owned, lacking: &[&CSymbol]) -> Option<Fix> {
    let path = owned.sources.iter().find(|it| it.extension() == Some("c"))?;
    let file = db.file(path);
    let text = file.contents(db).as_str();
    let end = TextRange::empty(TextSize::try_from(text.len()).ok()?);
    let mut out = if text.is_empty() || text.ends_with('\n') { String::new() } else { "\n".to_owned() };
    for symbol in lacking {
        out.push_str(&definition_of(symbol));
    }
    let noun = if lacking.len() == 1 { "function" } else { "functions" };
    let title = format!("Write the {noun} into `{}`", path.file_name().unwrap_or_default());
    let edits = vec![Edit { span: Span { file, range: end }, text: out }];
    Some(Fix { title, edits, preferred: true })
}

/// A function that does nothing yet, behind an empty line.
pub(super) fn definition_of(symbol: &CSymbol) -> String {
    let body = if symbol.signature.starts_with("void ") { "" } else { "    return 0;\n" };
    format!("\n{}\n{{\n{body}}}\n", symbol.signature)
}

fn parameters(
    db: &dyn Db,
    system: System,
    file: File,
    component: ItemLoc,
    name: &str,
    has: usize,
) -> Option<Diagnostic> {
    let symbol = symbols(db, system, component).iter().find(|it| it.name == name)?;
    let wanted = symbol.parameters?;
    let outline = outline(db, file);
    let function = outline.functions.iter().find(|it| it.name == name && !it.is_static)?;
    let noun = if wanted == 1 { "parameter" } else { "parameters" };
    let method = symbol.parts.get(1).and_then(|(_, loc)| span(db, system, *loc));
    Some(Diagnostic {
        rule: Rule::ImplementationParameters,
        severity: Rule::ImplementationParameters.severity(),
        primary: Span { file, range: function.range },
        message: format!("`{name}` has {has} and not {wanted} {noun}"),
        labels: method.into_iter().map(|span| Label { span, text: "the method".to_owned() }).collect(),
        notes: vec![format!("it is called as `{}`", symbol.signature)],
        fixes: Vec::new(),
    })
}
