// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The sections of CapDL text and the declarations in them.

use super::{
    CdlError,
    ast::{
        CapDecl, CapEntry, Content, Derivation, DomainItem, IndexRange, IrqMapping, Module, NameRef, ObjectDecl,
        PlaceRef, Slot, SlotPlace, Target,
    },
    cursor::{Cursor, Read},
    params,
};
use crate::{CdlArch, ObjectKind, TableKind, TcbSlot};

/// Reads a whole text.
pub(super) fn module(text: &str) -> Read<Module<'_>> {
    if text.lines().next().is_some_and(|line| line.trim() == "-- Dump") {
        return Err(CdlError::new(&(0..7), "this is a dump of a running kernel, which is not CapDL text"));
    }
    let mut cursor = Cursor::new(text)?;
    if !cursor.eat_word("arch")? {
        return Err(cursor.expected("'arch' and an architecture"));
    }
    let arch = arch(&mut cursor)?;
    let mut module = Module { arch, objects: vec![], caps: vec![], irqs: vec![], derivations: vec![], domains: vec![] };
    let mut sections = 0;
    loop {
        if cursor.eat_word("objects")? {
            braces(&mut cursor, |cursor| {
                let declaration = object_decl(cursor)?;
                module.objects.push(declaration);
                Ok(())
            })?;
        } else if cursor.eat_word("caps")? {
            braces(&mut cursor, |cursor| {
                let declaration = cap_decl(cursor)?;
                module.caps.push(declaration);
                Ok(())
            })?;
        } else if cursor.eat_word("irq maps")? {
            let maps = entries(&mut cursor, irq_mapping)?;
            module.irqs.push(maps);
        } else if cursor.eat_word("cdt")? {
            braces(&mut cursor, |cursor| {
                let declaration = derivation(cursor)?;
                module.derivations.push(declaration);
                Ok(())
            })?;
        } else if cursor.eat_word("domains")? {
            braces(&mut cursor, |cursor| {
                let item = domain_item(cursor)?;
                module.domains.push(item);
                Ok(())
            })?;
        } else if cursor.is_at_end() && sections > 0 {
            return Ok(module);
        } else {
            return Err(cursor.expected("'objects', 'caps', 'irq maps', 'cdt' or 'domains'"));
        }
        sections += 1;
    }
}

fn arch(cursor: &mut Cursor<'_>) -> Read<CdlArch> {
    for arch in [CdlArch::Ia32, CdlArch::Arm11, CdlArch::X86_64, CdlArch::Aarch64, CdlArch::Riscv] {
        if cursor.eat_word(arch.keyword())? {
            return Ok(arch);
        }
    }
    Err(cursor.expected("ia32, arm11, x86_64, aarch64 or riscv"))
}

/// `{ inner inner … }`.
fn braces<'a>(cursor: &mut Cursor<'a>, mut inner: impl FnMut(&mut Cursor<'a>) -> Read<()>) -> Read<()> {
    cursor.expect("{")?;
    cursor.nested(|cursor| {
        while !cursor.eat("}")? {
            inner(cursor)?;
        }
        Ok(())
    })
}

/// `{ inner; inner … }`; the semicolons may be left out.
fn entries<'a, T>(cursor: &mut Cursor<'a>, inner: impl Fn(&mut Cursor<'a>) -> Read<T>) -> Read<Vec<T>> {
    let mut found = Vec::new();
    braces(cursor, |cursor| {
        found.push(inner(cursor)?);
        cursor.eat(";").map(drop)
    })?;
    Ok(found)
}

/// `name`, `name[3]`, `name[1..4, 7, 9..]`, `name[]`.
pub(super) fn name_ref<'a>(cursor: &mut Cursor<'a>) -> Read<NameRef<'a>> {
    let start = cursor.at();
    let name = cursor.name()?;
    let mut ranges = Vec::new();
    if cursor.eat("[")? {
        if cursor.eat("]")? {
            ranges.push(IndexRange::All);
        } else {
            loop {
                ranges.push(index_range(cursor)?);
                if !cursor.eat(",")? {
                    break;
                }
            }
            cursor.expect("]")?;
        }
    }
    Ok(NameRef { name, ranges, span: cursor.since(start) })
}

