// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Between the URIs of the protocol and the paths of the database.
//!
//! A `file:` URI becomes an absolute, lexically normalised path. Any other URI (`untitled:Untitled-1`) names a text
//! that only the editor has; its spelling is its path, which no file on a disk can have since it isn't absolute.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use tower_lsp::gen_lsp_types::Uri;

/// Why a URI names no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UriError {
    /// There is no scheme.
    #[error("'{0}' is not a URI")]
    NoScheme(String),
    /// Percent escapes that are cut off, or are no UTF-8.
    #[error("the path of '{0}' is not valid UTF-8")]
    NotUtf8(String),
    /// A file on another machine.
    #[error("'{0}' is on another host")]
    Remote(String),
}

/// The path under which the database knows a URI's document.
///
/// # Errors
/// When the URI can't name a document of this machine or of the editor.
pub fn to_path(uri: &Uri) -> Result<Utf8PathBuf, UriError> {
    let text = uri.0.as_str();
    let (scheme, rest) = text.split_once(':').ok_or_else(|| UriError::NoScheme(text.to_owned()))?;
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !valid {
        return Err(UriError::NoScheme(text.to_owned()));
    }
    if !scheme.eq_ignore_ascii_case("file") {
        return Ok(Utf8PathBuf::from(text));
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(authority) => {
            let (host, path) = authority.split_at(authority.find('/').unwrap_or(authority.len()));
            if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
                return Err(UriError::Remote(text.to_owned()));
            }
            path
        }
    };
    let decoded = percent_decode(path).ok_or_else(|| UriError::NotUtf8(text.to_owned()))?;
    Ok(normalise(Utf8Path::new(&decoded)))
}

/// The URI of a path, for documents whose spelling the client hasn't told.
#[must_use]
pub fn from_path(path: &Utf8Path) -> Uri {
    if !path.as_str().starts_with('/') {
        return Uri(path.as_str().to_owned());
    }
    let mut text = String::with_capacity(path.as_str().len() + 16);
    text.push_str("file://");
    for &byte in path.as_str().as_bytes() {
        // RFC 3986 "unreserved", and the slash.
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            text.push(char::from(byte));
        } else {
            const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
            text.push('%');
            text.extend(HEX.get(usize::from(byte >> 4)));
            text.extend(HEX.get(usize::from(byte & 15)));
        }
    }
    Uri(text)
}

/// Removes `.`, `..` and doubled slashes without asking the disk.
#[must_use]
pub fn normalise(path: &Utf8Path) -> Utf8PathBuf {
    let mut out = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(&byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let high = char::from(*rest.next()?).to_digit(16)?;
        let low = char::from(*rest.next()?).to_digit(16)?;
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    // A path with a NUL byte can't be opened by anyone.
    if bytes.contains(&0) {
        return None;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(uri: &str) -> Result<String, UriError> {
        to_path(&Uri(uri.to_owned())).map(|p| p.into_string())
    }

    #[test]
    fn file_uris_decode_to_normal_paths() {
        assert_eq!(path("file:///a/b.camkes").as_deref(), Ok("/a/b.camkes"));
        assert_eq!(path("file:///my%20work/%C3%A4.camkes").as_deref(), Ok("/my work/ä.camkes"));
        assert_eq!(path("file://localhost/a/./x/../b").as_deref(), Ok("/a/b"));
        assert_eq!(path("FILE:/a//b").as_deref(), Ok("/a/b"));
        assert_eq!(path("file:///c%3A/w/a.camkes").as_deref(), Ok("/c:/w/a.camkes"));
        assert_eq!(path("file:///a%23b#L3").as_deref(), Ok("/a#b"));
    }

    #[test]
    fn other_schemes_name_texts_of_the_editor() {
        assert_eq!(path("untitled:Untitled-1").as_deref(), Ok("untitled:Untitled-1"));
        assert_eq!(from_path(Utf8Path::new("untitled:Untitled-1")).0, "untitled:Untitled-1");
    }

    #[test]
    fn what_is_no_document_of_this_machine_is_refused() {
        assert!(matches!(path("/a/b"), Err(UriError::NoScheme(_))));
        assert!(matches!(path("1file:///a"), Err(UriError::NoScheme(_))));
        assert!(matches!(path("file://other/a"), Err(UriError::Remote(_))));
        assert!(matches!(path("file:///a%F"), Err(UriError::NotUtf8(_))));
        assert!(matches!(path("file:///a%FF"), Err(UriError::NotUtf8(_))));
        assert!(matches!(path("file:///a%00b"), Err(UriError::NotUtf8(_))));
    }

    proptest! {
        #[test]
        fn every_path_survives_the_way_there_and_back(name in "[^\u{0}/]{1,12}") {
            prop_assume!(name != "." && name != "..");
            let original = Utf8PathBuf::from(format!("/dir/{name}"));
            prop_assert_eq!(to_path(&from_path(&original)).unwrap(), original);
        }

        #[test]
        fn no_uri_panics(text in "\\PC{0,30}") {
            let _ = path(&text);
            let _ = path(&format!("file://{text}"));
        }
    }
}
