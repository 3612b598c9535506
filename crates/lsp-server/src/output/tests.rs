// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Tests of writing.

use super::*;

fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = Utf8PathBuf::from_path_buf(dir.path().to_owned()).unwrap();
    (dir, path)
}

/// A path with a text.
type Pair<'a> = (&'a str, &'a str);

fn file<'a>(path: &'a str, text: &'a str) -> Pair<'a> {
    (path, text)
}

/// Writes files by somebody who remembers nothing.
fn write(folder: &Utf8Path, files: &[Pair<'_>], inputs: &[Utf8PathBuf]) -> Result<Vec<FileStatus>, OutputError> {
    let bytes: Vec<Arc<[u8]>> = files.iter().map(|(_, text)| Arc::from(text.as_bytes())).collect();
    let files = files.iter().zip(&bytes).map(|((path, _), bytes)| OutputFile { path: Utf8Path::new(path), bytes });
    super::write(folder, &files.collect::<Vec<_>>(), inputs, &Written::default())
}

/// All paths below a folder, sorted.
fn listing(folder: &Utf8Path) -> Vec<String> {
    let mut out = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(dir) = todo.pop() {
        for entry in dir.read_dir_utf8().unwrap().flatten() {
            out.push(entry.path().strip_prefix(folder).unwrap().to_string());
            if entry.file_type().unwrap().is_dir() {
                todo.push(entry.path().to_owned());
            }
        }
    }
    out.sort();
    out
}

#[test]
fn folders_are_made_and_files_written() {
    let (_guard, dir) = folder();
    let out = dir.join("x/y");
    let statuses = write(&out, &[file("a", "1"), file("b/c", "2")], &[]).unwrap();
    assert_eq!(statuses, [FileStatus::Written; 2]);
    assert_eq!(listing(&dir), ["x", "x/y", "x/y/a", "x/y/b", "x/y/b/c"]);
    assert_eq!(fs::read_to_string(out.join("b/c")).unwrap(), "2");
}

#[test]
fn equal_bytes_keep_their_time_stamp() {
    let (_guard, dir) = folder();
    write(&dir, &[file("a", "1"), file("b", "1")], &[]).unwrap();
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    fs::File::options().write(true).open(dir.join("a")).unwrap().set_modified(past).unwrap();
    let statuses = write(&dir, &[file("a", "1"), file("b", "2")], &[]).unwrap();
    assert_eq!(statuses, [FileStatus::Unchanged, FileStatus::Written]);
    assert_eq!(fs::metadata(dir.join("a")).unwrap().modified().unwrap(), past);
}

#[test]
fn paths_that_leave_the_folder_or_collide_are_refused_before_anything_is_made() {
    let (_guard, dir) = folder();
    let out = dir.join("out");
    for bad in ["../a", "/a", "", "a/../../b", ".", "a\\b", "a\0b"] {
        let error = write(&out, &[file("good", ""), file(bad, "")], &[]).unwrap_err();
        assert!(matches!(error, OutputError::Outside(_)), "{bad:?}: {error}");
    }
    let twice = write(&out, &[file("a/b", ""), file("a//b", "")], &[]).unwrap_err();
    assert!(matches!(twice, OutputError::Twice(_)), "{twice}");
    let both = write(&out, &[file("a/b", ""), file("a", "")], &[]).unwrap_err();
    assert!(matches!(both, OutputError::FileAndFolder(_)), "{both}");
    assert!(listing(&dir).is_empty());
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let (_guard, dir) = folder();
    fs::create_dir_all(dir.join("out/z")).unwrap();
    fs::write(dir.join("out/a"), "old").unwrap();
    let error = write(&dir.join("out"), &[file("a", "new"), file("b/c", "new"), file("z", "new")], &[]).unwrap_err();
    assert!(matches!(error, OutputError::IsAFolder(_)), "{error}");
    assert_eq!(listing(&dir), ["out", "out/a", "out/z"]);
    assert_eq!(fs::read_to_string(dir.join("out/a")).unwrap(), "old");
}

#[test]
fn a_file_in_the_place_of_the_folder_is_named() {
    let (_guard, dir) = folder();
    fs::write(dir.join("out"), "").unwrap();
    let error = write(&dir.join("out"), &[file("a", "")], &[]).unwrap_err();
    assert_eq!(error.to_string(), format!("`{dir}/out` is not a folder"));
    let error = write(&dir.join("out/deep/er"), &[file("a", "")], &[]).unwrap_err();
    assert_eq!(error.to_string(), format!("`{dir}/out` is not a folder"));
}

#[cfg(unix)]
#[test]
fn links_below_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (_guard, dir) = folder();
    fs::create_dir_all(dir.join("out")).unwrap();
    fs::create_dir_all(dir.join("elsewhere")).unwrap();
    fs::write(dir.join("elsewhere/file"), "mine").unwrap();
    symlink(dir.join("elsewhere"), dir.join("out/folder")).unwrap();
    let error = write(&dir.join("out"), &[file("folder/a", "")], &[]).unwrap_err();
    assert!(matches!(error, OutputError::SymbolicLink(_)), "{error}");
    symlink(dir.join("elsewhere/file"), dir.join("out/file")).unwrap();
    assert_eq!(write(&dir.join("out"), &[file("file", "mine")], &[]).unwrap(), [FileStatus::Written]);
    assert!(!fs::symlink_metadata(dir.join("out/file")).unwrap().is_symlink(), "the link is replaced");
    assert_eq!(fs::read_to_string(dir.join("elsewhere/file")).unwrap(), "mine");
}

