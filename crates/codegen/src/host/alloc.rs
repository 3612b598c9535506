// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Allocation of objects and of capability slots.

use camkes_capdl::{CNodeSize, Caching, Cap, GuardSize, Object, ObjectName, Rights};
use minijinja::{Error, ErrorKind, Value};

use super::{
    args::{Args, function},
    entity::{Entity, entity, value},
    objects::{self, KernelObject},
    scope::{Scope, capdl_error},
};

/// The arguments that `alloc_obj` takes after its first three, which `alloc` takes too.
const OBJECT: &[&str] = &[
    "name",
    "type",
    "label",
    "size",
    "size_bits",
    "paddr",
    "number",
    "notification",
    "trigger",
    "target",
    "vector",
    "ioapic",
    "ioapic_pin",
    "level",
    "polarity",
    "handle",
    "pci_bus",
    "pci_dev",
    "pci_fun",
    "start_port",
    "end_port",
    "domainID",
    "bus",
    "dev",
    "fun",
    "iospace",
    "core",
    "irq",
];

/// The arguments that say what a capability allows.
const ALLOWS: &[&str] = &["read", "write", "grant", "grantreply", "rights", "badge", "guard", "guard_size", "cached"];

const CAP: &[&str] = &joined::<{ 2 + ALLOWS.len() }>(&["name", "obj"], ALLOWS);

const DETACHED: &[&str] = &joined::<{ 1 + ALLOWS.len() }>(&["obj"], ALLOWS);

const BOTH: &[&str] = &joined::<{ OBJECT.len() + ALLOWS.len() }>(OBJECT, ALLOWS);

/// The parameters of one list, then those of another; `N` is the length of both together.
const fn joined<const N: usize>(first: &[&'static str], second: &[&'static str]) -> [&'static str; N] {
    let mut all = [""; N];
    let (mut index, mut rest) = (0, 0);
    while index < first.len() {
        all[index] = first[index];
        index += 1;
    }
    while rest < second.len() {
        all[index + rest] = second[rest];
        rest += 1;
    }
    all
}

/// `alloc_obj`, `alloc_cap`, `alloc`, `Cap`, `cap`, `set_badge`, `set_cnode_size_bits`.
pub(crate) fn functions(scope: &Scope) -> Vec<(&'static str, Value)> {
    let (objects, caps, both, badges, size) =
        (scope.clone(), scope.clone(), scope.clone(), scope.clone(), scope.clone());
    vec![
        function("alloc_obj", OBJECT, move |_, args| Ok(value(objects.object(args)?))),
        function("alloc_cap", CAP, move |_, args| {
            let given = args.required("obj")?;
            let object = match entity::<KernelObject>(given) {
                Some(object) => Some(object),
                None if given.is_none() => None,
                None => return Err(args.wrong("obj", "a kernel object or none", given)),
            };
            caps.slot(args.text("name")?, object, args)
        }),
        function("alloc", BOTH, move |_, args| {
            let object = both.object(args)?;
            both.slot(args.text("name")?, Some(&object), args)
        }),
        function("Cap", DETACHED, |_, args| detached(args)),
        function("cap", DETACHED, |_, args| detached(args)),
        function("set_badge", &["slot", "badge"], move |_, args| {
            let slot: u64 = args.number("slot")?;
            let badge = args.number("badge")?;
            let mut space = badges.space.lock();
            let cap = space
                .cspace
                .cap_mut(slot)
                .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("slot {slot} holds no capability")))?;
            cap.badge = Some(badge);
            Ok(Value::from(""))
        }),
        function("set_cnode_size_bits", &["size_bits"], move |_, args| {
            let bits = args.number("size_bits")?;
            size.space.lock().cspace.set_size(CNodeSize::Bits(bits));
            Ok(Value::from(""))
        }),
    ]
}

impl Scope {
    /// Asks for the object that arguments describe, under the name `<label>_<name>`.
    fn object(&self, args: &Args) -> Result<KernelObject, Error> {
        let ty = args.text("type")?;
        let object = objects::described(ty, args, self.model.target.arch)?;
        self.request(args.text("name")?, ty, args.optional_text("label")?, object)
    }

