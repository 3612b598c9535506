// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Settings of a project: `camkes.toml`, build folders, the command line, and which of them wins.

use camkes_lsp_server::settings::keys::{self, KEYS, Kind, Place};

use crate::run::{Folder, run_in};

const ROOT: &str = "import <parts.camkes>;\nassembly { composition { component Part p; } }\n";
const PART: &str = "component Part { control; }\n";

fn project(settings: &str) -> Folder {
    Folder::new(&[("app/root.camkes", ROOT), ("lib/parts.camkes", PART), ("camkes.toml", settings)])
}

#[test]
fn the_nearest_file_is_read_and_paths_start_beside_it() {
    let folder = project("import-paths = [\"lib\"]\n");
    let ran = folder.run("check app/root.camkes");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let ran = folder.run("check app/root.camkes --no-config --output-format concise");
    assert!(ran.stdout.contains("[import-not-found]"), "{}", ran.stdout);
    folder.write("app/camkes.toml", b"");
    let ran = folder.run("check app/root.camkes --output-format concise");
    assert!(ran.stdout.contains("[import-not-found]"), "the nearer file says nothing: {}", ran.stdout);
    let ran = folder.run("check app/root.camkes --config camkes.toml");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let ran = folder.run("build app/root.camkes --config camkes.toml");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = folder.run("graph app/root.camkes --config camkes.toml");
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = folder.run("check app/root.camkes --config none.toml --output-format concise");
    assert!(
        ran.code == 1 && ran.stdout.contains("none.toml") && ran.stdout.contains("[invalid-settings]"),
        "{}",
        ran.stdout
    );
}

#[test]
fn every_mistake_is_named_at_its_place_and_the_rest_counts() {
    let folder = project(concat!(
        "import-paths = [\"lib\", 3]\n",
        "inport-paths = []\n",
        "architecture = \"aarch46\"\n",
        "default-priority = 256\n",
        "defines = [\"1X=2\"]\n",
        "root = \"x\"\n",
        "dtb = \"none.dtb\"\n",
        "[[system]]\n",
        "architecture = 3\n",
        "[[system]]\n",
        "root = \"gone.camkes\"\n",
        "roots = []\n",
    ));
    let ran = folder.run("check app/root.camkes --output-format concise");
    let expected = "\
camkes.toml:1:24: error[invalid-settings]: `import-paths` is a list of paths: `[\"...\", \"...\"]`
camkes.toml:2:1: error[invalid-settings]: there is no setting `inport-paths`
camkes.toml:3:16: error[invalid-settings]: `architecture` can't be `aarch46`
camkes.toml:4:20: error[invalid-settings]: `default-priority` is a whole number from 0 to 255
camkes.toml:5:12: error[invalid-settings]: a macro name must be an identifier, found `1X`
camkes.toml:6:1: error[invalid-settings]: `root` is about one system: it stands in a `[[system]]`
camkes.toml:7:7: warning[invalid-settings]: there is no file `FOLDER/none.dtb`
camkes.toml:8:1: error[invalid-settings]: this `[[system]]` has no `root`
camkes.toml:9:16: error[invalid-settings]: `architecture` is one of `\"aarch32\"`, `\"arm_hyp\"`, `\"aarch64\"`, `\"ia32\"`, `\"x86_64\"`, `\"riscv32\"`, `\"riscv64\"`
camkes.toml:11:8: error[invalid-settings]: there is no file `FOLDER/gone.camkes`
camkes.toml:12:1: error[invalid-settings]: `roots` is about the project: it can't stand in a `[[system]]`
";
    assert_eq!(ran.stdout.replace(folder.path.as_str(), "FOLDER"), expected);
    assert_eq!(ran.code, 1);
    let ran = folder.run("check app/root.camkes");
    for hint in ["did you mean `import-paths`?", "did you mean `aarch64`?"] {
        assert!(ran.stdout.contains(hint), "{hint}: {}", ran.stdout);
    }
}

