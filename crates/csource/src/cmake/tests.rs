// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What scripts say, over folders in memory.

use super::*;

struct Memory(Vec<(Utf8PathBuf, String)>);

impl Memory {
    fn of(files: &[(&str, &str)]) -> Self {
        Self(files.iter().map(|(path, text)| (Utf8PathBuf::from(path), (*text).to_owned())).collect())
    }
}

impl Files for Memory {
    fn script(&self, path: &Utf8Path) -> Option<Arc<Script>> {
        self.0.iter().find(|(it, _)| it == path).map(|(_, text)| Arc::new(parse(text)))
    }

    fn files(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        self.0.iter().map(|(path, _)| path.clone()).filter(|path| path.parent() == Some(folder)).collect()
    }

    fn folders(&self, folder: &Utf8Path) -> Vec<Utf8PathBuf> {
        let above = self.0.iter().flat_map(|(path, _)| path.ancestors().skip(1));
        let found: std::collections::BTreeSet<_> = above.filter(|it| it.parent() == Some(folder)).collect();
        found.into_iter().map(Utf8Path::to_owned).collect()
    }

    fn has_file(&self, path: &Utf8Path) -> bool {
        self.0.iter().any(|(it, _)| it == path)
    }

    fn has_folder(&self, path: &Utf8Path) -> bool {
        self.0.iter().any(|(it, _)| it.ancestors().skip(1).any(|it| it == path))
    }

    fn enters(&self, _: &Utf8Path) -> bool {
        true
    }
}

/// Name, sources, `+` and folders with headers, `?` and what is unknown, of each component.
fn shown(files: &[(&str, &str)], scripts: &[&str]) -> Vec<String> {
    let paths: Vec<_> = scripts.iter().map(Utf8PathBuf::from).collect();
    let found = evaluate(&paths, &Memory::of(files));
    let words = |list: &[Utf8PathBuf], mark: &str| list.iter().map(|it| format!(" {mark}{it}")).collect::<String>();
    let texts = |list: &[String], mark: &str| list.iter().map(|it| format!(" {mark}{it}")).collect::<String>();
    let line = |it: &Component| {
        let parts =
            [words(&it.sources, ""), words(&it.includes, "+"), texts(&it.unknown, "?"), texts(&it.libraries, "-l")];
        format!("{}:{}", it.name, parts.concat())
    };
    found.components.iter().map(line).collect()
}

fn one(script: &str) -> Vec<String> {
    let files = [
        ("/p/a/CMakeLists.txt", script),
        ("/p/a/src/x.c", ""),
        ("/p/a/src/y.c", ""),
        ("/p/a/src/deep/z.c", ""),
        ("/p/a/plat/one/plat.c", ""),
        ("/p/a/plat/two/plat.c", ""),
        ("/p/a/plat/two/other.c", ""),
    ];
    shown(&files, &["/p/a/CMakeLists.txt"])
}

#[test]
fn a_component_has_its_sources_and_headers() {
    let script = "DeclareCAmkESComponent(A SOURCES src/x.c \"${CMAKE_CURRENT_SOURCE_DIR}/src/y.c\" INCLUDES include . LIBS lib)\n\
        DeclareCAmkESComponent(B)\nDeclareCAmkESComponent(A SOURCES ../q.c C_FLAGS -DX)";
    let expected = ["A: /p/a/src/x.c /p/a/src/y.c /p/q.c +/p/a/include +/p/a -llib", "B:"];
    assert_eq!(one(script), expected);
}

#[test]
fn files_are_found_by_patterns() {
    let script = "file(GLOB some CONFIGURE_DEPENDS src/*.c)\nfile(GLOB_RECURSE all ${CMAKE_CURRENT_LIST_DIR}/src/*.c)\n\
        file(GLOB near RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} src/x*)\n\
        DeclareCAmkESComponent(A SOURCES ${some})\nDeclareCAmkESComponent(B SOURCES ${all})\n\
        DeclareCAmkESComponent(C SOURCES ${near})";
    let expected =
        ["A: /p/a/src/x.c /p/a/src/y.c", "B: /p/a/src/x.c /p/a/src/y.c /p/a/src/deep/z.c", "C: /p/a/src/x.c"];
    assert_eq!(one(script), expected);
}

