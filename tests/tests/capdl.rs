// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! From a system and its ELF files to the specification and its other forms, on the command line: `parser`, `runner`, `capdl-linker`, `capdl`.
//!
//! What is expected was worked out by hand from the ELF files, which are written byte by byte.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests write what the program reads, and read what it writes"
)]

use std::{fs, path::Path};

use camkes_tests::{
    Camkes, Run,
    elf::{self, Segment},
};
use tempfile::{TempDir, tempdir};

const SYSTEM: &str = "
connector Call { from Procedure; to Procedure; }
procedure Echo { int echo(in int x); }
component Client { control; uses Echo e; }
component Server { provides Echo e; }
assembly { composition {
    component Client c;
    component Server s;
    connection Call conn(from c.e, to s.e);
} }
";

/// A thread with a stack of two pages, and an endpoint and a page that the two ends share.
const THREAD: &str = "/*- set t = alloc_obj('tcb', seL4_TCBObject) -*//*- do alloc_cap('tcb', t) -*/\
    /*- do t.__setattr__('ip', \"get_vaddr('start')\") -*//*- do t.__setattr__('sp', \"get_vaddr('stack') + 4096 + 8192\") -*/\
    /*- do t.__setitem__('vspace', Cap(my_pd)) -*//*- do t.__setitem__('cspace', Cap(my_cnode)) -*/\
    /*- do register_stack_symbol('stack', 8192) -*/";
const FROM: &str = "/*? alloc('ep', seL4_EndpointObject, write=True, grantreply=True, badge=7) ?*/ \
    /*? register_shared_variable('buffer', 'shared', 4096, perm='RW') ?*/";
const TO: &str = "/*? alloc('ep', seL4_EndpointObject, read=True) ?*/ /*? register_shared_variable('buffer', 'shared', 4096, perm='R') ?*/";
const LABELS: &str = "/*- for obj, label in sorted(object_label_mapping(), key=lambda('x: x[0].name')) -*/\
    /*? obj.name ?*/ /*? label ?*/ /*? obj.get_size_bits() ?*/\n/*- endfor -*/";

const SIZES: &str = "seL4_TCBObject: 11\nseL4_EndpointObject: 4\nseL4_SmallPageObject: 12\nseL4_LargePageObject: 21\n\
    seL4_Slot: 5\nseL4_ASID_Table: 9\nseL4_PageTableObject: 12\nseL4_PageDirectoryObject: 12\nseL4_X64_PDPT: 12\nseL4_X64_PML4: 12\n";

/// Text of a page and a half at 0x400000; data of five pages from 0x402000, of which the file has 16 bytes.
const SEGMENTS: [Segment; 2] = [
    Segment { address: 0x40_0000, size: 0x1800, in_file: 0x1800, rights: 5 },
    Segment { address: 0x40_2000, size: 0x6000, in_file: 0x10, rights: 6 },
];
/// The stack has a guard at either end: 0x402000 and 0x405000.
const SYMBOLS: [elf::Symbol<'static>; 3] =
    [("start", 0x40_0010, 0), ("stack", 0x40_2000, 0x4000), ("shared", 0x40_6000, 0x1000)];

fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("app.camkes", SYSTEM.as_bytes());
    write("sizes.yaml", SIZES.as_bytes());
    fs::create_dir(folder.path().join("templates")).unwrap();
    for (name, text) in [("thread.c", THREAD), ("from.c", FROM), ("to.c", TO), ("labels", LABELS)] {
        write(&format!("templates/{name}"), text.as_bytes());
    }
    write("c_group_bin", &elf::x86_64(&SEGMENTS, &SYMBOLS));
    write("s_group_bin", &elf::x86_64(&SEGMENTS, &SYMBOLS));
    folder
}

fn run(folder: &Path, arguments: &str) -> Run {
    Camkes::new().args(&arguments.split_whitespace().collect::<Vec<_>>()).within(folder).run()
}

#[track_caller]
fn succeed(folder: &Path, arguments: &str) {
    let run = run(folder, arguments);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{arguments}");
}

