// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Tests of a cache on the disk.

use proptest::prelude::*;

use super::*;

const LARGE: u64 = 1 << 20;

fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
    (dir, path.join("cache"))
}

fn key(number: u64) -> Key {
    let mut print = Fingerprint::of("test");
    number.hash(&mut print);
    print.key()
}

fn open(folder: &Utf8Path, most: u64) -> DiskCache {
    DiskCache::open(folder, most).unwrap()
}

fn keep(folder: &Utf8Path, most: u64, number: u64, bytes: &[u8]) {
    let cache = open(folder, most);
    cache.put(key(number), bytes.to_vec());
    cache.settle();
}

/// All bytes of all files in a folder.
fn total(folder: &Utf8Path) -> u64 {
    folder.read_dir_utf8().unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

fn age(folder: &Utf8Path, number: u64, seconds: u64) {
    let path = folder.join(open(folder, LARGE).name(key(number)));
    let past = SystemTime::now() - Duration::from_secs(seconds);
    fs::File::options().write(true).open(path).unwrap().set_modified(past).unwrap();
}

#[test]
fn what_one_process_keeps_the_next_one_finds() {
    let (_guard, dir) = folder();
    assert_eq!(open(&dir, LARGE).get(key(1)), None, "nothing, and no folder");
    keep(&dir, LARGE, 1, b"one");
    assert_eq!(open(&dir, LARGE).get(key(1)), Some(b"one".to_vec()));
    assert_eq!(open(&dir, LARGE).get(key(2)), None);
    keep(&dir, LARGE, 1, b"another");
    assert_eq!(open(&dir, LARGE).get(key(1)), Some(b"another".to_vec()));
}

#[test]
fn what_is_let_go_of_is_not_written() {
    let (_guard, dir) = folder();
    let cache = open(&dir, LARGE);
    cache.put(key(1), b"shown".to_vec());
    cache.forget();
    cache.put(key(2), b"built".to_vec());
    cache.settle();
    assert_eq!((cache.get(key(1)), cache.get(key(2))), (None, Some(b"built".to_vec())));
}

#[test]
fn nothing_is_made_where_nothing_is_kept() {
    let (_guard, dir) = folder();
    let cache = open(&dir, LARGE);
    cache.get(key(1));
    cache.settle();
    assert!(!dir.exists());
}

#[test]
fn the_least_recently_used_goes_and_the_bound_holds() {
    let (_guard, dir) = folder();
    let most = 64 << 10;
    for number in 0..5 {
        keep(&dir, most, number, &[0; 10 << 10]);
        age(&dir, number, 10_000 - number * 1000);
    }
    assert!(open(&dir, most).get(key(0)).is_some(), "the oldest is used again");
    keep(&dir, most, 5, &[0; 15 << 10]);
    let there: Vec<_> = (0..6).filter(|number| open(&dir, most).get(key(*number)).is_some()).collect();
    assert_eq!(there, [0, 3, 4, 5]);
    assert!(total(&dir) <= most);
}

#[test]
fn a_result_larger_than_the_bound_is_not_kept() {
    let (_guard, dir) = folder();
    keep(&dir, 16 << 10, 1, b"small");
    keep(&dir, 16 << 10, 2, &[0; 15 << 10]);
    keep(&dir, 16 << 10, 3, &[0; 17 << 10]);
    assert!(open(&dir, 16 << 10).get(key(1)).is_some());
    assert_eq!(contents(&dir).unwrap().entries, 1);
}

#[test]
fn a_lower_bound_is_kept_to_from_the_next_result_on() {
    let (_guard, dir) = folder();
    (0..8).for_each(|number| keep(&dir, LARGE, number, &[0; 10 << 10]));
    keep(&dir, 32 << 10, 9, b"new");
    assert!(total(&dir) <= 32 << 10);
    assert!(open(&dir, LARGE).get(key(9)).is_some());
}

#[test]
fn what_is_deleted_in_between_is_missed_and_kept_again() {
    let (_guard, dir) = folder();
    keep(&dir, LARGE, 1, b"one");
    let cache = open(&dir, LARGE);
    cache.put(key(2), b"two".to_vec());
    fs::remove_dir_all(&dir).unwrap();
    assert_eq!(cache.get(key(1)), None);
    cache.settle();
    assert_eq!(open(&dir, LARGE).get(key(2)), Some(b"two".to_vec()));
}

#[test]
fn a_wrong_or_missing_count_is_counted_again() {
    let (_guard, dir) = folder();
    let most = 64 << 10;
    for wrong in [Some("nonsense"), Some("18446744073709551615"), Some("-1"), Some(""), None] {
        keep(&dir, most, 0, &[0; 10 << 10]);
        match wrong {
            Some(text) => fs::write(dir.join("size"), text).unwrap(),
            None => fs::remove_file(dir.join("size")).unwrap(),
        }
        keep(&dir, most, 1, &[0; 10 << 10]);
        assert!((0..2).all(|number| open(&dir, most).get(key(number)).is_some()), "{wrong:?}");
        let counted: u64 = fs::read_to_string(dir.join("size")).unwrap().trim().parse().unwrap();
        assert!((20 << 10..=64 << 10).contains(&counted), "{wrong:?}: {counted}");
    }
}

#[test]
fn what_a_killed_writer_left_goes_when_room_is_made() {
    let (_guard, dir) = folder();
    keep(&dir, 32 << 10, 1, b"one");
    fs::write(dir.join(format!("{}abc", room::TEMPORARY)), [0; 64 << 10]).unwrap();
    fs::write(dir.join("size"), "40000").unwrap();
    keep(&dir, 32 << 10, 2, b"two");
    assert!(total(&dir) <= 32 << 10);
    assert!((1..3).all(|number| open(&dir, LARGE).get(key(number)).is_some()));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_and_the_folder_is_private() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (_guard, dir) = folder();
    keep(&dir, LARGE, 1, b"one");
    assert_eq!(fs::metadata(&dir).unwrap().permissions().mode() & 0o777, 0o700);
    let path = dir.join(open(&dir, LARGE).name(key(1)));
    let elsewhere = dir.parent().unwrap().join("elsewhere");
    fs::rename(&path, &elsewhere).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert_eq!(open(&dir, LARGE).get(key(1)), None);
    keep(&dir, LARGE, 1, b"again");
    assert_eq!(open(&dir, LARGE).get(key(1)), Some(b"again".to_vec()));
    assert_eq!(fs::read(&elsewhere).unwrap(), b"one", "the link is replaced");
}

#[test]
fn a_folder_that_cannot_be_made_costs_nothing() {
    let (_guard, dir) = folder();
    fs::write(&dir, "a file").unwrap();
    keep(&dir, LARGE, 1, b"one");
    assert_eq!(open(&dir, LARGE).get(key(1)), None);
    assert_eq!(fs::read_to_string(&dir).unwrap(), "a file");
}

#[test]
fn cleaning_removes_what_the_cache_made_and_nothing_else() {
    let (_guard, dir) = folder();
    keep(&dir, LARGE, 1, b"one");
    fs::write(dir.join("mine"), "mine").unwrap();
    assert_eq!(clean(&dir).unwrap(), Contents { entries: 1, bytes: 3 });
    let left: Vec<_> = dir.read_dir_utf8().unwrap().map(|entry| entry.unwrap().file_name().to_owned()).collect();
    assert_eq!(left, ["mine"]);
    fs::remove_file(dir.join("mine")).unwrap();
    assert_eq!(clean(&dir).unwrap(), Contents::default(), "a folder of somebody else is left alone");
    assert!(dir.exists());
    keep(&dir, LARGE, 1, b"one");
    clean(&dir).unwrap();
    assert!(!dir.exists());
}

#[test]
fn many_at_once_leave_whole_entries_within_the_bound() {
    let (_guard, dir) = folder();
    let most = 40 << 10;
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let dir = &dir;
            scope.spawn(move || {
                for number in 0..12 {
                    let cache = open(dir, most);
                    // Others write and remove the same ones.
                    let value = vec![u8::try_from(number).unwrap(); 4 << 10];
                    if let Some(found) = cache.get(key(number)) {
                        assert_eq!(found, value);
                    }
                    cache
                        .put(key((number + thread) % 12), vec![u8::try_from((number + thread) % 12).unwrap(); 4 << 10]);
                    cache.settle();
                }
            });
        }
    });
    assert!(total(&dir) <= most);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_bound_holds_whatever_is_kept(sizes in proptest::collection::vec(0_usize..9_000, 1..12)) {
        let (_guard, dir) = folder();
        let most = 20_000;
        for (number, size) in sizes.into_iter().enumerate() {
            keep(&dir, most, number as u64, &vec![1; size]);
            if dir.exists() {
                prop_assert!(total(&dir) <= most);
            }
        }
    }
}