#[test]
fn all_branches_count_and_unknown_parts_stand_for_what_is_there() {
    let script = "set(s src/x.c)\nif(A)\n list(APPEND s src/y.c)\n set(p one)\nelse()\n set(p two)\nendif()\n\
        DeclareCAmkESComponent(A SOURCES ${s} plat/${KernelPlatform}/plat.c)\n\
        DeclareCAmkESComponent(B SOURCES plat/${p}/other.c ${NOTHING_KNOWN} gone/${p}/x.c)";
    let expected = [
        "A: /p/a/src/x.c /p/a/src/y.c /p/a/plat/one/plat.c /p/a/plat/two/plat.c",
        "B: /p/a/plat/two/other.c ?gone/…/x.c ?…",
    ];
    assert_eq!(one(script), expected);
}

#[test]
fn functions_around_a_declaration_are_carried_out() {
    let helpers = "set(HELPERS_DIR \"${CMAKE_CURRENT_LIST_DIR}\" CACHE INTERNAL \"\")\n\
        function(DeclareVM name)\n cmake_parse_arguments(PARSE_ARGV 1 VM \"\" \"\" \"EXTRA_SOURCES;EXTRA_LIBS\")\n\
        file(GLOB base ${HELPERS_DIR}/vm/*.c)\n\
        DeclareCAmkESComponent(${name} SOURCES ${base} ${VM_EXTRA_SOURCES} INCLUDES ${HELPERS_DIR}/vm)\nendfunction()\n";
    let app =
        "include(${HELPERS})\nforeach(n IN ITEMS 0 1)\n DeclareVM(VM${n} EXTRA_SOURCES src/own.c)\nendforeach()\n";
    let files =
        [("/h/helpers.cmake", helpers), ("/h/vm/main.c", ""), ("/app/CMakeLists.txt", app), ("/app/src/own.c", "")];
    let expected = ["VM0: /h/vm/main.c /app/src/own.c +/h/vm", "VM1: /h/vm/main.c /app/src/own.c +/h/vm"];
    // In whichever order they are read.
    assert_eq!(shown(&files, &["/h/helpers.cmake", "/app/CMakeLists.txt"]), expected);
    assert_eq!(shown(&files, &["/app/CMakeLists.txt", "/h/helpers.cmake"]), expected);
}

#[test]
fn folders_below_have_the_variables_of_those_above_and_libraries_their_sources() {
    let files = [
        (
            "/p/CMakeLists.txt",
            "set(common \"${CMAKE_CURRENT_SOURCE_DIR}/common.c\")\nadd_subdirectory(a)\ninclude(more.cmake)",
        ),
        (
            "/p/a/CMakeLists.txt",
            "add_library(serve EXCLUDE_FROM_ALL src/serve.c)\ntarget_link_libraries(serve deeper)\nadd_library(deeper STATIC d.c)\nDeclareCAmkESComponent(A SOURCES ${common} LIBS serve other)",
        ),
        ("/p/more.cmake", "DeclareCAmkESRootserver(app.camkes)\nDeclareCAmkESComponent(C SOURCES c.c)"),
    ];
    let expected = ["A: /p/common.c /p/a/src/serve.c /p/a/d.c -lother", "C: /p/c.c"];
    assert_eq!(shown(&files, &["/p/CMakeLists.txt", "/p/a/CMakeLists.txt"]), expected);
    let found = evaluate(&["/p/CMakeLists.txt".into()], &Memory::of(&files));
    assert_eq!(found.roots, ["/p/app.camkes"]);
}

#[test]
fn an_included_declaration_has_its_files_beside_it() {
    let files = [
        ("/p/all.cmake", "foreach(c A B)\n include(\"${CMAKE_CURRENT_LIST_DIR}/${c}/CMakeLists.txt\")\nendforeach()"),
        ("/p/A/CMakeLists.txt", "DeclareCAmkESComponent(A SOURCES src/a.c INCLUDES include)"),
        ("/p/A/src/a.c", ""),
        ("/p/A/include/a.h", ""),
        ("/p/B/CMakeLists.txt", "DeclareCAmkESComponent(B SOURCES src/gone.c src/b.c)"),
        ("/p/src/b.c", ""),
    ];
    let expected = ["A: /p/A/src/a.c +/p/A/include", "B: /p/B/src/gone.c /p/src/b.c"];
    assert_eq!(shown(&files, &["/p/all.cmake", "/p/A/CMakeLists.txt"]), expected);
}

