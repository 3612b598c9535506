// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Objects, the untypeds that they are made from, and the domain schedule.

mod object;

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{
    CdlError, MAX_ITEMS,
    ast::{Content, DomainItem, IndexRange, Module, NameRef, ObjectDecl, Span},
    names::{Arrays, element, single},
};
use crate::{DomainStart, Object, ObjectKind, ObjectName, ScheduleItem, Spec, Untyped};

/// Adds all objects to `spec`; the result knows the arrays among them.
pub(super) fn objects(spec: &mut Spec, module: &Module<'_>, errors: &mut Vec<CdlError>) -> Arrays {
    let mut declarer = Declarer { spec, errors, arrays: Arrays::default(), covers: IndexMap::new() };
    for decl in &module.objects {
        declarer.add(decl);
    }
    for decl in &module.objects {
        declarer.add_enclosing(decl);
    }
    for decl in &module.objects {
        declarer.cover(decl, None);
    }
    declarer.finish()
}

struct Declarer<'s> {
    spec: &'s mut Spec,
    errors: &'s mut Vec<CdlError>,
    arrays: Arrays,
    /// What is made from each untyped, in order.
    covers: IndexMap<ObjectName, Vec<(ObjectName, Span)>>,
}

impl Declarer<'_> {
    fn error(&mut self, span: &Span, message: impl Into<String>) {
        self.errors.push(CdlError::new(span, message));
    }

    fn exists(&self, name: &str) -> bool {
        self.spec.object(name).is_some() || self.spec.object(&element(name, 0)).is_some()
    }

    /// Adds an object or an array of them, and those declared in its braces.
    fn add(&mut self, decl: &ObjectDecl<'_>) {
        let name = &decl.name;
        // An untyped may be declared again, to say more of what is made from it.
        if self.exists(name.name) {
            if decl.kind != ObjectKind::Untyped {
                self.error(&name.span, format!("there is another object '{}'", name.name));
            }
        } else {
            match object::of(decl) {
                Ok(object) => self.insert(name, &object),
                Err(error) => self.errors.push(error),
            }
        }
        if decl.kind != ObjectKind::Untyped && !decl.contents.is_empty() {
            self.error(&decl.kind_span, "only untypeds have objects in braces");
        }
        for content in &decl.contents {
            if let Content::Decl(inner) = content {
                self.add(inner);
            }
        }
    }

    fn insert(&mut self, name: &NameRef<'_>, object: &Object) {
        let names: Vec<String> = match name.ranges.as_slice() {
            [] => vec![name.name.to_owned()],
            [IndexRange::Only(count)] if *count <= MAX_ITEMS as u64 => {
                self.arrays.declare(name.name, *count);
                (0..*count).map(|index| element(name.name, index)).collect()
            }
            _ => {
                self.error(
                    &name.span,
                    format!("expected one number in brackets, at most {MAX_ITEMS}: that of the objects"),
                );
                return;
            }
        };
        if self.spec.space().len() + names.len() > MAX_ITEMS {
            self.error(&name.span, format!("there are more than {MAX_ITEMS} objects"));
            return;
        }
        for name in names {
            // The name is new, so there is nothing to disagree with.
            let _ = self.spec.space_mut().request(name, "", object.clone());
        }
    }

    /// Adds the untypeds that only stand before the names of others.
    fn add_enclosing(&mut self, decl: &ObjectDecl<'_>) {
        for name in &decl.within {
            let Some(id) = single(name) else {
                self.error(&name.span, "an object is made from one untyped");
                continue;
            };
            match self.spec.object(&id) {
                Some(Object::Untyped(_)) => {}
                Some(other) => {
                    let kind = other.kind().keyword();
                    self.error(&name.span, format!("'{id}' is a {kind}; objects are made from untypeds"));
                }
                None => {
                    let untyped = Untyped { size_bits: None, paddr: None, children: Vec::new() };
                    let _ = self.spec.space_mut().request(id, "", Object::Untyped(untyped));
                }
            }
        }
        for content in &decl.contents {
            if let Content::Decl(inner) = content {
                self.add_enclosing(inner);
            }
        }
    }

    /// Notes which untyped an object is made from. `outer` is the untyped in whose braces it is declared.
    fn cover(&mut self, decl: &ObjectDecl<'_>, outer: Option<&NameRef<'_>>) {
        let own: Vec<ObjectName> = match (decl.contents.is_empty(), decl.name.ranges.as_slice()) {
            (true, [IndexRange::Only(count)]) => {
                (0..(*count).min(MAX_ITEMS as u64)).map(|index| element(decl.name.name, index).into()).collect()
            }
            _ => single(&decl.name).map(Into::into).into_iter().collect(),
        };
        let mut made = own.clone();
        for untyped in decl.within.iter().rev().chain(outer) {
            let Some(id) = single(untyped) else { return };
            self.add_cover(id.clone().into(), made, &decl.name.span);
            made = vec![id.into()];
        }
        if decl.contents.is_empty() {
            return;
        }
        let Some(id) = own.first().cloned() else { return };
        for content in &decl.contents {
            if let Content::Ref(name) = content {
                match self.arrays.expand(name) {
                    Ok(names) => self.add_cover(id.clone(), names, &name.span),
                    Err(error) => self.errors.push(error),
                }
            }
        }
        for content in &decl.contents {
            if let Content::Decl(inner) = content {
                self.cover(inner, Some(&decl.name));
            }
        }
    }

    fn add_cover(&mut self, untyped: ObjectName, made: Vec<ObjectName>, span: &Span) {
        let made = made.into_iter().map(|name| (name, span.clone()));
        self.covers.entry(untyped).or_default().extend(made);
    }

    fn finish(mut self) -> Arrays {
        for (untyped, made) in std::mem::take(&mut self.covers) {
            let mut seen = HashSet::new();
            let mut children = Vec::new();
            for (name, span) in made {
                if self.spec.object(name.as_str()).is_none() {
                    self.error(&span, format!("there is no object '{name}'"));
                } else if seen.insert(name.clone()) {
                    children.push(name);
                }
            }
            if let Some(Object::Untyped(untyped)) = self.spec.space_mut().get_mut(untyped.as_str()) {
                untyped.children = children;
            }
        }
        self.arrays
    }
}