#[test]
fn text_that_is_no_toml_is_named_and_what_was_understood_counts() {
    let folder = project("import-paths = [\"lib\"]\ndtb = \nroots = [\n");
    let ran = folder.run("check app/root.camkes --output-format concise");
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.lines().all(|line| line.starts_with("camkes.toml:")), "{}", ran.stdout);
    assert!(ran.stdout.lines().count() >= 2, "{}", ran.stdout);
    folder.write("camkes.toml", b"\xff");
    let ran = folder.run("check app/root.camkes --output-format concise");
    assert!(ran.stdout.contains("the settings can't be read: it is not UTF-8"), "{}", ran.stdout);
}

#[test]
fn roots_are_what_is_checked_when_nothing_is_named() {
    let folder = project("roots = [\"app/root.camkes\"]\nimport-paths = [\"lib\"]\n");
    folder.write("lib/parts.camkes", b"component Part { control; uses Nothing n; }\n");
    let ran = folder.run("check --output-format concise");
    assert!(ran.code == 1 && ran.stdout.contains("[unknown-procedure]"), "{}{}", ran.stdout, ran.stderr);
    let ran = run_in(&folder.path.join("app"), ["check", "--output-format", "concise"]);
    assert!(ran.code == 1 && ran.stdout.contains("[unknown-procedure]"), "{}{}", ran.stdout, ran.stderr);
    let ran = Folder::new(&[]).run("check");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("name files to check"), "{}", ran.stderr);
}

#[test]
fn a_system_has_settings_of_its_own() {
    let folder = Folder::new(&[
        ("a.camkes", "#ifdef A\nassembly { composition { component None n; } }\n#endif\n"),
        ("b.camkes", "#ifdef B\nassembly { composition { component None n; } }\n#endif\n"),
        (
            "camkes.toml",
            "roots = [\"a.camkes\", \"b.camkes\"]\ndefines = [\"B\"]\narchitecture = \"ia32\"\n\
             [[system]]\nroot = \"b.camkes\"\nundefines = [\"B\"]\narchitecture = \"riscv64\"\n",
        ),
    ]);
    let ran = folder.run("check");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let ran = folder.run("dump settings a.camkes");
    assert_eq!(ran.stdout, "architecture  ia32  camkes.toml:3\ndefines       B     camkes.toml:2\n");
    let ran = folder.run("dump settings b.camkes");
    assert_eq!(ran.stdout, "architecture  riscv64  camkes.toml:7\nundefines     B        camkes.toml:6\n");
}

/// What CMake writes for a command.
fn record(words: &[&str]) -> String {
    words.join(";")
}

fn build_folder(folder: &Folder) {
    let root = folder.path.join("app/root.camkes");
    let parser = [
        "COMMAND",
        "/usr/bin/cmake",
        "-E",
        "env",
        "PYTHONPATH=/x",
        "python3",
        "-m",
        "camkes.parser",
        "--import-path=../lib",
        "--cpp",
        "--cpp-bin",
        "/usr/bin/cpp",
        "--cpp-flag=-DCAMKES_TOOL_PROCESSING",
        "--cpp-flag=-I/w/include",
        "--cpp-flag=-D",
        "--cpp-flag=A=\\;",
        "--cpp-flag=-isystem/w/sys",
        "--allow-forward-references",
        "--file",
        root.as_str(),
        "--save-ast",
        "ast.pickle",
        "WORKING_DIRECTORY",
        "/w",
    ];
    folder.write("build/ast.pickle.cmd", record(&parser).as_bytes());
    let runner = [
        "COMMAND",
        "python3",
        "-m",
        "camkes.runner",
        "--architecture",
        "aarch64",
        "--default-priority",
        "100",
        "--default-affinity",
        "0",
        "--default-stack-size",
        "4096",
        "--frpc-lock-elision",
        "--debug-fault-handlers",
        "--templates",
        "/w/templates",
        "--item",
        "assembly/",
    ];
    folder.write("build/camkes-gen.cmake.cmd", record(&runner).as_bytes());
    folder.write("build/CMakeCache.txt", b"# x\nKernelSel4Arch:STRING=ia32\nKernelIsMCS:BOOL=ON\nCAmkESCPP:BOOL=OFF\n");
}

