// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Badges: how a server tells its clients apart.

use std::collections::BTreeSet;

use minijinja::{Error, ErrorKind, Value};

use super::{
    args::{Args, function, parse_int},
    connection::{Connection, ConnectionEnd},
    entity::{Entity, entity},
    scope::Scope,
};
use camkes_hir::model::Value as Setting;

use crate::connectors::Side;

/// `badges(connection)`.
pub(crate) fn functions(_scope: &Scope) -> [(&'static str, Value); 1] {
    [function("badges", &["connection"], |_, args| {
        let connection = connection(args)?;
        Ok(of_connection(&connection)?.into_iter().map(Value::from).collect())
    })]
}

fn connection(args: &Args) -> Result<Connection, Error> {
    let given = args.required("connection")?;
    entity::<Connection>(given)
        .cloned()
        .or_else(|| entity::<ConnectionEnd>(given).map(ConnectionEnd::connection))
        .ok_or_else(|| args.wrong("connection", "a connection", given))
}

/// The badge of each `from` end in order: the setting `<interface>_attributes` of its instance, a number or a string
/// of digits; for the others the lowest numbers from 1 that are still free.
///
/// # Errors
/// A setting is something else, or negative.
pub(crate) fn of_connection(connection: &Connection) -> Result<Vec<u64>, Error> {
    let wished = connection.ends(Side::From).map(|end| wish(&end)).collect::<Result<Vec<_>, _>>()?;
    let mut taken: BTreeSet<u64> = wished.iter().copied().flatten().collect();
    let mut next = 1;
    let mut badges = Vec::with_capacity(wished.len());
    for wish in wished {
        badges.push(wish.unwrap_or_else(|| {
            while !taken.insert(next) {
                next += 1;
            }
            next
        }));
    }
    Ok(badges)
}

fn wish(end: &ConnectionEnd) -> Result<Option<u64>, Error> {
    let Some((instance, interface)) = end.resolve() else { return Ok(None) };
    let attribute = format!("{}_attributes", interface.name);
    let Some(setting) = end.model.setting(&instance.name, &attribute) else { return Ok(None) };
    let number = match setting {
        Setting::Int(number) => Some(*number),
        Setting::Str(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => parse_int(text, 10),
        _ => None,
    };
    number.and_then(|number| u64::try_from(number).ok()).map(Some).ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidOperation,
            format!(
                "setting {}.{attribute} must be a badge for '{}': a number or a string of digits, not {setting}",
                instance.name,
                end.text()
            ),
        )
    })
}
