// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `cmake/camkes-lsp.cmake` and `cmake/python3` put `camkes-lsp` into a build that knows nothing of it. The build here defines the functions that
//! the real one has, with their variables, and programs in place of the Python and Haskell tools that fail when they are called.
#![cfg(unix)]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests write what a build reads, start it, and read what it writes"
)]

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use camkes_tests::{Camkes, repository};
use tempfile::{TempDir, tempdir};

const BUILD: &str = r#"
cmake_minimum_required(VERSION 3.16)
project(tools NONE)
function(CapDLToolCFileGen target output static_alloc object_sizes input capdl_tool)
    message(FATAL_ERROR "the Haskell tool makes ${output}")
endfunction()
function(GenerateCAmkESRootserver)
    execute_process(
        COMMAND ${CAMKES_PARSER_TOOL} --cpp --file "${CMAKE_SOURCE_DIR}/${ADL}" --save-ast ast
        WORKING_DIRECTORY "${CMAKE_BINARY_DIR}"
        RESULT_VARIABLE failed
    )
    if(failed)
        message(FATAL_ERROR "no ast: ${failed}")
    endif()
    set(rendering --load-ast ast --architecture x86_64 --templates "${CMAKE_SOURCE_DIR}")
    add_custom_command(
        OUTPUT state list.txt
        COMMAND ${CAMKES_TOOL} ${rendering} --item assembly/ --template list.txt --outfile list.txt --save-object-state state
    )
    add_custom_command(
        OUTPUT app.cdl
        COMMAND ${CAPDL_LINKER} --object-sizes=sizes.yaml --architecture x86_64 gen_cdl --manifest-in=state
                --save-object-state=final --dynamic-alloc --outfile app.cdl
        DEPENDS state ${CAPDL_LINKER_DEPENDENCIES}
    )
    CapDLToolCFileGen(c_spec spec.c "${STATIC}" sizes.yaml app.cdl "${CAPDL_TOOL_BINARY}"
        DEPENDS install_capdl_tool "${CAPDL_TOOL_BINARY}")
    add_custom_target(image ALL DEPENDS spec.c)
endfunction()
set(CAMKES_PARSER_TOOL false)
set(CAMKES_TOOL false)
set(CAPDL_LINKER false)
set(CAPDL_LINKER_DEPENDENCIES "${CMAKE_SOURCE_DIR}/capdl_linker.py")
set(CAPDL_TOOL_BINARY "${CMAKE_BINARY_DIR}/parse-capDL")
add_custom_command(OUTPUT "${CAPDL_TOOL_BINARY}" COMMAND false)
add_custom_target(install_capdl_tool DEPENDS "${CAPDL_TOOL_BINARY}")
configure_file(sizes.yaml sizes.yaml COPYONLY)
project(system NONE)
GenerateCAmkESRootserver()
"#;

/// A folder with a system, its build, and the templates of it.
fn project() -> TempDir {
    let folder = tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("CMakeLists.txt", BUILD);
    write("app.camkes", "component Bell { control; }\nassembly { composition { component Bell bell; } }\n");
    write("list.txt", "/*- do alloc_obj('tower', seL4_EndpointObject) -*//*? composition.instances[0].name ?*/\n");
    write("sizes.yaml", "seL4_EndpointObject: 4\nseL4_Slot: 5\nseL4_X64_PML4: 12\n");
    folder
}

/// Configures the project with the module.
fn configure(folder: &Path, more: &[&str]) -> (bool, String) {
    let mut command = Command::new("cmake");
    command.current_dir(folder).args(["-S", ".", "-B", "build", "-DADL=app.camkes"]).args(more);
    command.arg(option("-DCMAKE_PROJECT_INCLUDE=", &repository().join("cmake/camkes-lsp.cmake")));
    ended(command.arg(option("-DCAMKES_LSP=", &Camkes::program())))
}

fn option(name: &str, value: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(value);
    option
}

/// Whether a command ended well, and all that it said.
fn ended(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn a_build_makes_its_files_without_the_other_tools() {
    for (fixed, form) in [("OFF", "dynamic"), ("ON", "static")] {
        let folder = project();
        let path = folder.path();
        let (configured, said) = configure(path, &[&format!("-DSTATIC={fixed}")]);
        assert!(configured, "{said}");
        let (built, said) = ended(Command::new("cmake").current_dir(path).args(["--build", "build"]));
        assert!(built, "{said}");
        let text = |name: &str| fs::read_to_string(path.join("build").join(name)).unwrap();
        assert_eq!(text("list.txt"), "bell");
        assert!(text("app.cdl").contains("tower = ep"), "{}", text("app.cdl"));
        let arguments = ["capdl", "to-c", "app.cdl", "--code", "alone.c", &format!("--code-{form}-alloc")];
        let alone = Camkes::new().args(&arguments).args(&["--object-sizes", "sizes.yaml"]).within(&path.join("build"));
        assert_eq!(alone.run().code, Some(0));
        assert_eq!(text("spec.c"), text("alone.c"), "{form}");
    }
}

#[test]
fn a_mistake_in_the_system_ends_the_configuration_with_its_place() {
    let folder = project();
    fs::write(folder.path().join("bad.camkes"), "assembly { composition { component Nobody n; } }\n").unwrap();
    let (configured, said) = configure(folder.path(), &["-DADL=bad.camkes"]);
    assert!(!configured && said.contains("bad.camkes:1:") && said.contains("no ast: 255"), "{said}");
}

#[test]
fn the_front_of_python_hands_on_the_calls_of_the_tools_alone() {
    let folder = project();
    let path = folder.path();
    let real = path.join("python3");
    fs::write(&real, "#!/bin/sh\necho \"real $*\"\n").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o755)).unwrap();
    let front = repository().join("cmake");
    let search = std::env::join_paths([front.as_path(), path, Path::new("/usr/bin"), Path::new("/bin")]).unwrap();
    let python = |arguments: &[&str]| {
        let mut command = Command::new(front.join("python3"));
        ended(command.current_dir(path).env("PATH", &search).env("CAMKES_LSP", Camkes::program()).args(arguments))
    };
    let (well, said) = python(&["-m", "camkes.parser", "--file", "app.camkes", "--save-ast", "ast"]);
    assert!(well && path.join("ast").exists(), "{said}");
    let (well, said) = python(&["-m", "camkes.runner", "--help"]);
    assert!(well && said.contains("--load-ast"), "{said}");
    let (well, said) = python(&["/some/where/capdl_linker.py", "--help"]);
    assert!(well && said.contains("--object-sizes"), "{said}");
    for others in [["-m", "json.tool"], ["-c", "camkes.parser"], ["tool.py", "a b"]] {
        assert_eq!(python(&others), (true, format!("real {}\n", others.join(" "))));
    }
}