const RUNNER: &str = "runner --load-ast ast --architecture x86_64 --templates templates --object-sizes sizes.yaml";
const LINKER: &str = "capdl-linker --object-sizes sizes.yaml --architecture x86_64 gen_cdl --manifest-in state \
    --elffile c_group_bin --keys c --elffile s_group_bin --keys s";

/// A folder in which everything is ready for the linker.
fn rendered() -> TempDir {
    let folder = folder();
    let items = "--item component/c --template thread.c --outfile c.c --item component/s --template thread.c --outfile s.c \
        --item connector/conn/from/0 --template from.c --outfile from.c --item connector/conn/to/0 --template to.c --outfile to.c";
    succeed(folder.path(), "parser --file app.camkes --save-ast ast");
    succeed(folder.path(), &format!("{RUNNER} {items} --save-object-state state"));
    folder
}

/// The lines of the object `name { … }` in the part of a specification that lists capabilities.
fn slots<'a>(cdl: &'a str, name: &str) -> Vec<&'a str> {
    let caps = cdl.split("\ncaps {").nth(1).unwrap_or_default();
    let mut lines = caps.lines().skip_while(|line| *line != format!("{name} {{"));
    lines.next();
    lines.take_while(|line| *line != "}").collect()
}

#[test]
fn the_linked_system_has_what_its_elf_files_say() {
    let folder = rendered();
    let path = folder.path();
    succeed(path, &format!("{LINKER} --outfile app.cdl --save-object-state final"));
    let cdl = fs::read_to_string(path.join("app.cdl")).unwrap();

    // The thread starts at its symbol, on the upper end of the two pages between the guards.
    let thread = cdl.lines().find(|line| line.starts_with("c_tcb = ")).unwrap();
    assert!(thread.contains("ip: 0x400010") && thread.contains("sp: 0x405000"), "{thread}");
    // 0x400000 is entry 2 of the page directory, and pages 0 to 7 of its table; pages 2 and 5 are guards, and 7 is the rest of the data.
    assert_eq!(slots(&cdl, "pd_c_group_bin_0001"), ["0x2: pt_c_group_bin_0002"]);
    assert_eq!(
        slots(&cdl, "pt_c_group_bin_0002"),
        [
            "0x0: frame_c_group_bin_0000 (RX)",
            "0x1: frame_c_group_bin_0001 (RX)",
            "0x3: stack_stack_0_c_obj (RW)",
            "0x4: stack_stack_1_c_obj (RW)",
            "0x6: buffer_0_obj (RW)",
            "0x7: frame_c_group_bin_0007 (RW)",
        ]
    );
    assert_eq!(
        slots(&cdl, "pt_s_group_bin_0002")[4],
        "0x6: buffer_0_obj (R)",
        "both map one frame, with their own rights"
    );
    // The first page comes from the file's second page; of the second page half is in the file.
    for fill in [
        r#"frame_c_group_bin_0000 = frame (4k, fill: [{0 4096 CDL_FrameFill_FileData "c_group_bin" 4096}])"#,
        r#"frame_c_group_bin_0001 = frame (4k, fill: [{0 2048 CDL_FrameFill_FileData "c_group_bin" 8192}])"#,
        "frame_c_group_bin_0007 = frame (4k, fill: [])",
    ] {
        assert!(cdl.lines().any(|line| line == fill), "{fill} is not in {cdl}");
    }
    assert_eq!(slots(&cdl, "c_cnode"), ["0x1: c_tcb", "0x2: conn_ep (WP, badge: 7)"]);
    assert_eq!(slots(&cdl, "s_cnode"), ["0x1: s_tcb", "0x2: conn_ep (R)"]);

    // A template of a later call sees all of it.
    succeed(path, &format!("{RUNNER} --item assembly/ --template labels --outfile labels --load-object-state final"));
    let labels = fs::read_to_string(path.join("labels")).unwrap();
    for line in ["buffer_0_obj conn 12", "c_cnode c 7", "conn_ep conn 4", "pt_s_group_bin_0002 s 12", "s_tcb s 11"] {
        assert!(labels.lines().any(|known| known == line), "{line} is not in {labels}");
    }
    assert_eq!(labels.lines().count(), 24, "{labels}");
}

