// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! All declarations of a file in one list: what each is, in what it stands, and what it says of its type.

use camkes_hir::item_tree::{
    AttributeDecl, ComponentDecl, CompositionDecl, ConfigurationDecl, ConnectorDecl, Given, InstanceDecl,
    InterfaceTypeDecl, Item, ItemTree, Name, Path, ProcedureDecl, TypeDecl,
};
use camkes_hir::loc::LocalId;
use camkes_hir::model::InterfaceKind;
use camkes_hir::scope::DefKind;

/// Kinds of declarations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A declaration of its own, with names of its own kind.
    Top(DefKind),
    /// `component Type name`
    Instance,
    /// `group name`
    Group,
    /// `connection Type name`
    Connection,
    /// `uses`, `provides`, `emits`, `consumes`, `dataport`
    Interface,
    /// `attribute`
    Attribute,
    /// Member of a struct
    Member,
    /// Method of a procedure
    Method,
    /// Parameter of a method
    Parameter,
    /// `has mutex` and its like
    Lock,
}

impl Kind {
    /// What it is, in a word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Top(kind) => kind.keyword(),
            Self::Instance => "instance",
            Self::Group => "group",
            Self::Connection => "connection",
            Self::Interface => "interface",
            Self::Attribute => "attribute",
            Self::Member => "member",
            Self::Method => "method",
            Self::Parameter => "parameter",
            Self::Lock => "lock",
        }
    }
}

/// What a declaration says of its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Typed {
    /// Refers to it.
    Use(LocalId),
    /// Is the name of a type of events, which nothing declares.
    Event(LocalId),
    /// Is the name of a type of shared memory.
    Dataport(LocalId),
    /// Has it written in place.
    Here(LocalId),
}

/// One declaration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared<'t> {
    pub(crate) id: LocalId,
    pub(crate) name: Option<&'t str>,
    pub(crate) kind: Kind,
    /// The declaration around it.
    pub(crate) container: Option<LocalId>,
    pub(crate) ty: Option<Typed>,
}

/// Every declaration of a file, each container before what stands in it.
pub(crate) fn declared(tree: &ItemTree) -> Vec<Declared<'_>> {
    walked(tree, None)
}

fn walked(tree: &ItemTree, wanted: Option<LocalId>) -> Vec<Declared<'_>> {
    let mut walk = Walk { wanted, out: Vec::new() };
    for item in &tree.items {
        walk.item(item);
    }
    walk.out
}

/// The declaration with this number.
pub(crate) fn find(tree: &ItemTree, id: LocalId) -> Option<Declared<'_>> {
    walked(tree, Some(id)).into_iter().next()
}

struct Walk<'t> {
    /// The one that is looked for, if not all are.
    wanted: Option<LocalId>,
    out: Vec<Declared<'t>>,
}

impl<'t> Walk<'t> {
    fn add(&mut self, kind: Kind, id: LocalId, name: Option<&'t Name>, container: Option<LocalId>, ty: Option<Typed>) {
        if self.wanted.is_none_or(|wanted| wanted == id) {
            self.out.push(Declared { id, name: name.map(|name| name.text.as_str()), kind, container, ty });
        }
    }

    fn item(&mut self, item: &'t Item) {
        match item {
            Item::Import(_) => {}
            Item::Assembly(it) => {
                self.add(Kind::Top(DefKind::Assembly), it.id, it.name.as_ref(), None, None);
                self.inside(&it.compositions, &it.configurations, it.id);
            }
            Item::Component(it) => self.component(it, None),
            Item::Composition(it) => self.composition(it, None),
            Item::Configuration(it) => {
                self.add(Kind::Top(DefKind::Configuration), it.id, it.name.as_ref(), None, None);
            }
            Item::Connector(it) => self.connector(it, None),
            Item::Procedure(it) => self.procedure(it),
            Item::Struct(it) => {
                self.add(Kind::Top(DefKind::Struct), it.id, it.name.as_ref(), None, None);
                self.attributes(Kind::Member, &it.members, it.id);
            }
        }
    }

    fn inside(
        &mut self,
        compositions: &'t [Given<CompositionDecl>],
        configurations: &'t [Given<ConfigurationDecl>],
        container: LocalId,
    ) {
        for composition in compositions {
            if let Given::Here(decl) = composition {
                self.composition(decl, Some(container));
            }
        }
        for configuration in configurations {
            if let Given::Here(it) = configuration {
                self.add(Kind::Top(DefKind::Configuration), it.id, it.name.as_ref(), Some(container), None);
            }
        }
    }