#[test]
fn scripts_without_end_end() {
    let files = [
        (
            "/CMakeLists.txt",
            "include(CMakeLists.txt)\ninclude(a.cmake)\nfunction(f)\n f()\n f()\nendfunction()\nf()\nset(x ${x} ${x} a)\n",
        ),
        (
            "/a.cmake",
            "include(CMakeLists.txt)\nforeach(a 1 2 3)\nforeach(b 1 2 3)\nset(x ${x} ${x})\nendforeach()\nendforeach()\nif(\nmacro(g",
        ),
    ];
    assert_eq!(shown(&files, &["/CMakeLists.txt", "/a.cmake"]), Vec::<String>::new());
}

#[test]
fn templates_of_connectors_are_found_in_their_folders() {
    let script = "CAmkESAddTemplatesPath(none templates)\nforeach(name IN ITEMS A B)\n\
        DeclareCAmkESConnector(${name} FROM ${name}-from.template.c TO lost.c FROM_LIBS x)\nendforeach()\n\
        DeclareCAmkESConnector(C TO B-from.template.c TO_HEADER c.h)\nDeclareCAmkESConnector(${open} TO c.h)\n";
    let files = [
        ("/w/CMakeLists.txt", script),
        ("/w/templates/A-from.template.c", ""),
        ("/w/templates/B-from.template.c", ""),
        ("/w/templates/c.h", ""),
    ];
    let found = evaluate(&["/w/CMakeLists.txt".into()], &Memory::of(&files)).templates;
    let shown: Vec<_> = found
        .iter()
        .map(|it| format!("{} {:?} {} {}", it.connector, it.end, it.path.file_name().unwrap(), it.is_header))
        .collect();
    assert_eq!(
        shown,
        [
            "A From A-from.template.c false",
            "B From B-from.template.c false",
            "C To B-from.template.c false",
            "C To c.h true"
        ]
    );
}

#[test]
fn connectors_and_components_have_templates_in_folders() {
    let script = "CAmkESAddTemplatesPath(templates ${unknown}/x)
DeclareCAmkESConnector(Queue FROM queue-from.c FROM_LIBS a b TO empty.c TO_HEADER queue.h)
DeclareCAmkESConnector(Half TO half.c FROM ${unknown})
function(DeclareVm name)
    DeclareCAmkESComponent(${name} SOURCES src/x.c TEMPLATE_SOURCES one.c two.c TEMPLATE_HEADERS one.h)
endfunction()
DeclareVm(Vm)
if(more)
    DeclareCAmkESComponent(Vm TEMPLATE_SOURCES three.c)
endif()
DeclareCAmkESComponent(Vm TEMPLATE_SOURCES two.c four.c ${unknown}.c)
";
    let files = [("/p/a/CMakeLists.txt", script), ("/p/a/src/x.c", ""), ("/p/a/templates/one.c", "")];
    let found = evaluate(&["/p/a/CMakeLists.txt".into()], &Memory::of(&files));
    assert_eq!(found.template_folders, ["/p/a/templates"]);
    let shown = |it: &DeclaredTemplate| format!("{} {:?} {} {}", it.connector, it.end, it.name, it.is_header);
    let declared: Vec<_> = found.declared.iter().map(shown).collect();
    let expected =
        ["Queue From queue-from.c false", "Queue To empty.c false", "Queue To queue.h true", "Half To half.c false"];
    assert_eq!(declared, expected);
    assert_eq!(found.components[0].template_sources, ["one.c", "two.c", "four.c"], "without what an option asks for");
    assert_eq!(found.components[0].template_headers, ["one.h"]);
}

