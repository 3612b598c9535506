// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The memory behind a dataport.

use std::cmp::Ordering;

use camkes_capdl::{Arch, sanitised};
use camkes_hir::model::{DataportType, InterfaceType, Value as Setting};
use minijinja::{Error, ErrorKind, Value};

use super::{
    args::{function, parse_int},
    connection::ConnectionEnd,
    entity::{Entity, entity, value},
    model::Model,
    scope::Scope,
    types::{PAGE_SIZE, dataport_c_size, dataport_c_type},
};

/// The memory that one end of a dataport connection maps.
#[derive(Debug, Clone)]
struct Region {
    symbol: String,
    size: u64,
    page_size: u64,
    permissions: String,
    c_type: String,
    c_size: String,
}

/// `region(end)`.
pub(crate) fn functions(_scope: &Scope) -> [(&'static str, Value); 1] {
    [function("region", &["end"], |_, args| {
        let given = args.required("end")?;
        let end = entity::<ConnectionEnd>(given).ok_or_else(|| args.wrong("end", "a connection end", given))?;
        Region::of(end).map(value)
    })]
}

impl Region {
    fn of(end: &ConnectionEnd) -> Result<Self, Error> {
        let fail = |text: String| Error::new(ErrorKind::InvalidOperation, text);
        let Some((instance, interface)) = end.resolve() else { return Err(fail("no such end".to_owned())) };
        let InterfaceType::Dataport(ty) = &interface.ty else {
            return Err(fail(format!("'{}' is not a dataport", end.text())));
        };
        let connection = end.connection().text();
        let size = match ty {
            DataportType::Sized(bytes) => *bytes,
            DataportType::Buf | DataportType::Named(_) => configured_size(&end.model, &connection)?,
        };
        let arch: Arch = end.model.target.arch;
        let page = arch.largest_page_dividing(size).ok_or_else(|| {
            fail(format!(
                "the memory of connection '{connection}' is {size} bytes, which is not a multiple of {PAGE_SIZE}"
            ))
        })?;
        // One program holds the symbols of all instances that share its address space.
        let owner = match end.instance_index().filter(|index| end.model.shares_space(*index)) {
            Some(_) => format!("{}_", sanitised(&instance.name)),
            None => String::new(),
        };
        Ok(Self {
            symbol: format!("{owner}{}_{}_{}_data", end.at.side.keyword(), end.at.index, interface.name),
            size,
            page_size: page.bytes(),
            permissions: permissions(&end.model, &instance.name, &interface.name)?,
            c_type: dataport_c_type(ty),
            c_size: dataport_c_size(ty),
        })
    }
}

/// The setting `size` of the connection, one small page if there is none.
fn configured_size(model: &Model, connection: &str) -> Result<u64, Error> {
    let number = match model.setting(connection, "size") {
        None => return Ok(PAGE_SIZE),
        Some(Setting::Int(number)) => Some(*number),
        Some(Setting::Str(text)) => parse_int(text, 0),
        Some(_) => None,
    };
    number.and_then(|number| u64::try_from(number).ok()).ok_or_else(|| {
        Error::new(ErrorKind::InvalidOperation, format!("setting {connection}.size must be a number of bytes"))
    })
}

/// What an instance may do with the memory of a dataport: the setting `<interface>_access`, everything without it.
///
/// # Errors
/// The setting is anything but some of the letters R, W, X and P in this order.
pub(crate) fn permissions(model: &Model, instance: &str, interface: &str) -> Result<String, Error> {
    const ALL: &str = "RWXP";
    let attribute = format!("{interface}_access");
    let letters = match model.setting(instance, &attribute) {
        None => return Ok(ALL.to_owned()),
        Some(setting) => setting.as_str(),
    };
    match letters {
        Some("") => Ok(ALL.to_owned()),
        Some(letters) if is_in_order(letters, ALL) => Ok(letters.to_owned()),
        _ => Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("setting {instance}.{attribute} must be made of the letters R, W, X and P in this order"),
        )),
    }
}

/// Whether the letters are some of those in `all`, in their order, none twice.
fn is_in_order(letters: &str, all: &str) -> bool {
    let mut rest = all.chars();
    letters.chars().all(|letter| rest.any(|other| other == letter))
}

impl Entity for Region {
    const FIELDS: &'static [&'static str] = &["symbol", "size", "page_size", "perm", "c_type", "c_size"];

    fn field(&self, name: &str) -> Option<Value> {
        Some(match name {
            "symbol" => Value::from(self.symbol.as_str()),
            "size" => Value::from(self.size),
            "page_size" => Value::from(self.page_size),
            "perm" => Value::from(self.permissions.as_str()),
            "c_type" => Value::from(self.c_type.as_str()),
            "c_size" => Value::from(self.c_size.as_str()),
            _ => return None,
        })
    }

    fn text(&self) -> String {
        self.symbol.clone()
    }

    fn order(&self, other: &Self) -> Ordering {
        self.symbol.cmp(&other.symbol)
    }
}

#[cfg(test)]
mod tests {
    use super::is_in_order;

    #[test]
    fn permission_letters_stand_in_one_order() {
        for good in ["R", "RW", "RX", "WP", "RWXP"] {
            assert!(is_in_order(good, "RWXP"), "{good}");
        }
        for bad in ["WR", "RR", "Q", "rw"] {
            assert!(!is_in_order(bad, "RWXP"), "{bad}");
        }
    }
}