#[test]
fn an_input_of_the_build_is_never_replaced() {
    let (_guard, dir) = folder();
    fs::write(dir.join("a.camkes"), "source").unwrap();
    let error = write(&dir, &[file("a.camkes", "generated")], &[dir.join("a.camkes")]).unwrap_err();
    assert!(matches!(error, OutputError::Input(_)), "{error}");
    assert_eq!(fs::read_to_string(dir.join("a.camkes")).unwrap(), "source");
}

#[test]
fn what_a_killed_build_left_is_removed() {
    let (_guard, dir) = folder();
    let left = || {
        fs::write(dir.join(format!("{TEMPORARY}abc")), "half").unwrap();
        fs::create_dir(dir.join(format!("{TEMPORARY}def"))).unwrap();
        fs::write(dir.join(format!("{TEMPORARY}def/ghi")), "half").unwrap();
    };
    left();
    write(&dir, &[file("a", "1")], &[]).unwrap();
    assert_eq!(listing(&dir), ["a"]);
    left();
    replace_all(&[(dir.join("a"), b"2".as_slice())]).unwrap();
    assert_eq!(listing(&dir), ["a"]);
}

#[test]
fn files_that_a_build_tool_named_are_all_replaced_whatever_their_folders() {
    let (_guard, dir) = folder();
    fs::create_dir(dir.join("x")).unwrap();
    let named = ["a", "x/b", "c", "x/d", "/dev/null"].map(|name| (dir.join(name), name.as_bytes()));
    replace_all(&named).unwrap();
    assert_eq!(listing(&dir), ["a", "c", "x", "x/b", "x/d"]);
    for name in ["a", "x/b", "c", "x/d"] {
        assert_eq!(fs::read_to_string(dir.join(name)).unwrap(), name);
    }
    let error = replace_all(&[(dir.join("x"), [].as_slice())]).unwrap_err();
    assert!(matches!(error, OutputError::IsAFolder(_)), "{error}");
}

#[test]
fn a_file_that_a_build_tool_named_gets_a_new_time_stamp_even_if_its_bytes_are_the_same() {
    let (_guard, dir) = folder();
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    // Longer than the pieces in which files are compared.
    let (same, other) = ("x".repeat(40_000), format!("{}y", "x".repeat(39_999)));
    for name in ["same", "other"] {
        fs::write(dir.join(name), &same).unwrap();
        fs::File::open(dir.join(name)).unwrap().set_modified(past).unwrap();
    }
    replace_all(&[(dir.join("same"), same.as_bytes()), (dir.join("other"), other.as_bytes())]).unwrap();
    for (name, bytes) in [("same", same), ("other", other)] {
        assert!(fs::read_to_string(dir.join(name)).unwrap() == bytes, "{name} has its bytes");
        assert!(fs::metadata(dir.join(name)).unwrap().modified().unwrap() > past, "{name} is new");
    }
}