/// Takes over the domain schedule.
pub(super) fn domains(spec: &mut Spec, module: &Module<'_>, errors: &mut Vec<CdlError>) {
    let mut seen = [false; 3];
    for item in &module.domains {
        let (which, span) = match item {
            DomainItem::Schedule(_, span) => (0, span),
            DomainItem::Start(_, span) => (1, span),
            DomainItem::IndexShift(_, span) => (2, span),
        };
        if std::mem::replace(&mut seen[which], true) {
            errors.push(CdlError::new(span, "this is said twice"));
        }
        let small = |number: u64, errors: &mut Vec<CdlError>| {
            u32::try_from(number).unwrap_or_else(|_| {
                errors.push(CdlError::new(span, format!("{number} is too large here")));
                0
            })
        };
        match item {
            DomainItem::Schedule(items, _) => {
                for (domain, duration) in items {
                    if *domain > 255 || *duration >= 1 << 56 || (*duration == 0 && *domain != 0) {
                        let message = format!(
                            "({domain}, {duration}) is no turn: domains go up to 255, and a turn takes 1 to 2^56 - 1"
                        );
                        errors.push(CdlError::new(span, message));
                    }
                    spec.schedule.push(ScheduleItem { domain: small(*domain, errors), duration: *duration });
                }
            }
            DomainItem::Start(start, _) => {
                spec.domain_start = start.map_or(DomainStart::Never, |index| DomainStart::At(small(index, errors)));
            }
            DomainItem::IndexShift(shift, _) => spec.domain_index_shift = small(*shift, errors),
        }
    }
    if let (DomainStart::At(start), Some(span)) = (spec.domain_start, module.domains.first().map(span_of))
        && !spec.schedule.is_empty()
    {
        match spec.schedule.get(start as usize) {
            None => errors.push(CdlError::new(&span, format!("the schedule has no item {start} to start with"))),
            Some(ScheduleItem { domain: 0, duration: 0 }) => {
                errors.push(CdlError::new(&span, "the schedule can't start with its end, (0, 0)"));
            }
            Some(_) => {}
        }
    }
}

fn span_of(item: &DomainItem) -> Span {
    match item {
        DomainItem::Schedule(_, span) | DomainItem::Start(_, span) | DomainItem::IndexShift(_, span) => span.clone(),
    }
}
