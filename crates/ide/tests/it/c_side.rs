// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! C files of components: from them to the ADL and back.

use std::fmt::Write as _;

use camkes_ide::{AnalysisHost, Change, QueryCounts, Rule, TextSize};
use camkes_test_fixture::Fixture;
use expect_test::{Expect, expect};

use crate::setup::{Files, at_cursor, check_renamed_lines, edit, edited, host, with_cursor};

/// A system of two components, with CMake to say whose the C files are.
const SYSTEM: &str = r#"
//- /app/app.camkes
import <std_connector.camkes>;
import "parts.camkes";
assembly {
    composition {
        component Cat cat;
        component Keeper keeper;
        connection seL4RPCCall feeding(from cat.bowl, to keeper.dish);
        connection seL4Notification news(from cat.meow, to keeper.ear);
        connection seL4SharedData shared(from cat.wall, to keeper.wall);
    }
    configuration { cat.lives = 9; }
}
//- /app/parts.camkes
/** What is in a bowl. */
procedure Food {
    /** Takes some of it. */
    int take(in int grams);
    void put(in char what[]);
}
component Cat {
    control;
    uses Food bowl;
    emits Sound meow;
    dataport Buf wall;
    attribute int lives;
    has mutex paw;
}
component Keeper {
    provides Food dish;
    consumes Sound ear;
    dataport Buf wall;
}
//- /app/CMakeLists.txt
DeclareCAmkESComponent(Cat SOURCES c/cat.c)
file(GLOB keeper c/keeper/*.c)
DeclareCAmkESComponent(Keeper SOURCES ${keeper} INCLUDES c/include)
//- /app/c/cat.c
#include <camkes.h>
// bowl_take is not used here
int run(void)
{
    int n = bowl_take(lives);
    if (paw_lock()) { return 1; }
    meow_emit();
    memcpy(wall, "wall", wall_get_size());
    struct { int lives; } x = { .lives = n };
    return x.lives;
}
//- /app/c/keeper/dish.c
#include "keeper.h"
int dish_take(int grams)
{
    wake(grams);
    return grams;
}
void dish_put(size_t what_sz, const char *what) { }
//- /app/c/keeper/ear.c
void ear__init(void) { ear_reg_callback(0, 0); }
//- /app/c/include/keeper.h
static inline void wake(int n) { ear_poll(); }
//- /app/c/other.c
int dish_take(int grams) { return bowl_take(1); }
"#;

/// The system with the cursor in the middle of a text that stands once in it.
fn in_system(before: &str, behind: &str) -> String {
    with_cursor(SYSTEM, before, behind)
}

fn check_definition(before: &str, behind: &str, expected: &Expect) {
    let (fixture, analysis, path, offset) = at_cursor(&in_system(before, behind));
    let mut out = String::new();
    for target in analysis.definition(&path, offset).unwrap() {
        let text = &fixture.file(target.path.as_str()).text;
        let from = &fixture.file(path.as_str()).text[target.origin];
        writeln!(out, "{from} -> {}: {}", target.path, text[target.full_range].lines().next().unwrap()).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn a_name_in_c_leads_to_the_interface_or_the_method_that_it_is_made_of() {
    check_definition(
        "bowl",
        "_take(lives)",
        &expect![[r#"
        bowl -> /app/parts.camkes: uses Food bowl;
    "#]],
    );
    check_definition(
        "bowl_ta",
        "ke(lives)",
        &expect![[r#"
        take -> /app/parts.camkes: int take(in int grams);
    "#]],
    );
    check_definition(
        "int dish_ta",
        "ke(int grams)\n",
        &expect![[r#"
        take -> /app/parts.camkes: int take(in int grams);
    "#]],
    );
    check_definition(
        "meow_em",
        "it",
        &expect![[r#"
        meow -> /app/parts.camkes: emits Sound meow;
    "#]],
    );
    check_definition(
        "bowl_take(liv",
        "es)",
        &expect![[r#"
        lives -> /app/parts.camkes: attribute int lives;
    "#]],
    );
    check_definition(
        "paw_lo",
        "ck",
        &expect![[r#"
        paw -> /app/parts.camkes: paw
    "#]],
    );
    check_definition(
        "int ru",
        "n(void)",
        &expect![[r#"
        run -> /app/parts.camkes: component Cat {
    "#]],
    );
    check_definition(
        "ear__in",
        "it",
        &expect![[r#"
        ear -> /app/parts.camkes: consumes Sound ear;
    "#]],
    );
    check_definition(
        "n) { ear_po",
        "ll",
        &expect![[r#"
        ear -> /app/parts.camkes: consumes Sound ear;
    "#]],
    );
}

#[test]
fn nothing_is_said_of_other_names() {
    check_definition("mem", "cpy", &expect![[""]]);
    check_definition("// bowl_ta", "ke", &expect![[""]]);
    check_definition("\"wa", "ll\"", &expect![[""]]);
    check_definition("struct { int liv", "es;", &expect![[""]]);
    check_definition("x.liv", "es;", &expect![[""]]);
    check_definition("wa", "ke(grams)", &expect![[""]]);
    // A file that no component has, and a component that has no such interface.
    check_definition("return bowl_ta", "ke(1)", &expect![[""]]);
    let text = SYSTEM.replace("void ear__init(void) {", "void ear__init(void) { bow$0l_take(1);");
    let (_, analysis, path, offset) = at_cursor(&text);
    assert_eq!(analysis.definition(&path, offset).unwrap(), []);
    assert_eq!(analysis.hover(&path, offset).unwrap(), None);
}

#[test]
fn other_features_leave_c_alone() {
    let (_, analysis, path, offset) = at_cursor(&in_system("bowl_ta", "ke(lives)"));
    assert_eq!(analysis.document_symbols(&path).unwrap(), []);
    assert_eq!(analysis.formatting(&path).unwrap(), []);
    assert_eq!(analysis.semantic_tokens(&path, None).unwrap(), []);
    assert_eq!(analysis.folding_ranges(&path).unwrap(), []);
    assert_eq!(analysis.selection_ranges(&path, offset).unwrap(), []);
    assert_eq!(analysis.diagnostics(&path).unwrap(), []);
}

#[test]
fn a_hover_shows_the_prototype_and_the_adl() {
    let (_, analysis, path, offset) = at_cursor(&in_system("bowl_ta", "ke(lives)"));
    let found = analysis.hover(&path, offset).unwrap().unwrap();
    expect![[r#"
        ```c
        int bowl_take(int grams);
        ```

        Calls the method of whoever provides the procedure.

        ---

        Takes some of it.

        ---

        ```camkes
        uses Food bowl
        // of component Cat
        ```

        Connected by `feeding` (seL4RPCCall)"#]]
    .assert_eq(&found.markdown);
    let (_, analysis, path, offset) = at_cursor(&in_system("bowl_take(liv", "es)"));
    let found = analysis.hover(&path, offset).unwrap().unwrap();
    assert!(found.markdown.starts_with("```c\nextern const int lives;\n```"), "{}", found.markdown);
    assert!(found.markdown.contains("`cat.lives = 9`"), "{}", found.markdown);
}

fn check_references(text: &str, expected: &Expect) {
    let (fixture, analysis, path, offset) = at_cursor(text);
    let mut out = String::new();
    for found in analysis.references(&path, offset).unwrap() {
        let text = &fixture.file(found.at.path.as_str()).text;
        let line = text[..usize::from(found.at.range.start())].matches('\n').count() + 1;
        writeln!(out, "{}:{line} {} {:?}", found.at.path, &text[found.at.range], found.access).unwrap();
    }
    expected.assert_eq(&out);
}

#[test]
fn references_of_the_adl_are_in_c_too() {
    check_references(
        &in_system("Food bo", "wl;"),
        &expect![[r#"
        /app/app.camkes:7 bowl Read
        /app/c/cat.c:5 bowl Read
        /app/parts.camkes:9 bowl Declaration
    "#]],
    );
    check_references(
        &in_system("int ta", "ke(in int"),
        &expect![[r#"
        /app/c/cat.c:5 take Read
        /app/c/keeper/dish.c:2 take Read
        /app/parts.camkes:4 take Declaration
    "#]],
    );
    check_references(
        &in_system("Sound ea", "r;"),
        &expect![[r#"
        /app/app.camkes:8 ear Read
        /app/c/include/keeper.h:1 ear Read
        /app/c/keeper/ear.c:1 ear Read
        /app/c/keeper/ear.c:1 ear Read
        /app/parts.camkes:17 ear Declaration
    "#]],
    );
}

#[test]
fn references_of_a_name_in_c_are_in_the_adl_and_in_all_components() {
    check_references(
        &in_system("int dish_ta", "ke(int grams)\n"),
        &expect![[r#"
            /app/c/cat.c:5 take Read
            /app/c/keeper/dish.c:2 take Read
            /app/parts.camkes:4 take Declaration
        "#]],
    );
    check_references(
        &in_system("int di", "sh_take(int grams)\n"),
        &expect![[r#"
            /app/app.camkes:7 dish Read
            /app/c/keeper/dish.c:2 dish Read
            /app/c/keeper/dish.c:7 dish Read
            /app/parts.camkes:16 dish Declaration
        "#]],
    );
}

#[test]
fn what_only_the_component_gives_is_in_its_own_files() {
    check_references(
        &in_system("int ru", "n("),
        &expect![[r#"
            /app/c/cat.c:3 run Read
            /app/parts.camkes:7 Cat Declaration
        "#]],
    );
}

#[test]
fn a_function_in_c_leads_to_the_instances_in_which_it_is_called() {
    let items = |before: &str, behind: &str| {
        let (_, analysis, path, offset) = at_cursor(&in_system(before, behind));
        let items = analysis.call_items(&path, offset).unwrap();
        items.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    assert_eq!(items("int dish_ta", "ke(int grams)\n"), ["keeper"]);
    // Called from the cat, it is the keeper's.
    assert_eq!(items("bowl_ta", "ke(lives)"), ["keeper"]);
    assert_eq!(items("int ru", "n("), ["cat"]);
    assert!(items("bowl_take(liv", "es)").is_empty());
}

#[test]
fn a_method_in_c_leads_to_the_functions_that_implement_it() {
    let (fixture, analysis, path, offset) = at_cursor(&in_system("bowl_ta", "ke(lives)"));
    let found = analysis.implementation(&path, offset).unwrap();
    let shown: Vec<_> = found.iter().map(|it| &fixture.file(it.path.as_str()).text[it.full_range]).collect();
    assert_eq!(shown, ["int dish_take(int grams)\n{\n    wake(grams);\n    return grams;\n}"]);
}

#[test]
fn a_rename_in_the_adl_renames_in_c() {
    check_renamed_lines(
        &in_system("Food bo", "wl;"),
        "plate",
        &expect![[r#"
        connection seL4RPCCall feeding(from cat.plate, to keeper.dish);
        uses Food plate;
        int n = plate_take(lives);
    "#]],
    );
    check_renamed_lines(
        &in_system("int ta", "ke(in int"),
        "grab",
        &expect![[r#"
        int grab(in int grams);
        int n = bowl_grab(lives);
        int dish_grab(int grams)
    "#]],
    );
    check_renamed_lines(
        &in_system("int li", "ves;\n    has"),
        "age",
        &expect![[r#"
        configuration { cat.age = 9; }
        attribute int age;
        int n = bowl_take(age);
    "#]],
    );
    check_renamed_lines(
        &in_system("mutex p", "aw;"),
        "claw",
        &expect![[r#"
        has mutex claw;
        if (claw_lock()) { return 1; }
    "#]],
    );
}

#[test]
fn a_rename_in_c_is_that_of_the_part_at_the_cursor() {
    check_renamed_lines(
        &in_system("bowl_ta", "ke(lives)"),
        "grab",
        &expect![[r#"
        int grab(in int grams);
        int n = bowl_grab(lives);
        int dish_grab(int grams)
    "#]],
    );
    check_renamed_lines(
        &in_system("meo", "w_emit"),
        "purr",
        &expect![[r#"
        connection seL4Notification news(from cat.purr, to keeper.ear);
        emits Sound purr;
        purr_emit();
    "#]],
    );
    let (_, analysis, path, offset) = at_cursor(&in_system("bowl_ta", "ke(lives)"));
    assert_eq!(analysis.prepare_rename(&path, offset).unwrap().unwrap().name, "take");
    check_renamed_lines(&in_system("mem", "cpy"), "x", &expect!["no name of a declaration stands here"]);
    check_renamed_lines(&in_system("int ru", "n(void)"), "x", &expect!["no name of a declaration stands here"]);
}

#[test]
fn a_rename_to_a_name_that_c_has_is_refused() {
    let text = in_system("Food bo", "wl;").replace("int n = bowl_take", "plate_take(); int n = bowl_take");
    check_renamed_lines(&text, "plate", &expect!["the name `plate_take` is taken"]);
}

fn completed(replaced: &str, by: &str) -> Vec<(String, String)> {
    assert!(SYSTEM.contains(replaced), "{replaced}");
    let (_, analysis, path, offset) = at_cursor(&SYSTEM.replace(replaced, by));
    let found = analysis.completion(&path, offset).unwrap();
    found.items.into_iter().map(|it| (it.label, it.snippet.unwrap_or(it.insert))).collect()
}

fn pair(label: &str, text: &str) -> (String, String) {
    (label.to_owned(), text.to_owned())
}

#[test]
fn names_of_the_component_are_offered() {
    let expected = [
        pair("bowl_put", "bowl_put($0)"),
        pair("bowl_register_error_handler", "bowl_register_error_handler($0)"),
        pair("bowl_take", "bowl_take($0)"),
        pair("bowl__init", "bowl__init()"),
    ];
    assert_eq!(completed("meow_emit();", "bow$0;"), expected);
    assert_eq!(completed("meow_emit();", "meow_emi$0t();")[0], pair("meow_emit", "meow_emit"));
    assert_eq!(completed("meow_emit();", "x.bow$0"), []);
    assert_eq!(completed("meow_emit();", "// bow$0"), []);
    assert_eq!(completed("meow_emit();", "$0"), []);
    assert_eq!(completed("meow_emit();", "dish$0"), [], "another component's");
    assert_eq!(completed("int grams) { return bowl_take(1); }", "int grams) { bow$0 }"), [], "nobody's file");
}

#[test]
fn what_a_component_implements_is_offered_as_a_whole_function() {
    let found = completed("void ear__init", "dish_ta$0\nvoid ear__init");
    assert_eq!(found, [pair("dish_take", "int dish_take(int grams)\n{\n    return 0;\n}")]);
    let found = completed("int run(void)\n{", "ru$0");
    assert_eq!(found[0], pair("run", "int run(void)\n{\n    return 0;\n}"));
    let behind_type = completed("void ear__init", "int  dish_ta$0\nvoid ear__init");
    assert_eq!(behind_type, [pair("dish_take", "dish_take(int grams)\n{\n    return 0;\n}")]);
    for other in ["extern int dish_ta$0;", "int x = dish_ta$0;", "int dish_ta$0(int grams);"] {
        let found = completed("void ear__init", &format!("{other}\nvoid ear__init"));
        assert_eq!(found, [pair("dish_take", "dish_take")], "{other}");
    }
}

/// What is wrong in the whole workspace by the rules about C, with what the first fixes make of the files.
fn check_lint(text: &str, expected: &Expect) {
    let fixture = Fixture::parse(text);
    let analysis = host(&fixture, &["/app/app.camkes"]).analysis();
    let mut out = String::new();
    for (path, found) in analysis.all_diagnostics().unwrap() {
        for it in found.iter().filter(|it| it.rule.is_about_c() || it.severity == camkes_ide::Severity::Error) {
            let line =
                fixture.file(path.as_str()).text[..usize::from(it.primary.range.start())].matches('\n').count() + 1;
            writeln!(out, "{path}:{line} {}\n  {}", it.message, it.notes.join("; ")).unwrap();
            for fix in &it.fixes {
                writeln!(out, "  {}: {:?}", fix.title, fix.edits.iter().map(|it| &it.text).collect::<Vec<_>>())
                    .unwrap();
            }
        }
    }
    expected.assert_eq(&out);
}

#[test]
fn a_whole_component_lacks_nothing() {
    check_lint(SYSTEM, &expect![[""]]);
}

#[test]
fn a_method_without_a_function_is_named_with_its_skeleton() {
    let text = SYSTEM
        .replace("int dish_take(int grams)\n{", "static int dish_take(int grams)\n{")
        .replace("void dish_put", "void dish_pull");
    check_lint(
        &text,
        &expect![[r#"
        /app/parts.camkes:16 `Keeper` does not define the C functions `dish_take`, `dish_put`
          its sources are those that CMake declares: dish.c, ear.c
          Write the functions into `dish.c`: ["\nint dish_take(int grams)\n{\n    return 0;\n}\n\nvoid dish_put(size_t what_sz, const char *what)\n{\n}\n"]
    "#]],
    );
    check_lint(
        &SYSTEM.replace("int run(void)", "int walk(void)"),
        &expect![[r#"
        /app/parts.camkes:7 `Cat` does not define the C function `run`
          its sources are those that CMake declares: cat.c
          Write the function into `cat.c`: ["\nint run(void)\n{\n    return 0;\n}\n"]
    "#]],
    );
}

#[test]
fn a_function_with_other_parameters_is_named_in_c() {
    check_lint(
        &SYSTEM.replace("dish_put(size_t what_sz, const", "dish_put(const"),
        &expect![[r#"
        /app/c/keeper/dish.c:7 `dish_put` has 1 and not 2 parameters
          it is called as `void dish_put(size_t what_sz, const char *what)`
    "#]],
    );
}

#[test]
fn nothing_is_missing_where_not_everything_is_known() {
    let lacking = SYSTEM.replace("void dish_put", "void dish_pull");
    let silent = |text: String| check_lint(&text, &expect![[""]]);
    silent(lacking.replace("SOURCES ${keeper}", "SOURCES ${keeper} ${more}"));
    silent(lacking.replace("SOURCES ${keeper}", "SOURCES ${keeper} gone.c"));
    silent(lacking.replace("SOURCES ${keeper}", "SOURCES ${keeper} fast.S"));
    silent(lacking.replace("#include \"keeper.h\"", "#include \"keeper.h\"\n#define DISH(x) void dish_##x(void) { }"));
    silent(lacking.replace("provides Food dish;", "provides Food dish; // camkes: allow(missing-implementation)"));
    silent(SYSTEM.replace("control;", "control; provides Food spare;"));
    let without_cmake = lacking.replace("DeclareCAmkESComponent", "SomethingElse");
    silent(without_cmake);
}

#[test]
fn an_implementation_in_an_included_file_counts() {
    let text = SYSTEM.replace("void dish_put(size_t what_sz, const char *what) { }", "#include \"put.inc\"");
    check_lint(
        &format!("{text}//- /app/c/keeper/put.inc\nvoid dish_put(size_t n, const char *what) {{ }}\n"),
        &expect![[""]],
    );
}

#[test]
fn settings_go_before_cmake() {
    let fixture = Fixture::parse(&in_system("return bowl_ta", "ke(1)"));
    let (path, offset) = fixture.cursor();
    let mut host = host(&fixture, &[path]);
    let mut settings = camkes_ide::SystemSettings::default();
    let files = camkes_ide::ComponentFiles { sources: vec!["/app/c/o*.c".into()], ..Default::default() };
    settings.component_files.insert("Cat".to_owned(), files);
    let config = camkes_ide::Config { settings: std::sync::Arc::new(settings), ..camkes_ide::Config::default() };
    host.apply_change(Change { config: Some(config), ..Change::default() });
    let found = host.analysis().definition(path.into(), offset).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(host.roots(), ["/app/app.camkes"]);
}

#[test]
fn a_component_keeps_its_c_files_under_another_name() {
    let named = in_system("component Ca", "t {");
    check_renamed_lines(
        &named,
        "Tiger",
        &expect![[r#"
        component Tiger cat;
        component Tiger {
        DeclareCAmkESComponent(Tiger SOURCES c/cat.c)
    "#]],
    );
    let pieced = named.replace("DeclareCAmkESComponent(Cat", "set(c Ca)\nDeclareCAmkESComponent(${c}t");
    check_renamed_lines(
        &pieced,
        "Tiger",
        &expect!["CMake files or settings declare the C files of `Cat` in a way that another name can't be put into"],
    );
    let text =
        named.replace("//- /app/CMakeLists.txt", "//- /app/camkes.toml\n[components.Cat]\n//- /app/CMakeLists.txt");
    let fixture = Fixture::parse(&text);
    let (path, offset) = fixture.cursor();
    let mut host = host(&fixture, &[path]);
    let mut settings = camkes_ide::SystemSettings::default();
    let range = camkes_ide::TextRange::new(12.into(), 15.into());
    let files = camkes_ide::ComponentFiles { named: Some(("/app/camkes.toml".into(), range)), ..Default::default() };
    settings.component_files.insert("Cat".to_owned(), files);
    let config = camkes_ide::Config {
        settings: std::sync::Arc::new(settings),
        folders: vec!["/app".into()],
        ..camkes_ide::Config::default()
    };
    host.apply_change(Change { config: Some(config), ..Change::default() });
    let edits = host.analysis().rename(path.into(), offset, "Tiger").unwrap().unwrap();
    let out = edited(&fixture, &edits);
    assert!(out.contains("[components.Tiger]") && out.contains("DeclareCAmkESComponent(Tiger SOURCES"), "{out}");
}

#[test]
fn folders_say_whose_a_file_is_where_nothing_else_does() {
    let text = "
//- /main.camkes
import <std_connector.camkes>;
procedure P { void f(); }
component Client { control; uses P p; }
component Server { provides P q; }
assembly { composition {
    component Client c; component Server s;
    connection seL4RPCCall x(from c.p, to s.q);
} }
//- /components/Client/src/main.c
int run(void) { p_f(); q_f(); }
//- /components/Server/server.c
void q_$0f(void) { p_f(); }
";
    let (fixture, analysis, path, offset) = at_cursor(text);
    let found = analysis.definition(&path, offset).unwrap();
    assert_eq!(&fixture.file("/main.camkes").text[found[0].focus_range], "f");
    let other = fixture.file("/components/Client/src/main.c").text.find("q_f").unwrap();
    let other = TextSize::try_from(other).unwrap();
    assert_eq!(analysis.definition("/components/Client/src/main.c".into(), other).unwrap(), []);
}

#[test]
fn a_component_of_no_assembly_is_found_from_its_c_file() {
    let (_, analysis, path, offset) = at_cursor(
        "
//- /lib/components/Timer/Timer.camkes
component Timer { control; emits Tick tick; }
//- /lib/components/Timer/CMakeLists.txt
DeclareCAmkESComponent(Timer SOURCES src/timer.c)
//- /lib/components/Timer/src/timer.c
int run(void) { ti$0ck_emit(); }
",
    );
    let found = analysis.definition(&path, offset).unwrap();
    assert_eq!(found[0].path, "/lib/components/Timer/Timer.camkes");
}

#[test]
fn an_edit_of_c_is_seen_and_a_new_file_too() {
    let fixture = Fixture::parse(SYSTEM);
    let mut host = host(&fixture, &["/app/app.camkes"]);
    let lacking = |host: &AnalysisHost| {
        let found = host.analysis().diagnostics("/app/parts.camkes".into()).unwrap();
        found.iter().filter(|it| it.rule == Rule::MissingImplementation).count()
    };
    assert_eq!(lacking(&host), 0);
    host.apply_change(edit("/app/c/keeper/dish.c", "void dish_take(int a) {}"));
    assert_eq!(lacking(&host), 1);
    host.apply_change(edit("/app/CMakeLists.txt", "DeclareCAmkESComponent(Keeper SOURCES c/keeper/dish.c ${x})"));
    assert_eq!(lacking(&host), 0);
}

/// Queries that run when all diagnostics are asked for again after an edit of an open file.
fn executed(path: &str, from: &str, to: &str) -> Vec<String> {
    let counts = QueryCounts::default();
    let fixture = Fixture::parse(SYSTEM);
    let mut host = counts.host(Files::of(&fixture));
    let text = &fixture.file(path).text;
    // An editor opens a file with its text, which may change often from then on.
    let opened = vec!["/app/app.camkes".into(), path.into()];
    host.apply_change(Change { opened, ..edit(path, text) });
    let ask = |host: &AnalysisHost| {
        let _ = host.analysis().all_diagnostics().unwrap();
        host.analysis().executed(&counts)
    };
    let before = ask(&host);
    assert_eq!(text.matches(from).count(), 1, "{from}");
    host.apply_change(edit(path, &text.replace(from, to)));
    let after = ask(&host);
    after.into_iter().filter(|(name, count)| before.get(name) != Some(count)).map(|(name, _)| name).collect()
}

#[test]
fn an_edit_of_c_runs_what_depends_on_it_alone() {
    // In a body: the file is read again, and is found to define what it did.
    assert_eq!(executed("/app/c/cat.c", "return x.lives;", "return 0;"), ["outline", "summary"]);
    // A function more: whether something is missing is looked at again, and nothing is.
    let found = executed("/app/c/cat.c", "int run(void)", "int more(void) { return 1; }\nint run(void)");
    assert_eq!(found, ["gaps", "outline", "summary"]);
    // Nothing of C depends on where ADL stands.
    let found = executed("/app/parts.camkes", "/** What", "/** About what");
    assert!(found.contains(&"parse".to_owned()), "{found:?}");
    for query in ["outline", "summary", "gaps", "sources", "declared", "symbols", "script"] {
        assert!(!found.iter().any(|it| it == query), "{query} runs: {found:?}");
    }
}

#[test]
fn what_a_project_s_own_connector_makes_is_known_from_its_template() {
    let text = "
//- /app/app.camkes
procedure Pins { int set(in int pin); }
component Board { control; uses Pins pins; }
component Server { provides Pins gpio; }
connector Wires { from Procedures; to Procedure; }
assembly { composition {
    component Board board; component Server server;
    connection Wires w(from board.pins, to server.gpio);
} }
//- /app/CMakeLists.txt
CAmkESAddTemplatesPath(templates)
DeclareCAmkESConnector(Wires FROM wires-from.c TO wires-to.c)
DeclareCAmkESComponent(Board SOURCES board.c)
DeclareCAmkESComponent(Server SOURCES server.c)
//- /app/templates/wires-from.c
/*- include 'wires-common.c' -*/
int *
/*? me.interface.name ?*/_allocated(unsigned n)
{
    return 0;
}
//- /app/templates/wires-common.c
void /*? me.interface.name ?*/_common(void) { }
//- /app/templates/wires-to.c
unsigned /*? me.interface.name ?*/_assignee(int pin) { return 0; }
//- /app/server.c
int gpio_set(int pin) { return gpio_assignee(pin); }
//- /app/board.c
int run(void) { pins_common(); return *pins_allocated(3); }
";
    let at = |before: &str, behind: &str| {
        let (_, analysis, path, offset) = at_cursor(&with_cursor(text, before, behind));
        let hover = analysis.hover(&path, offset).unwrap();
        hover.and_then(|it| it.markdown.lines().nth(1).map(str::to_owned)).unwrap_or_default()
    };
    assert_eq!(at("pins_alloc", "ated(3"), "int * pins_allocated(unsigned n);");
    assert_eq!(at("gpio_assig", "nee(pin"), "unsigned gpio_assignee(int pin);");
    assert_eq!(at("pins_com", "mon(); r"), "void pins_common(void);");
    check_renamed_lines(
        &with_cursor(text, "uses Pins pins", ";"),
        "io",
        &expect![[r#"
            component Board { control; uses Pins io; }
            connection Wires w(from board.io, to server.gpio);
            int run(void) { io_common(); return *io_allocated(3); }
        "#]],
    );
    let (_, analysis, path, offset) = at_cursor(&with_cursor(text, "connection Wir", "es w"));
    let found: Vec<_> = analysis.implementation(&path, offset).unwrap().into_iter().map(|it| it.path).collect();
    assert_eq!(found, ["/app/templates/wires-from.c", "/app/templates/wires-to.c"]);
    check_lint(text, &expect![[""]]);
}

#[test]
fn generated_names_lead_to_what_they_are_made_of() {
    let fixture = Fixture::parse(SYSTEM);
    let analysis = host(&fixture, &["/app/app.camkes"]).analysis();
    let text =
        "void feeding_bowl_take_from_keeper(int lives_n, int paws) { x.lives = bowl_take(cat_news(1)); unknown(); }";
    let names = |path: &str, word: &str| {
        let start = text.find(word).unwrap();
        let mut found = Vec::new();
        for offset in start..=start + word.len() {
            let offset = TextSize::try_from(offset).unwrap();
            let name = analysis.generated_name("/app/app.camkes".into(), path.into(), text, offset).unwrap();
            let shown = name.map(|it| {
                let declared = analysis.text(&it.declared.path).unwrap();
                let part = |text: &str, range| text[std::ops::Range::<usize>::from(range)].to_owned();
                let (from, to) = (part(text, it.declared.origin), part(&declared, it.declared.focus_range));
                format!("{from} -> {} {to}{}", it.declared.path, if it.explained.is_some() { "" } else { ", a part" })
            });
            if found.last() != Some(&shown) {
                found.push(shown);
            }
        }
        found.into_iter().map(|it| it.unwrap_or_else(|| "nothing".to_owned())).collect::<Vec<_>>().join("\n")
    };
    let all = |path: &str| {
        let words = ["feeding_bowl_take_from_keeper", "lives_n", "paws", "bowl_take(", "cat_news", "unknown"];
        words.map(|word| format!("{word}:\n{}", names(path, word))).join("\n")
    };
    expect![[r#"
        feeding_bowl_take_from_keeper:
        feeding -> /app/app.camkes feeding, a part
        bowl -> /app/parts.camkes bowl, a part
        take -> /app/parts.camkes take, a part
        feeding -> /app/app.camkes feeding, a part
        lives_n:
        lives -> /app/parts.camkes lives, a part
        paws:
        nothing
        bowl_take(:
        bowl -> /app/parts.camkes bowl
        take -> /app/parts.camkes take
        cat -> /app/app.camkes cat, a part
        cat_news:
        cat -> /app/app.camkes cat, a part
        news -> /app/app.camkes news, a part
        unknown:
        nothing"#]]
    .assert_eq(&all("cat/camkes.c"));
    expect![[r#"
        feeding_bowl_take_from_keeper:
        feeding -> /app/app.camkes feeding, a part
        take -> /app/parts.camkes take, a part
        feeding -> /app/app.camkes feeding, a part
        keeper -> /app/app.camkes keeper, a part
        lives_n:
        nothing
        paws:
        nothing
        bowl_take(:
        take -> /app/parts.camkes take, a part
        news -> /app/app.camkes news, a part
        cat_news:
        news -> /app/app.camkes news, a part
        unknown:
        nothing"#]]
    .assert_eq(&all("/build/keeper/include/camkes.h"));
    expect!["nothing"].assert_eq(&names("elsewhere/camkes.c", "bowl_take("));
}

#[test]
fn a_connector_of_the_project_that_calls_methods_wants_them() {
    let text = r#"
//- /app/app.camkes
connector Line { from Procedures; to Procedure; }
connector Quiet { from Procedures; to Procedure; }
procedure Food { int take(in int grams); void put(in int grams); }
component Cat { control; uses Food bowl; uses Food cup; }
component Keeper { provides Food dish; provides Food hidden; }
assembly {
    composition {
        component Cat cat;
        component Keeper keeper;
        connection Line feeding(from cat.bowl, to keeper.dish);
        connection Quiet drinking(from cat.cup, to keeper.hidden);
    }
}
//- /app/CMakeLists.txt
CAmkESAddTemplatesPath(templates)
DeclareCAmkESConnector(Line FROM line-from.c TO line-to.c)
DeclareCAmkESConnector(Quiet FROM line-from.c TO quiet-to.c)
DeclareCAmkESComponent(Cat SOURCES cat.c)
DeclareCAmkESComponent(Keeper SOURCES keeper.c)
//- /app/templates/line-from.c
int /*? me.interface.name ?*/_/*? m.name ?*/(int n) { return 0; }
//- /app/templates/line-to.c
/*- include 'line-common.c' -*/
//- /app/templates/line-common.c
int /*? me.interface.name ?*/__run(void)
{
    /*- for m in methods -*/
    if (n == /*? loop.index ?*/) return /*?- me.interface.name ?*/_/*? m.name ?*/(1);
    /*- endfor -*/
}
//- /app/templates/quiet-to.c
int /*? me.interface.name ?*/__run(void) { return 0; }
//- /app/cat.c
int run(void) { return bowl_take(1); }
//- /app/keeper.c
int dish_take(int grams) { return grams; }
"#;
    check_lint(
        text,
        &expect![[r#"
        /app/app.camkes:5 `Keeper` does not define the C function `dish_put`
          its sources are those that CMake declares: keeper.c
          Write the function into `keeper.c`: ["\nvoid dish_put(int grams)\n{\n}\n"]
    "#]],
    );
}
