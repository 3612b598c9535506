// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Builds from templates with Python's idioms, in the layout of the reference tool.

use std::fs;

use crate::run::Folder;

const APP: &str = "connector Call { from Procedure; to Procedure; }\nprocedure P { void f(); }\ncomponent C { control; uses P p; }\ncomponent S { provides P p; }\nassembly { composition {\n    component C c;\n    component S s;\n    connection Call conn(from c.p, to s.p);\n} }\n";

fn folder(common: &str) -> Folder {
    Folder::new(&[
        ("app.camkes", APP),
        ("tool/camkes-gen.cmake", "/*- for i in composition.instances -*//*? i.name ?*/;/*- endfor -*/\n"),
        ("tool/graph.dot", "digraph {}\n"),
        ("tool/component.common.c", common),
        ("tool/component.template.h", "/* /*? me.name ?*/ */\n"),
        ("tool/component.environment.c", "/* /*? '%s' % me.name ?*/ */\n"),
        ("tool/linker.lds", "/* */\n"),
        (
            "own/Call-from.template.c",
            "/*# me #*//*? '%s:%d' % (me.interface.name, alloc('ep', seL4_EndpointObject, write=True)) ?*/\n",
        ),
        ("own/Call-to.template.c", "/*? options.default_priority ?*//*? options.largeframe ?*/\n"),
    ])
}

#[test]
fn a_folder_in_that_layout_is_rendered_with_pythons_idioms() {
    let folder = folder("/*- do stash('x', [me.name]) -*//*? pop('x')[0] + '!' ?*/\n");
    let ran = folder.run("build app.camkes --templates tool --templates own --default-priority 77 --largeframe");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let files = folder.files("build/app");
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert_eq!(text("c/camkes.c"), "c!");
    assert_eq!(text("s/camkes.environment.c"), "/* s */");
    assert_eq!(text("c/p_Call_0.c"), "p:1");
    assert_eq!(text("s/p_Call_0.c"), "77True");
    assert_eq!(text("camkes-gen.cmake"), "c;s;");
    assert!(text("app.cdl").contains("conn_ep = ep"));
}

#[test]
fn mistakes_are_diagnostics_and_nothing_is_written() {
    let mistakes = [
        ("/*? nobody ?*/", "'nobody' is undefined"),
        ("/*? 'a' + 1 ?*/", "TypeError"),
        ("/*? raise(TemplateError('no such size')) ?*/", "no such size"),
        ("/*? macros.nothing_of_the_kind() ?*/", "nothing_of_the_kind"),
        ("/*? open('/etc/passwd') ?*/", "open"),
        ("/*- if -*/", "unexpected"),
    ];
    for (mistake, said) in mistakes {
        let folder = folder(&format!("fine\n\n{mistake}\n"));
        let ran = folder.run("build app.camkes --templates tool --templates own");
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{mistake}: {ran:?}");
        for part in ["error[template]", "component.common.c:3:", said, "nothing was written", "while rendering for `c`"]
        {
            assert!(ran.stderr.contains(part), "{mistake}: no {part:?} in\n{}", ran.stderr);
        }
        assert!(ran.stderr.contains("app.camkes:6:"), "{mistake}: the instance is named\n{}", ran.stderr);
        assert!(!folder.path.join("build").exists(), "{mistake}");
    }
}

#[test]
fn a_template_that_is_missing_is_named() {
    let folder = folder("");
    fs::remove_file(folder.path.join("tool/component.environment.c")).unwrap();
    let ran = folder.run("build app.camkes --templates tool");
    assert_eq!(ran.code, 1);
    for part in ["component.environment.c", "'Call' has no template for its 'from' end", "nothing was written"] {
        assert!(ran.stderr.contains(part), "no {part:?} in\n{}", ran.stderr);
    }
}

#[test]
fn files_that_are_no_text_are_no_templates() {
    let folder = folder("");
    folder.write("tool/__pycache__/macros.pyc", &[0xff, 0xfe, 0x00, 0x80]);
    let ran = folder.run("build app.camkes --templates tool --templates own");
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn sizes_of_objects_are_read_or_said_to_be_unreadable() {
    let folder = folder("");
    folder.write("sizes.yaml", b"seL4_TCBObject: 11\n");
    assert_eq!(folder.run("build app.camkes --templates tool --templates own --object-sizes sizes.yaml").code, 0);
    let ran = folder.run("build app.camkes --templates tool --templates own --object-sizes none.yaml");
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("error[unreadable-file]") && ran.stderr.contains("none.yaml"), "{}", ran.stderr);
}

#[test]
fn what_cmake_files_declare_about_templates_is_known() {
    let folder = folder("");
    folder.write(
        "CMakeLists.txt",
        b"CAmkESAddTemplatesPath(more)
DeclareCAmkESComponent(C SOURCES c.c)
DeclareCAmkESConnector(Call FROM special.c FROM_HEADER special.h TO empty.c)
DeclareCAmkESComponent(S TEMPLATE_SOURCES extra.c TEMPLATE_HEADERS deep/extra.h)
",
    );
    folder.write("more/special.c", b"special /*? me.interface.name ?*/\n");
    folder.write("more/special.h", b"header\n");
    folder.write("more/empty.c", b"\n");
    folder.write("more/extra.c", b"extra /*? me.name ?*/\n");
    folder.write("more/deep/extra.h", b"deep\n");
    let ran = folder.run("build app.camkes --templates tool --templates own");
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let files = folder.files("build/app");
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert_eq!(text("c/p_Call_0.c"), "special p", "what is declared goes before what has the name of the connector");
    assert_eq!(text("c/include/p_Call_0.h"), "header");
    assert_eq!(text("s/p_Call_0.c"), "");
    assert_eq!(text("s/extra.c"), "extra s");
    assert_eq!(text("s/include/extra.h"), "deep");
    assert!(text("s/include/camkes.h").ends_with("#include \"extra.h\"\n"));
    assert!(!files.contains_key("c/extra.c"), "of that component alone");
}

/// A component may be declared in the application, with its macros and its CMake file elsewhere.
#[test]
fn cmake_files_are_found_by_headers_and_by_import_paths_or_missed_with_a_word() {
    let folder = folder("");
    let declared = b"CAmkESAddTemplatesPath(more)\nDeclareCAmkESComponent(S TEMPLATE_SOURCES extra.c)\n";
    let extra = |options: &str| {
        let ran = folder.run(&format!("build app.camkes --templates tool --templates own {options}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        let made = folder.files("build/app").contains_key("s/extra.c");
        fs::remove_dir_all(folder.path.join("build")).unwrap();
        (made, ran.stderr)
    };
    folder.write("CMakeLists.txt", b"DeclareCAmkESComponent(C SOURCES c.c)\n");
    folder.write("vm/CMakeLists.txt", declared);
    folder.write("vm/more/extra.c", b"extra\n");
    let (made, said) = extra("");
    assert!(!made);
    for part in ["warning[plan]: no CMake file that was found declares component 'S'", "app.camkes:4:", "--import-path"]
    {
        assert!(said.contains(part), "no {part:?} in\n{said}");
    }
    assert_eq!(extra("--import-path vm/components"), (true, String::new()));
    folder.write("vm/include/vm.h", b"#define NOTHING\n");
    folder.write("app.camkes", format!("#include <vm.h>\n{APP}").as_bytes());
    assert_eq!(extra("--include-path vm/include"), (true, String::new()));
    fs::remove_file(folder.path.join("CMakeLists.txt")).unwrap();
    folder.write("app.camkes", APP.as_bytes());
    assert_eq!(extra(""), (false, String::new()), "of a project without CMake nothing is said");
}