    /// Asks for an object under the name `<label>_<name>`.
    pub(crate) fn request(
        &self,
        name: &str,
        ty: &str,
        label: Option<&str>,
        object: Object,
    ) -> Result<KernelObject, Error> {
        let name = ObjectName::of(&self.label, name);
        let label = label.unwrap_or(&self.label);
        self.space.lock().objects.request(name.clone(), label, object).map_err(capdl_error)?;
        Ok(KernelObject { name, ty: ty.into() })
    }

    /// The slot of the capability that the entity asks for under a name. The same name gives the same slot again.
    fn slot(&self, name: &str, object: Option<&KernelObject>, args: &Args) -> Result<Value, Error> {
        let cap = object.map(|object| cap_of(object, args)).transpose()?;
        self.request_cap(name, cap).map(Value::from)
    }

    pub(crate) fn request_cap(&self, name: &str, cap: Option<Cap>) -> Result<u64, Error> {
        // A name can't hold a line break, so labels and names that differ give keys that differ.
        let key = format!("{}\n{name}", self.label);
        self.space.lock().cspace.request(&key, cap).map_err(capdl_error)
    }
}

/// A capability that a template holds without a slot, for instance to put it into a thread.
#[derive(Debug, Clone)]
struct Detached(Cap);

impl Entity for Detached {
    const FIELDS: &'static [&'static str] = &["object", "badge"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "object" => Value::from(self.0.object.as_str()),
            "badge" => self.0.badge.map_or(Value::from(()), Value::from),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.0.object.to_string()
    }

    fn order(&self, other: &Self) -> std::cmp::Ordering {
        super::entity::by_contents(&self.0, &other.0, (self.0.object.as_str(), other.0.object.as_str()))
    }
}

fn detached(args: &Args) -> Result<Value, Error> {
    Ok(value(Detached(cap_of(objects::argument(args, "obj")?, args)?)))
}

/// The capability that a value is, or one without rights to the object that it is.
pub(crate) fn detached_cap(given: &Value) -> Option<Cap> {
    match entity::<Detached>(given) {
        Some(Detached(cap)) => Some(cap.clone()),
        None => entity::<KernelObject>(given).map(|object| Cap::new(object.name.clone())),
    }
}

fn cap_of(object: &KernelObject, args: &Args) -> Result<Cap, Error> {
    let mut cap = Cap::new(object.name.clone()).with_rights(rights(args)?);
    cap.badge = args.optional_number("badge")?;
    cap.guard = args.optional_number("guard")?.unwrap_or(0);
    cap.guard_size = args.optional_number("guard_size")?.map_or(GuardSize::FillWord, GuardSize::Bits);
    cap.caching = if args.flag("cached", true)? { Caching::Cached } else { Caching::Uncached };
    Ok(cap)
}

/// Rights come either as letters or one by one.
fn rights(args: &Args) -> Result<Rights, Error> {
    if let Some(letters) = args.optional_text("rights")? {
        return letters.chars().try_fold(Rights::NONE, |rights, letter| {
            right(letter)
                .map(|right| rights | right)
                .ok_or_else(|| args.wrong("rights", "made of the letters R, W, G, X and P", &Value::from(letters)))
        });
    }
    let mut rights = Rights::NONE;
    for (name, right) in [
        ("read", Rights::READ),
        ("write", Rights::WRITE),
        ("grant", Rights::GRANT),
        ("grantreply", Rights::GRANT_REPLY),
    ] {
        if args.flag(name, false)? {
            rights |= right;
        }
    }
    Ok(rights)
}

/// The right that a letter stands for; `G` and `X` are one right, which means execution for frames.
pub(crate) fn right(letter: char) -> Option<Rights> {
    Some(match letter {
        'R' => Rights::READ,
        'W' => Rights::WRITE,
        'G' | 'X' => Rights::GRANT,
        'P' => Rights::GRANT_REPLY,
        _ => return None,
    })
}