#[test]
fn ranges_are_counted_and_of_unknown_ones_the_first_few() {
    let names = |range: &str| -> Vec<String> {
        let script = format!("foreach(i RANGE {range})\nDeclareCAmkESComponent(Vm${{i}})\nendforeach()\n");
        let found = evaluate(&["/p/a/CMakeLists.txt".into()], &Memory::of(&[("/p/a/CMakeLists.txt", script.as_str())]));
        found.components.into_iter().map(|it| it.name).collect()
    };
    assert_eq!(names("2"), ["Vm0", "Vm1", "Vm2"]);
    assert_eq!(names("1 5 2"), ["Vm1", "Vm3", "Vm5"]);
    assert_eq!(names("${last}").len(), 16);
    assert!(names("3 1").is_empty() && names("").is_empty());
    assert_eq!(names("-9223372036854775808 9223372036854775807").len(), 64, "no loop without an end");
}

/// The script after something has another name.
fn renamed_in(script: &str, named: Named<'_>, old: &str) -> Option<String> {
    let files = Memory::of(&[("/p/CMakeLists.txt", script), ("/p/src/x.c", ""), ("/p/Client/main.c", "")]);
    let words = renamed(&["/p/CMakeLists.txt".into()], &files, named, old, "New").ok()?;
    let mut out = script.to_owned();
    for (path, range) in words.into_iter().rev() {
        assert_eq!((path.as_str(), &script[range.clone()]), ("/p/CMakeLists.txt", old));
        out.replace_range(range, "New");
    }
    Some(out)
}

#[test]
fn a_component_gets_another_name_where_it_is_declared() {
    let check = |script: &str, expected: Option<&str>| {
        assert_eq!(renamed_in(script, Named::Component, "Client").as_deref(), expected);
    };
    check(
        "DeclareCAmkESComponent(Client SOURCES src/x.c)\nadd_library(Client src/x.c)\nDeclareCAmkESComponent(\"Client\" LIBS a) # Client",
        Some(
            "DeclareCAmkESComponent(New SOURCES src/x.c)\nadd_library(Client src/x.c)\nDeclareCAmkESComponent(\"New\" LIBS a) # Client",
        ),
    );
    check(
        "function(Declare name)\nDeclareCAmkESComponent(${name} SOURCES src/x.c)\nendfunction()\nDeclare(Client)\nforeach(it Client B)\n\
         DeclareCAmkESComponent(${it} INCLUDES inc)\nendforeach()",
        Some(
            "function(Declare name)\nDeclareCAmkESComponent(${name} SOURCES src/x.c)\nendfunction()\nDeclare(New)\nforeach(it New B)\n\
         DeclareCAmkESComponent(${it} INCLUDES inc)\nendforeach()",
        ),
    );
    check(
        "DeclareCAmkESComponent(Other SOURCES src/x.c)\nmessage(Client)",
        Some("DeclareCAmkESComponent(Other SOURCES src/x.c)\nmessage(Client)"),
    );
    check("set(c Cli)\nDeclareCAmkESComponent(${c}ent SOURCES src/x.c)", None);
    check("foreach(it Client B)\nDeclareCAmkESComponent(${it} SOURCES ${it}/main.c)\nendforeach()", None);
}

#[test]
fn a_condition_about_the_variable_that_has_the_name_follows_it() {
    let script = "foreach(it Client B)\nif(it STREQUAL \"Client\")\nset(src src/x.c)\nendif()\n\
        DeclareCAmkESComponent(${it} SOURCES src/x.c)\nendforeach()\n";
    let expected = script.replace("Client", "New");
    assert_eq!(renamed_in(script, Named::Component, "Client"), Some(expected));
}

#[test]
fn a_connector_and_an_instance_get_another_name_where_they_are_declared() {
    let check = |named, script: &str, expected: &str| {
        assert_eq!(renamed_in(script, named, "Queue").as_deref(), Some(expected));
    };
    check(
        Named::Connector,
        "CAmkESAddTemplatesPath(templates)\nDeclareCAmkESConnector(Queue FROM Queue.c TO t.c)\nmessage(Queue)",
        "CAmkESAddTemplatesPath(templates)\nDeclareCAmkESConnector(New FROM Queue.c TO t.c)\nmessage(Queue)",
    );
    check(
        Named::InstanceOf("Client"),
        "ExtendCAmkESComponentInstance(Client Queue SOURCES src/x.c)\nExtendCAmkESComponentInstance(Other Queue)",
        "ExtendCAmkESComponentInstance(Client New SOURCES src/x.c)\nExtendCAmkESComponentInstance(Other Queue)",
    );
}
