// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The last semantic tokens of each document, so that the next answer can be what is different.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use camino::{Utf8Path, Utf8PathBuf};
use rustc_hash::FxBuildHasher;
use tower_lsp::gen_lsp_types::{SemanticToken, SemanticTokensEdit};

/// Tokens and the name under which the client knows them.
type Answer = (String, Arc<[SemanticToken]>);

/// One answer for each open document.
#[derive(Debug, Default)]
pub struct TokenCache {
    next: AtomicU64,
    answers: Mutex<HashMap<Utf8PathBuf, Answer, FxBuildHasher>>,
}

impl TokenCache {
    /// Keeps an answer in place of the one before, and names it.
    pub fn remember(&self, path: &Utf8Path, tokens: &[SemanticToken]) -> String {
        let id = self.next.fetch_add(1, Ordering::Relaxed).to_string();
        let answer = (id.clone(), Arc::from(tokens));
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), answer);
        id
    }

    /// The answer of that name, if it is the last one.
    pub fn recall(&self, path: &Utf8Path, id: &str) -> Option<Arc<[SemanticToken]>> {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.get(path).filter(|(known, _)| known == id).map(|(_, tokens)| Arc::clone(tokens))
    }

    /// Forgets a document that was closed.
    pub fn forget(&self, path: &Utf8Path) {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
    }
}

/// The one edit that leads from some tokens to others: what is between their common start and their common end.
#[must_use]
pub fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (before, after) = (&before[start..], &after[start..]);
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    let (removed, added) = (&before[..before.len() - end], &after[..after.len() - end]);
    if removed.is_empty() && added.is_empty() {
        return None;
    }
    /// Numbers of one token.
    const WIDTH: usize = 5;
    let count = |tokens: usize| u32::try_from(tokens * WIDTH).unwrap_or(u32::MAX);
    let numbers = added.iter().flat_map(|token| {
        [token.delta_line, token.delta_start, token.length, token.token_type, token.token_modifiers_bitset]
    });
    Some(SemanticTokensEdit { start: count(start), delete_count: count(removed.len()), data: Some(numbers.collect()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(starts: &[u32]) -> Vec<SemanticToken> {
        let token = |delta_start| SemanticToken {
            delta_line: 0,
            delta_start,
            length: 1,
            token_type: 0,
            token_modifiers_bitset: 0,
        };
        starts.iter().copied().map(token).collect()
    }

    #[test]
    fn only_what_is_different_is_sent() {
        let edit = difference(&tokens(&[1, 2, 3]), &tokens(&[1, 9, 8, 3])).unwrap();
        assert_eq!((edit.start, edit.delete_count), (5, 5));
        assert_eq!(edit.data.unwrap().len(), 10);
        assert_eq!(difference(&tokens(&[1]), &tokens(&[1])), None);
        let edit = difference(&tokens(&[1, 1]), &tokens(&[1])).unwrap();
        assert_eq!((edit.start, edit.delete_count, edit.data), (5, 5, Some(vec![])));
    }

    #[test]
    fn an_answer_is_known_until_the_next_one() {
        let cache = TokenCache::default();
        let path = Utf8Path::new("/a");
        let first = cache.remember(path, &tokens(&[1]));
        assert!(cache.recall(path, &first).is_some());
        let second = cache.remember(path, &tokens(&[2]));
        assert!(cache.recall(path, &first).is_none() && cache.recall(path, &second).is_some());
        cache.forget(path);
        assert!(cache.recall(path, &second).is_none());
    }
}
