// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The file of a resolved system: a mark, the version, length and checksum of what follows, and the tables in a compact binary form.
//! Reading it runs nothing; a file of another program or version, or a damaged one, is refused.

use super::Ast;

/// The bytes are no resolved system that this program can use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AstError {
    /// The mark is missing.
    #[error("this is not a resolved system of camkes-lsp; it must be made anew by `camkes-lsp parser --save-ast`")]
    Foreign,
    /// The file was written by another version of the format.
    #[error(
        "this resolved system has format {found}, but this camkes-lsp reads format {VERSION}; it must be made anew"
    )]
    Version {
        /// The format of the file.
        found: u32,
    },
    /// The checksum or the length does not fit, or the contents make no sense.
    #[error("this resolved system is damaged; it must be made anew")]
    Damaged,
}

/// The first bytes of a file. The last ones are what a transfer as text would change.
const MARK: &[u8; 16] = b"camkes-lsp:ast\r\n";
/// Counts up whenever a type of the tables changes.
const VERSION: u32 = 1;
const HEADER: usize = MARK.len() + 4 + 8 + 4;

impl Ast {
    /// The bytes of a file. The same system gives the same bytes.
    ///
    /// # Errors
    /// None that a system can cause; the encoder's interface has one.
    pub fn encode(&self) -> Result<Vec<u8>, AstError> {
        let body = postcard::to_allocvec(self).map_err(|_| AstError::Damaged)?;
        let mut bytes = Vec::with_capacity(HEADER + body.len());
        bytes.extend_from_slice(MARK);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }

    /// The system in the bytes of a file.
    ///
    /// # Errors
    /// [`AstError`] if they are none, are damaged, or of another version.
    pub fn decode(bytes: &[u8]) -> Result<Self, AstError> {
        let rest = bytes.strip_prefix(MARK).ok_or(AstError::Foreign)?;
        let (version, rest) = rest.split_first_chunk().ok_or(AstError::Damaged)?;
        let found = u32::from_le_bytes(*version);
        if found != VERSION {
            return Err(AstError::Version { found });
        }
        let (length, rest) = rest.split_first_chunk().ok_or(AstError::Damaged)?;
        let (checksum, body) = rest.split_first_chunk().ok_or(AstError::Damaged)?;
        if u64::from_le_bytes(*length) != body.len() as u64 || u32::from_le_bytes(*checksum) != crc32fast::hash(body) {
            return Err(AstError::Damaged);
        }
        let (ast, rest): (Self, _) = postcard::take_from_bytes(body).map_err(|_| AstError::Damaged)?;
        if rest.is_empty() && ast.is_whole() { Ok(ast) } else { Err(AstError::Damaged) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ast::{Instance, Place};

    fn small() -> Ast {
        let mut ast = Ast::default();
        ast.files.push("/a.camkes".into());
        ast.configuration.push(("a".into(), Vec::new()));
        ast
    }

    #[test]
    fn a_system_comes_back_as_it_was() {
        let bytes = small().encode().unwrap();
        assert_eq!(Ast::decode(&bytes), Ok(small()));
    }

    #[test]
    fn foreign_and_newer_files_are_told_apart() {
        assert_eq!(Ast::decode(b"\x80\x04\x95pickle"), Err(AstError::Foreign));
        assert_eq!(Ast::decode(b""), Err(AstError::Foreign));
        let mut bytes = small().encode().unwrap();
        bytes[MARK.len()] += 1;
        assert_eq!(Ast::decode(&bytes), Err(AstError::Version { found: VERSION + 1 }));
    }

    #[test]
    fn a_number_that_leads_nowhere_is_damage() {
        let mut ast = small();
        let place = Place { file: 0, line: 1, column: 1 };
        ast.instances.push(Instance { name: "a".into(), component: 7, address_space: "a".into(), place });
        assert_eq!(Ast::decode(&ast.encode().unwrap()), Err(AstError::Damaged));
    }

    proptest! {
        #[test]
        fn any_changed_byte_is_noticed(at in 0_usize..60, flip in 1_u8..) {
            let mut bytes = small().encode().unwrap();
            let at = at % bytes.len();
            bytes[at] ^= flip;
            prop_assert!(Ast::decode(&bytes).is_err());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut file = small().encode().unwrap();
            file.truncate(HEADER);
            file[20..28].copy_from_slice(&(bytes.len() as u64).to_le_bytes());
            file[28..32].copy_from_slice(&crc32fast::hash(&bytes).to_le_bytes());
            file.extend(bytes);
            let _ = Ast::decode(&file);
        }
    }
}