#[test]
fn a_build_folder_goes_before_the_file_and_the_command_line_before_both() {
    let folder = project("build-dir = \"build\"\narchitecture = \"x86_64\"\ndefines = [\"A=0\", \"C\"]\n");
    build_folder(&folder);
    let ran = folder.run("check app/root.camkes");
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    let ran = folder.run("dump settings app/root.camkes -D C=2 -I lib/more");
    let expected = "\
architecture          aarch64                    build/camkes-gen.cmake.cmd
build-dir             build                      camkes.toml:1
import-paths          lib/more                   command line
import-paths          lib                        build/ast.pickle.cmd
include-paths         /w/include                 build/ast.pickle.cmd
include-paths         /w/sys (after the others)  build/ast.pickle.cmd
defines               CAMKES_TOOL_PROCESSING     build/ast.pickle.cmd
defines               A=;                        build/ast.pickle.cmd
defines               C=2                        command line
preprocess            true                       build/ast.pickle.cmd
template-paths        /w/templates               build/camkes-gen.cmake.cmd
forward-references    allow                      build/ast.pickle.cmd
default-priority      100                        build/camkes-gen.cmake.cmd
default-affinity      0                          build/camkes-gen.cmake.cmd
default-stack-size    4096                       build/camkes-gen.cmake.cmd
realtime              true                       build/CMakeCache.txt
debug-fault-handlers  true                       build/camkes-gen.cmake.cmd
";
    assert_eq!(ran.stdout, expected, "{}", ran.stderr);
}

#[test]
fn a_build_folder_names_its_system() {
    let folder = project("");
    build_folder(&folder);
    folder.write("lib/parts.camkes", b"component Part { control; uses Nothing n; }\n");
    let ran = folder.run("check --build-dir build --output-format concise");
    assert!(ran.code == 1 && ran.stdout.contains("lib/parts.camkes:1:32: error[unknown-procedure]"), "{}", ran.stdout);
    let ran = folder.run("check app/root.camkes --build-dir lib --output-format concise");
    assert!(ran.stdout.contains("no CAmkES build is configured in this folder"), "{}", ran.stdout);
}

#[test]
fn the_rules_of_ninja_are_enough_to_know_the_architecture() {
    let folder = project("import-paths = [\"lib\"]\nbuild-dir = \"build\"\n");
    folder.write(
        "build/build.ninja",
        b"rule x\n  COMMAND = cd /w && python3 -m camkes.runner --architecture aarch32 --templates \"/w/a b\" --item assembly/\n",
    );
    let ran = folder.run("dump settings app/root.camkes");
    assert!(ran.stdout.contains("architecture    aarch32  build/build.ninja"), "{}", ran.stdout);
    assert!(ran.stdout.contains("/w/a b"), "{}", ran.stdout);
}

#[test]
fn every_documented_key_is_read_as_documented() {
    for key in KEYS {
        let table = |value: &str| match key.place {
            Place::System => format!("[[system]]\n{} = {value}\n", key.name),
            Place::Both | Place::Project => format!("{} = {value}\n", key.name),
        };
        let folder = project(&table(key.example));
        let ran = folder.run("check app/root.camkes --output-format concise");
        let wrong = ran.stdout.lines().filter(|line| line.contains("[invalid-settings]"));
        let wrong: Vec<_> = wrong.filter(|line| !line.contains("there is no f")).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", key.name);
        let mistyped = if key.kind == Kind::Switch { "3" } else { "true" };
        folder.write("camkes.toml", table(mistyped).as_bytes());
        let ran = folder.run("check app/root.camkes --output-format concise");
        let said = format!("error[invalid-settings]: `{}` is {}", key.name, key.kind.wanted());
        assert!(ran.stdout.contains(&said), "{}: {}", key.name, ran.stdout);
        if key.place == Place::Both {
            folder.write("camkes.toml", table(key.example).as_bytes());
            let ran = folder.run("dump settings app/root.camkes");
            assert!(ran.stdout.contains("camkes.toml:1"), "{} has no effect: {}", key.name, ran.stdout);
        }
    }
}