#[test]
fn what_is_in_a_file_without_a_name_is_written_as_bytes_are() {
    let (_guard, dir) = folder();
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    // Longer than the pieces in which files are compared, and read from its start wherever it was left.
    let text = "x".repeat(40_000);
    let unnamed = tempfile::tempfile_in(&dir).unwrap();
    (&unnamed).write_all(text.as_bytes()).unwrap();
    for old in [None, Some(text.clone()), Some("y".repeat(40_000)), Some("x".repeat(39_999))] {
        if let Some(old) = old {
            fs::write(dir.join("a"), old).unwrap();
            fs::File::open(dir.join("a")).unwrap().set_modified(past).unwrap();
        }
        replace_all(
            &[("a", Contents::File(&unnamed)), ("/dev/null", Contents::File(&unnamed))]
                .map(|(name, contents)| (dir.join(name), contents)),
        )
        .unwrap();
        assert!(fs::read_to_string(dir.join("a")).unwrap() == text);
        assert!(fs::metadata(dir.join("a")).unwrap().modified().unwrap() > past);
        assert_eq!(listing(&dir), ["a"]);
    }
    assert!(Contents::File(&unnamed).bytes().unwrap() == text.as_bytes());
}

#[cfg(unix)]
#[test]
fn a_link_that_a_build_tool_named_is_written_through() {
    let (_guard, dir) = folder();
    fs::create_dir(dir.join("x")).unwrap();
    fs::write(dir.join("x/file"), "old").unwrap();
    std::os::unix::fs::symlink(dir.join("x/file"), dir.join("link")).unwrap();
    replace_all(&[(dir.join("link"), b"new".as_slice())]).unwrap();
    assert!(fs::symlink_metadata(dir.join("link")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(dir.join("x/file")).unwrap(), "new");
}

#[cfg(unix)]
#[test]
fn files_have_the_mode_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_guard, dir) = folder();
    fs::write(dir.join("plain"), "").unwrap();
    write(&dir, &[file("a", "1")], &[]).unwrap();
    let mode = |name: &str| fs::metadata(dir.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("a"), mode("plain"));
}

#[test]
fn files_that_were_left_alone_are_not_read_again_and_others_are() {
    let (_guard, dir) = folder();
    let texts = ["1", "2", "3", "4", "5"];
    let bytes: Vec<Arc<[u8]>> = texts.iter().map(|text| Arc::from(text.as_bytes())).collect();
    let names = ["a", "b", "c", "d", "e"];
    let files: Vec<_> =
        names.iter().zip(&bytes).map(|(name, bytes)| OutputFile { path: Utf8Path::new(name), bytes }).collect();
    let written = Written::default();
    let write = || super::write(&dir, &files, &[], &written).unwrap();
    assert_eq!(write(), [FileStatus::Written; 5]);
    assert_eq!(write(), [FileStatus::Unchanged; 5]);
    fs::remove_file(dir.join("a")).unwrap();
    fs::write(dir.join("b"), "x").unwrap();
    fs::write(dir.join("c"), "longer").unwrap();
    // Another file with the same length and the same time.
    let time = fs::metadata(dir.join("d")).unwrap().modified().unwrap();
    fs::write(dir.join("other"), "x").unwrap();
    fs::File::options().write(true).open(dir.join("other")).unwrap().set_modified(time).unwrap();
    fs::rename(dir.join("other"), dir.join("d")).unwrap();
    let [changed, same] = [FileStatus::Written, FileStatus::Unchanged];
    assert_eq!(write(), [changed, changed, changed, changed, same]);
    for (name, text) in names.iter().zip(texts) {
        assert_eq!(fs::read_to_string(dir.join(name)).unwrap(), text);
    }
}