fn index_range(cursor: &mut Cursor<'_>) -> Read<IndexRange> {
    if cursor.eat("..")? {
        return cursor.number().map(IndexRange::To);
    }
    let first = cursor.number()?;
    if !cursor.eat("..")? {
        return Ok(IndexRange::Only(first));
    }
    if cursor.is_at_number() { Ok(IndexRange::FromTo(first, cursor.number()?)) } else { Ok(IndexRange::From(first)) }
}

fn object_decl<'a>(cursor: &mut Cursor<'a>) -> Read<ObjectDecl<'a>> {
    let names = qualified_name(cursor)?;
    if !cursor.eat("=")? {
        return Err(cursor.expected("'=' and what the object is"));
    }
    object_of(cursor, names)
}

fn qualified_name<'a>(cursor: &mut Cursor<'a>) -> Read<(Vec<NameRef<'a>>, NameRef<'a>)> {
    let mut within = Vec::new();
    let mut name = name_ref(cursor)?;
    while cursor.eat("/")? {
        within.push(std::mem::replace(&mut name, name_ref(cursor)?));
    }
    Ok((within, name))
}

fn object_of<'a>(cursor: &mut Cursor<'a>, (within, name): (Vec<NameRef<'a>>, NameRef<'a>)) -> Read<ObjectDecl<'a>> {
    let start = cursor.at();
    let kind = object_kind(cursor)?;
    let kind_span = cursor.since(start);
    let params = params::of_object(cursor)?;
    let mut contents = Vec::new();
    if cursor.rest().starts_with('{') {
        braces(cursor, |cursor| {
            contents.push(content(cursor)?);
            cursor.eat(",").map(drop)
        })?;
    }
    Ok(ObjectDecl { within, name, kind, kind_span, params, contents })
}

fn content<'a>(cursor: &mut Cursor<'a>) -> Read<Content<'a>> {
    let (within, name) = qualified_name(cursor)?;
    if cursor.eat("=")? {
        return object_of(cursor, (within, name)).map(Content::Decl);
    }
    if within.is_empty() { Ok(Content::Ref(name)) } else { Err(cursor.expected("'=' and what the object is")) }
}

const KINDS: [ObjectKind; 28] = [
    ObjectKind::Endpoint,
    ObjectKind::Notification,
    ObjectKind::Tcb,
    ObjectKind::CNode,
    ObjectKind::Untyped,
    ObjectKind::Irq,
    ObjectKind::IoApicIrq,
    ObjectKind::MsiIrq,
    ObjectKind::ArmIrq,
    ObjectKind::AsidPool,
    ObjectKind::Table(TableKind::Pt),
    ObjectKind::Table(TableKind::Pd),
    ObjectKind::Table(TableKind::Pml4),
    ObjectKind::Table(TableKind::Pdpt),
    ObjectKind::Table(TableKind::Pud),
    ObjectKind::Table(TableKind::Pgd),
    ObjectKind::Frame,
    ObjectKind::IoPorts,
    ObjectKind::IoDevice,
    ObjectKind::ArmIoDevice,
    ObjectKind::IoPageTable,
    ObjectKind::Vcpu,
    ObjectKind::SchedContext,
    ObjectKind::RtReply,
    ObjectKind::StreamId,
    ObjectKind::ContextBank,
    ObjectKind::Smc,
    ObjectKind::ArmSgiSignal,
];

fn object_kind(cursor: &mut Cursor<'_>) -> Read<ObjectKind> {
    for kind in KINDS {
        if cursor.eat_word(kind.keyword())? {
            return Ok(kind);
        }
    }
    Err(cursor.expected("the type of an object, such as tcb, ep or frame"))
}

fn cap_decl<'a>(cursor: &mut Cursor<'a>) -> Read<CapDecl<'a>> {
    let start = cursor.at();
    let name = name_ref(cursor)?;
    if name.ranges.is_empty() && cursor.eat("=")? {
        let at = place_ref(cursor)?;
        return Ok(CapDecl::Name { name: name.name, span: cursor.since(start), at });
    }
    if !cursor.rest().starts_with('{') {
        return Err(cursor.expected("'{' and what the object holds, or '=' and the place of a capability"));
    }
    Ok(CapDecl::Contents { container: name, caps: entries(cursor, cap_entry)? })
}