#[test]
fn rules_have_the_levels_that_the_settings_give_them() {
    let text = "struct S { int a; }\ncomponent C { control; attribute S s; }\n\
                assembly { composition { component C c; } configuration { c.s = {\"a\": 1, \"b\": 2}; } }\n";
    let folder = Folder::new(&[("a.camkes", text)]);
    for (level, code, said) in [("error", 1, "error[unknown-member]"), ("allow", 0, "")] {
        folder.write("camkes.toml", format!("[rules]\nunknown-member = \"{level}\"\n").as_bytes());
        let ran = folder.run("check a.camkes --output-format concise");
        assert_eq!(ran.code, code, "{level}: {}", ran.stdout);
        assert!(ran.stdout.contains(said), "{level}: {}", ran.stdout);
        assert_eq!(ran.stdout.contains("unknown-member"), !said.is_empty(), "{level}: {}", ran.stdout);
    }
    let ran = folder.run("check a.camkes --output-format concise --error unknown-member");
    assert!(ran.stdout.contains("error[unknown-member]"), "the command line goes before the file: {}", ran.stdout);
    folder.write("camkes.toml", b"[rules]\nunknown-membre = \"error\"\nunknown-member = \"errer\"\nc-keyword = 3\n");
    let ran = folder.run("check a.camkes --output-format concise");
    let wrong: Vec<_> = ran.stdout.lines().filter(|line| line.starts_with("camkes.toml")).collect();
    let expected = [
        "camkes.toml:2:1: error[invalid-settings]: there is no rule `unknown-membre`",
        "camkes.toml:3:18: error[invalid-settings]: `unknown-member` can't be `errer`",
        "camkes.toml:4:13: error[invalid-settings]: `c-keyword` is one of `\"allow\"`, `\"hint\"`, `\"info\"`, `\"warning\"`, `\"error\"`",
    ];
    assert_eq!(wrong, expected);
}

#[test]
fn the_schema_and_the_reference_follow_the_table() {
    let repository = camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let schema = format!("{:#}\n", keys::schema());
    expect_test::expect_file![repository.join("editors/vscode/schemas/camkes-toml.json")].assert_eq(&schema);
    let document = repository.join("docs/project-settings.md");
    let text = std::fs::read_to_string(&document).unwrap();
    let (before, rest) = text.split_once("<!-- keys -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of keys -->\n").unwrap();
    let wanted = format!("{before}<!-- keys -->\n{}<!-- end of keys -->\n{after}", keys::reference());
    expect_test::expect_file![document].assert_eq(&wanted);
}

#[test]
fn headers_are_included_before_each_file_and_looked_up_last_in_system_folders() {
    let folder = Folder::new(&[
        ("app.camkes", "#include <sizes.h>\ncomponent C { control; dataport Buf(SIZE) d; attribute int a = BASE; }\n"),
        ("given/base.h", "#define BASE 7\n"),
        ("first/sizes.h", "#define SIZE 4096\n"),
        ("last/sizes.h", "#define SIZE 8192\n"),
    ]);
    let preprocessed = |options: &str| folder.run(&format!("dump preprocessed app.camkes {options}")).stdout;
    let both = preprocessed("--include given/base.h --isystem last --include-path first");
    assert!(both.contains("Buf(4096)") && both.contains("= 7;"), "{both}");
    let last = preprocessed("--include given/base.h --isystem last");
    assert!(last.contains("Buf(8192)"), "{last}");
    folder.write(
        "camkes.toml",
        b"forced-includes = [\"given/base.h\"]\nsystem-include-paths = [\"last\"]\ninclude-paths = [\"first\"]\n",
    );
    assert_eq!(preprocessed(""), both, "camkes.toml says the same");
    let ran = folder.run("check app.camkes");
    assert_eq!((ran.code, ran.stdout.contains("error")), (0, false), "{}", ran.stdout);
    let ran = folder.run("check app.camkes --no-config --include none.h --include-path first --output-format concise");
    assert_eq!(ran.stdout.matches("none.h").count(), 1, "said once: {}", ran.stdout);
}