#[test]
fn a_component_that_loses_its_thread_is_told_by_the_comparison() {
    let folder = rendered();
    let path = folder.path();
    succeed(path, &format!("{LINKER} --outfile with.cdl"));
    succeed(path, &format!("{LINKER} --fno-provide-tcb-caps --outfile without.cdl"));
    let without = fs::read_to_string(path.join("without.cdl")).unwrap();
    assert_eq!(slots(&without, "c_cnode"), ["0x2: conn_ep (WP, badge: 7)"]);

    let same = run(path, "capdl diff with.cdl with.cdl");
    assert_eq!((same.code, same.stdout.as_str()), (Some(0), ""));
    let differing = run(path, "capdl diff with.cdl without.cdl");
    assert_eq!(differing.code, Some(1));
    for component in ["c", "s"] {
        let told = differing.stdout.lines().any(|line| {
            line.contains(&format!("'{component}_tcb'")) && line.contains("loses its capability to thread")
        });
        assert!(told, "{}", differing.stdout);
    }
}

#[test]
fn the_forms_for_loaders_agree_with_the_specification() {
    let folder = rendered();
    let path = folder.path();
    succeed(path, &format!("{LINKER} --outfile app.cdl"));
    succeed(path, "capdl to-c --code app.c --code-dynamic-alloc --object-sizes=sizes.yaml app.cdl");
    let c = fs::read_to_string(path.join("app.c")).unwrap();
    // Two of each: CNode, thread, four levels of page tables, two stack frames, three frames of the file; and endpoint and buffer.
    assert!(c.contains(".num = 24"), "{c}");
    for fact in ["0x400010", "0x405000", "c_group_bin"] {
        assert!(c.contains(fact), "no {fact} in {c}");
    }
    succeed(path, "capdl fmt app.cdl");
    let laid_out = fs::read(path.join("app.cdl")).unwrap();
    succeed(path, "capdl fmt app.cdl");
    assert_eq!(fs::read(path.join("app.cdl")).unwrap(), laid_out, "the layout stays");
}

#[test]
fn static_allocation_puts_each_object_in_one_untyped() {
    let folder = rendered();
    let path = folder.path();
    // The first has room for one page, the third for all else; the second belongs to a device.
    let untypeds = "- {device: false, paddr: 0x1000, size_bits: 12}\n- {device: true, paddr: 0x10000, size_bits: 16}\n\
        - {device: false, paddr: 0x100000, size_bits: 20}\n";
    fs::write(path.join("untyped.yaml"), untypeds).unwrap();
    succeed(path, &format!("{LINKER} --outfile app.cdl --static-alloc --untyped untyped.yaml"));
    let cdl = fs::read_to_string(path.join("app.cdl")).unwrap();
    assert!(cdl.contains("root_untyped_0x1000 = ut (12 bits, paddr: 0x1000) { buffer_0_obj }"), "{cdl}");
    assert!(!cdl.contains("root_untyped_0x10000 "), "{cdl}");
    succeed(path, "capdl to-c --code app.c --code-static-alloc app.cdl");

    fs::write(path.join("untyped.yaml"), "- {device: false, paddr: 0x1000, size_bits: 12}\n").unwrap();
    let refused = run(path, &format!("{LINKER} --outfile small.cdl --static-alloc --untyped untyped.yaml"));
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("not enough untyped memory"), "{}", refused.stderr);
    assert!(!path.join("small.cdl").exists());
}

#[test]
fn an_elf_file_without_a_symbol_is_told_and_nothing_is_written() {
    let folder = rendered();
    let path = folder.path();
    fs::write(path.join("s_group_bin"), elf::x86_64(&SEGMENTS, &SYMBOLS[..2])).unwrap();
    let refused = run(path, &format!("{LINKER} --outfile app.cdl --save-object-state final"));
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("shared") && refused.stderr.contains("s_group_bin"), "{}", refused.stderr);
    assert!(!path.join("app.cdl").exists() && !path.join("final").exists());

    fs::write(path.join("s_group_bin"), "no ELF file").unwrap();
    let refused = run(path, &format!("{LINKER} --outfile app.cdl"));
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("s_group_bin"), "{}", refused.stderr);
}
