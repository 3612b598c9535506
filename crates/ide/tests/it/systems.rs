// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Which systems files belong to, while files are opened, edited and closed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use camkes_ide::camino::{Utf8Path, Utf8PathBuf};
use camkes_ide::{Analysis, AnalysisHost, Cancelled, Change, Config, FileContents, FileLoader, MOST_CHANGES, Rule};
use camkes_test_fixture::Fixture;

use crate::setup::{edit, host};

const APP: &str = r#"
    //- /app/app.camkes
    import "parts/a.camkes";
    assembly { composition { component A a; } }
    //- /app/parts/a.camkes
    component A { control; }
    //- /other/lone.camkes
    component Lone { uses Nothing n; }
"#;

fn rules(analysis: &Analysis, path: &str) -> Vec<Rule> {
    analysis.diagnostics(Utf8Path::new(path)).unwrap().into_iter().map(|d| d.rule).collect()
}

#[test]
fn a_file_without_a_system_is_checked_by_itself() {
    let host = host(&Fixture::parse(APP), &["/other/lone.camkes"]);
    assert_eq!(rules(&host.analysis(), "/other/lone.camkes"), [Rule::UnknownProcedure]);
}

#[test]
fn an_open_file_that_the_assembly_beside_it_does_not_reach_is_reported_until_it_does() {
    let mut host = host(&Fixture::parse(APP), &["/app/parts/new.camkes"]);
    host.apply_change(edit("/app/parts/new.camkes", "component New { control; }"));
    assert_eq!(rules(&host.analysis(), "/app/parts/new.camkes"), [], "nobody knows where the project begins");
    let folders = |folder: &str| Config { folders: vec![folder.into()], ..Config::default() };
    host.apply_change(Change { config: Some(folders("/app/parts")), ..Change::default() });
    assert_eq!(rules(&host.analysis(), "/app/parts/new.camkes"), [], "the assembly is not of the workspace");
    host.apply_change(Change { config: Some(folders("/app")), ..Change::default() });
    assert_eq!(rules(&host.analysis(), "/app/parts/new.camkes"), [Rule::UnreachableFile]);
    host.apply_change(Change { opened: vec!["/app/app.camkes".into()], ..Change::default() });
    let imported = "import \"parts/a.camkes\";\nimport \"parts/new.camkes\";
        assembly { composition { component A a; component New n; } }";
    host.apply_change(edit("/app/app.camkes", imported));
    assert_eq!(rules(&host.analysis(), "/app/parts/new.camkes"), []);
}

#[test]
fn an_edit_in_a_part_shows_in_the_system_and_vanishes_again() {
    let mut host = host(&Fixture::parse(APP), &["/app/parts/a.camkes"]);
    assert_eq!(rules(&host.analysis(), "/app/app.camkes"), []);
    host.apply_change(edit("/app/parts/a.camkes", "component B { control; }"));
    assert_eq!(rules(&host.analysis(), "/app/app.camkes"), [Rule::UnknownComponent]);
    host.apply_change(edit("/app/parts/a.camkes", "component A { control; }"));
    assert_eq!(rules(&host.analysis(), "/app/app.camkes"), []);
}

#[test]
fn a_missing_import_that_appears_is_seen() {
    let fixture =
        Fixture::parse("//- /app.camkes\nimport \"late.camkes\";\nassembly { composition { component Late l; } }\n");
    let mut host = host(&fixture, &["/app.camkes"]);
    assert_eq!(rules(&host.analysis(), "/app.camkes"), [Rule::ImportNotFound, Rule::UnknownComponent]);
    host.apply_change(edit("/late.camkes", "component Late { control; }"));
    assert_eq!(rules(&host.analysis(), "/app.camkes"), []);
}

#[test]
fn every_file_of_the_system_has_its_list() {
    let host = host(&Fixture::parse(APP), &["/app/app.camkes"]);
    let all = host.analysis().all_diagnostics().unwrap();
    let paths: Vec<_> = all.iter().map(|(path, list)| (path.as_str(), list.len())).collect();
    assert_eq!(paths, [("/app/parts/a.camkes", 0), ("/app/app.camkes", 0)]);
}