/// `[slot:] [name =] object (params) [- child_of place]`, or `<name>` for a copy.
fn cap_entry<'a>(cursor: &mut Cursor<'a>) -> Read<CapEntry<'a>> {
    let start = cursor.at();
    let slot = opt_slot(cursor)?;
    let mut name = None;
    let target = if cursor.eat("<")? {
        copies(cursor)?
    } else {
        let first = name_ref(cursor)?;
        if !cursor.eat("=")? {
            Target::Objects(first)
        } else {
            name = Some(first);
            if cursor.eat("<")? { copies(cursor)? } else { Target::Objects(name_ref(cursor)?) }
        }
    };
    let params = params::of_cap(cursor)?;
    let parent = if cursor.eat_word("- child_of")? { Some(slot_place(cursor)?) } else { None };
    Ok(CapEntry { slot, name, target, params, parent, span: cursor.since(start) })
}

fn copies<'a>(cursor: &mut Cursor<'a>) -> Read<Target<'a>> {
    let name = name_ref(cursor)?;
    cursor.expect(">")?;
    Ok(Target::Copies(name))
}

fn opt_slot(cursor: &mut Cursor<'_>) -> Read<Option<Slot>> {
    if !cursor.is_at_number() && cursor.peek_name().and_then(TcbSlot::from_keyword).is_none() {
        return Ok(None);
    }
    let found = slot(cursor)?;
    if cursor.eat(":")? { Ok(Some(found)) } else { Err(cursor.expected("':' and a capability")) }
}

fn slot(cursor: &mut Cursor<'_>) -> Read<Slot> {
    if let Some(word) = cursor.peek_name()
        && let Some(slot) = TcbSlot::from_keyword(word)
    {
        cursor.advance(word.len())?;
        return Ok(Slot::Tcb(slot));
    }
    if cursor.is_at_number() { cursor.number().map(Slot::Number) } else { Err(cursor.expected("a slot")) }
}

/// `(container, slot)`.
pub(super) fn place_ref<'a>(cursor: &mut Cursor<'a>) -> Read<PlaceRef<'a>> {
    cursor.expect("(")?;
    let container = name_ref(cursor)?;
    cursor.expect(",")?;
    let slot = slot(cursor)?;
    cursor.expect(")")?;
    Ok(PlaceRef { container, slot })
}

fn slot_place<'a>(cursor: &mut Cursor<'a>) -> Read<SlotPlace<'a>> {
    if cursor.rest().starts_with('(') {
        place_ref(cursor).map(SlotPlace::At)
    } else {
        name_ref(cursor).map(SlotPlace::Named)
    }
}

fn irq_mapping<'a>(cursor: &mut Cursor<'a>) -> Read<IrqMapping<'a>> {
    let slot = match cursor.is_at_number() {
        true => {
            let slot = cursor.number()?;
            cursor.expect(":")?;
            Some(slot)
        }
        false => None,
    };
    Ok(IrqMapping { slot, object: name_ref(cursor)? })
}

fn derivation<'a>(cursor: &mut Cursor<'a>) -> Read<Derivation<'a>> {
    let start = cursor.at();
    let parent = slot_place(cursor)?;
    let span = cursor.since(start);
    let children = if cursor.rest().starts_with('{') { entries(cursor, derivation)? } else { Vec::new() };
    Ok(Derivation { parent, children, span })
}

fn domain_item(cursor: &mut Cursor<'_>) -> Read<DomainItem> {
    let start = cursor.at();
    if cursor.eat_word("schedule")? {
        cursor.expect(":")?;
        cursor.expect("[")?;
        let mut items = Vec::new();
        loop {
            cursor.expect("(")?;
            let domain = cursor.number()?;
            cursor.expect(",")?;
            items.push((domain, cursor.number()?));
            cursor.expect(")")?;
            if !cursor.eat(",")? || cursor.rest().starts_with(']') {
                break;
            }
        }
        cursor.expect("]")?;
        return Ok(DomainItem::Schedule(items, cursor.since(start)));
    }
    if cursor.eat_word("domain_set_start")? {
        cursor.expect(":")?;
        let first = if cursor.eat_word("no_start")? { None } else { Some(cursor.number()?) };
        return Ok(DomainItem::Start(first, cursor.since(start)));
    }
    if cursor.eat_word("index_shift")? {
        cursor.expect(":")?;
        return Ok(DomainItem::IndexShift(cursor.number()?, cursor.since(start)));
    }
    Err(cursor.expected("'schedule', 'domain_set_start' or 'index_shift'"))
}