    fn component(&mut self, it: &'t ComponentDecl, container: Option<LocalId>) {
        self.add(Kind::Top(DefKind::Component), it.id, it.name.as_ref(), container, None);
        for interface in &it.interfaces {
            let ty = match &interface.ty {
                InterfaceTypeDecl::Named(path) => Some(match interface.kind {
                    InterfaceKind::Emits | InterfaceKind::Consumes => Typed::Event(path.id),
                    InterfaceKind::Dataport => Typed::Dataport(path.id),
                    InterfaceKind::Uses | InterfaceKind::Provides => used(path),
                }),
                InterfaceTypeDecl::Buf | InterfaceTypeDecl::Sized(_) => None,
            };
            self.add(Kind::Interface, interface.id, Some(&interface.name), Some(it.id), ty);
        }
        self.attributes(Kind::Attribute, &it.attributes, it.id);
        for lock in it.mutexes.iter().chain(&it.semaphores).chain(&it.binary_semaphores) {
            self.add(Kind::Lock, lock.id, Some(lock), Some(it.id), None);
        }
        self.inside(&it.compositions, &it.configurations, it.id);
    }

    fn composition(&mut self, it: &'t CompositionDecl, container: Option<LocalId>) {
        self.add(Kind::Top(DefKind::Composition), it.id, it.name.as_ref(), container, None);
        for instance in &it.instances {
            self.instance(instance, it.id);
        }
        for group in &it.groups {
            self.add(Kind::Group, group.id, group.name.as_ref(), Some(it.id), None);
            for instance in &group.instances {
                // Instances of a group share their names with those around the group.
                self.instance(instance, it.id);
            }
        }
        for connection in &it.connections {
            let ty = given(&connection.connector, |decl| decl.id);
            self.add(Kind::Connection, connection.id, Some(&connection.name), Some(it.id), Some(ty));
            if let Given::Here(decl) = &connection.connector {
                self.connector(decl, Some(connection.id));
            }
        }
    }

    fn instance(&mut self, it: &'t InstanceDecl, container: LocalId) {
        let ty = given(&it.component, |decl| decl.id);
        self.add(Kind::Instance, it.id, Some(&it.name), Some(container), Some(ty));
        if let Given::Here(decl) = &it.component {
            self.component(decl, Some(it.id));
        }
    }

    fn connector(&mut self, it: &'t ConnectorDecl, container: Option<LocalId>) {
        self.add(Kind::Top(DefKind::Connector), it.id, it.name.as_ref(), container, None);
        self.attributes(Kind::Attribute, &it.attributes, it.id);
    }

    fn procedure(&mut self, it: &'t ProcedureDecl) {
        self.add(Kind::Top(DefKind::Procedure), it.id, it.name.as_ref(), None, None);
        for method in &it.methods {
            self.add(Kind::Method, method.id, Some(&method.name), Some(it.id), typed(method.return_type.as_ref()));
            for parameter in &method.parameters {
                let ty = typed(parameter.ty.as_ref());
                self.add(Kind::Parameter, parameter.id, Some(&parameter.name), Some(method.id), ty);
            }
        }
        self.attributes(Kind::Attribute, &it.attributes, it.id);
    }

    fn attributes(&mut self, kind: Kind, attributes: &'t [AttributeDecl], container: LocalId) {
        for it in attributes {
            self.add(kind, it.id, Some(&it.name), Some(container), typed(it.ty.as_ref()));
            if let Some(TypeDecl::Inline(decl)) = &it.ty {
                self.attributes(Kind::Member, &decl.members, it.id);
            }
        }
    }
}

fn used(path: &Path) -> Typed {
    Typed::Use(path.id)
}

fn given<T>(given: &Given<T>, id: impl Fn(&T) -> LocalId) -> Typed {
    match given {
        Given::Here(decl) => Typed::Here(id(decl)),
        Given::Use(path) => used(path),
    }
}

fn typed(ty: Option<&TypeDecl>) -> Option<Typed> {
    match ty? {
        TypeDecl::Named(path) => Some(used(path)),
        TypeDecl::Inline(decl) => Some(Typed::Here(decl.id)),
        TypeDecl::Basic(_) | TypeDecl::Void => None,
    }
}