#[test]
fn a_cancelled_snapshot_answers_so_and_others_go_on() {
    let host = host(&Fixture::parse(APP), &["/app/app.camkes"]);
    let (first, second) = (host.analysis(), host.analysis());
    first.cancellation_token().cancel();
    let cancelled = first.diagnostics(Utf8Path::new("/app/app.camkes"));
    assert!(matches!(cancelled, Err(Cancelled::Local)), "{cancelled:?}");
    assert!(second.diagnostics(Utf8Path::new("/app/app.camkes")).is_ok());
}

#[test]
fn systems_that_nobody_uses_any_more_are_released() {
    let mut host = AnalysisHost::new(Arc::new(Nothing));
    let open = |host: &mut AnalysisHost, path: &Utf8PathBuf| {
        host.apply_change(Change {
            files: vec![(path.clone(), Some(FileContents::text("assembly { composition { component A a; } }")))],
            opened: vec![path.clone()],
            ..Change::default()
        });
    };
    let kept = Utf8PathBuf::from("/kept/main.camkes");
    open(&mut host, &kept);
    let before = host.analysis().diagnostics(&kept).unwrap();
    let mut most = 0;
    for number in 0..300 {
        let path = Utf8PathBuf::from(format!("/w{number}/main.camkes"));
        open(&mut host, &path);
        host.apply_change(Change { files: vec![(path.clone(), None)], closed: vec![path], ..Change::default() });
        most = most.max(host.known_systems());
    }
    assert!(most < 50, "{most}");
    assert_eq!(host.analysis().diagnostics(&kept).unwrap(), before);
}

#[test]
fn what_was_typed_long_ago_is_forgotten() {
    let mut host = AnalysisHost::new(Arc::new(Nothing));
    let path = Utf8PathBuf::from("/app/main.camkes");
    let text = "assembly { composition { component A a; } }";
    let change =
        |text: &str| Change { files: vec![(path.clone(), Some(FileContents::text(text)))], ..Change::default() };
    let typed = format!("import \"gone.camkes\";\n{text}");
    host.apply_change(Change { opened: vec![path.clone()], ..change(&typed) });
    let _ = host.analysis().diagnostics(&path).unwrap();
    host.apply_change(change(text));
    let before = host.analysis().diagnostics(&path).unwrap();
    assert!(host.knows(Utf8Path::new("/app/gone.camkes")), "it was looked for");
    for number in 0..MOST_CHANGES {
        host.apply_change(change(if number % 2 == 0 { "" } else { text }));
    }
    assert!(!host.knows(Utf8Path::new("/app/gone.camkes")));
    assert_eq!(host.analysis().diagnostics(&path).unwrap(), before);
    assert!(host.is_root(&path));
}

/// A disk without files.
struct Nothing;

impl FileLoader for Nothing {
    fn load(&self, _: &Utf8Path) -> FileContents {
        FileContents::Missing
    }
}

#[test]
fn long_work_is_done_in_steps() {
    static STEPS: AtomicUsize = AtomicUsize::new(0);

    let instances: String = (0..1000).map(|it| format!("component A a{it};")).collect();
    let fixture = format!("//- /main.camkes\ncomponent A {{ control; }} assembly {{ composition {{ {instances} }} }}");
    let count = || _ = STEPS.fetch_add(1, Ordering::Relaxed);
    let mut host = host(&Fixture::parse(&fixture), &["/main.camkes"]).attended(count);
    assert_eq!(rules(&host.analysis(), "/main.camkes"), []);
    let steps = STEPS.swap(0, Ordering::Relaxed);
    assert!((50..100_000).contains(&steps), "{steps}");
    // A new database goes on with it.
    for number in 0..=MOST_CHANGES {
        host.apply_change(edit("/other.camkes", &number.to_string()));
    }
    assert_eq!(rules(&host.analysis(), "/main.camkes"), []);
    assert!((50..100_000).contains(&STEPS.load(Ordering::Relaxed)));
}
