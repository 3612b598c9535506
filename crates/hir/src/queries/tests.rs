// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Answers of queries in whole systems.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use camkes_test_fixture::device_tree::{Blob, board};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use salsa::Setter as _;

use super::{DataContents, DataFile, DeviceTree, DtbError, PinList, PinListError};
use crate::{Db as _, FileContents, FileLoader, ForwardReferences, RootDatabase, System};

struct One(String);

impl FileLoader for One {
    fn load(&self, path: &Utf8Path) -> FileContents {
        if path == "/a.camkes" { FileContents::text(self.0.as_str()) } else { FileContents::Missing }
    }
}

fn world(value: &str, tree: Option<&[u8]>, pins: Option<&[u8]>) -> (RootDatabase, System) {
    let text = format!(
        "component D {{ control; }} assembly {{ composition {{ component D d; }} configuration {{ d.value = {value}; }} }}"
    );
    let db = RootDatabase::new(Arc::new(One(text)));
    let data = |path: &str, bytes: Option<&[u8]>| {
        bytes.map(|bytes| DataFile::new(&db, Utf8PathBuf::from(path), DataContents::Bytes(bytes.into())))
    };
    let (tree, pins) = (data("/board.dtb", tree), data("/pins.yaml", pins));
    let root = db.file(Utf8Path::new("/a.camkes"));
    let system = System::builder(root, Vec::new(), ForwardReferences::Allow).device_tree(tree).pin_list(pins);
    let system = system.new(&db);
    (db, system)
}

/// The value of a setting, and every mistake with the text that it points at.
fn answer(db: &RootDatabase, system: System) -> String {
    let mut out = String::new();
    for found in crate::diagnostics(db, system) {
        let text = found.primary.file.contents(db).as_str();
        out += &format!("{} at `{}`\n", found.message, &text[found.primary.range]);
        out.extend(found.notes.iter().map(|note| format!("  {note}\n")));
    }
    if let Some(assembly) = crate::assembly(db, system) {
        out.extend(assembly.settings.iter().map(|setting| format!("{}\n", setting.value)));
    }
    out
}

fn check(value: &str, expected: Expect) {
    let pins = b"gpio_list: [PA0, PA1, 0x10]\n";
    let (db, system) = world(value, Some(&board()), Some(pins));
    expected.assert_eq(&answer(&db, system));
}

#[test]
fn a_node_comes_with_its_properties_those_inside_and_translated_registers() {
    let node = r#"{"query": [{"compatible": ["acme,uart", "ns16550a"], "reg": [4261416960, 256], "interrupts": [0, 1, 4], "mac": [0, 17, -11], "flag": [], "this_address_cells": [1], "this_size_cells": [1], "this_node_path": "/soc/serial@1000"}]"#;
    let expected = format!("{node}, \"dtb_size\": [{}]}}\n", board().len());
    for query in [
        r#"dtb({"path": "/soc/SERIAL@1"})"#,
        r#"dtb([{"aliases": "serial0"}])"#,
        r#"dtb({"chosen": "stdout-path"})"#,
        r#"dtb({"properties": {"compatible": "acme,uart"}})"#,
        r#"dtb({"path": "no such", "properties": {"compatible[1]": "ns16550a", "interrupts[*]": [0, 1, 4], "mac[2]": -11}})"#,
        r#"dtb({"properties": {"reg[ 0x1 ]": 0x100}})"#,
    ] {
        let (db, system) = world(query, Some(&board()), None);
        assert_eq!(answer(&db, system), expected, "{query}");
    }
    let (db, system) = world(r#"dtb({"path": "eth"})"#, Some(&board()), None);
    assert!(
        answer(&db, system)
            .starts_with(r#"{"query": [{"reg": [4261421056, 0], "phy": ["label"], "phy_label": ["p"], "#)
    );
}

#[test]
fn lookups_give_one_value_for_each_dict() {
    check(
        r#"dtb([{"path": "serial"}, {"aliases": "serial0"}])["reg"][1]"#,
        expect![[r#"
            [256, 256]
        "#]],
    );
    check(
        r#"dtb([{"path": "serial"}, {}])["reg"]"#,
        expect![[r#"
            the answer has no key "reg" at `"reg"`
        "#]],
    );
    check(
        r#"gpio({"pins": ["PA0"]})"#,
        expect![[r#"
            {"query": [{"desired_pins": ["PA0"]}], "all_pins": ["PA0", "PA1", 16]}
        "#]],
    );
    check(
        r#"gpio({"pins": ["PA0"]})["desired-pins"]"#,
        expect![[r#"
            [["PA0"]]
        "#]],
    );
}

#[test]
fn mistakes_are_found_at_their_place() {
    let queries = [
        r#"dtb()"#,
        r#"dtb([])"#,
        r#"dtb([{}, 5])"#,
        r#"other({})"#,
        r#"dtb({"aliases": "serial9"})"#,
        r#"dtb({"aliases": "dead"})"#,
        r#"dtb({"aliases": "amb"})"#,
        r#"dtb({"aliases": "word"})"#,
        r#"dtb({"chosen": "initrd"})"#,
        r#"dtb([{}, {"path": "("}])"#,
        r#"dtb({"path": 5})"#,
        r#"dtb({"properties": "x"})"#,
        r#"dtb({"properties": {"reg[x]": 1}})"#,
        r#"dtb({"properties": {"reg[": 1}})"#,
        r#"dtb({"properties": {"compatible": 1}})"#,
        r#"dtb({"properties": {"mac[*]": [200]}})"#,
        r#"dtb({"properties": {"flag": 1}})"#,
        r#"dtb({"path": "dma"})"#,
        r#"gpio({"pin": 1})"#,
        r#"gpio([{"pins": 1}, {"pins": 1}])"#,
    ];
    let found: String = queries
        .iter()
        .map(|query| {
            let (db, system) = world(query, Some(&board()), Some(b"gpio_list: []"));
            answer(&db, system)
        })
        .collect();
    expect![[r#"
        `dtb` takes a dict, or a list of dicts at `dtb`
        a query needs at least one dict at `[]`
        the argument of a query is a dict or a list of dicts at `5`
        unknown query `other` at `other`
          queries are `dtb({…})` and `gpio({"pins": […]})`
        /aliases of the device tree has no `serial9` at `"serial9"`
          /aliases of the device tree has serial0, dead, amb, word
        `dead` in /aliases stands for /nope, but no node has that path at `"dead"`
        `amb` in /aliases stands for /soc, which is part of several paths at `"amb"`
          it matches /soc, /soc/serial@1000, /soc/eth@2000, /soc/eth@2000/phy
        `word` in /aliases of the device tree is no path at `"word"`
        `initrd` in /chosen of the device tree is no path at `"initrd"`
        the path is no regular expression: unclosed group at `"("`
        a string must stand here, found integer at `5`
        a dict must stand here, found string at `"x"`
        what stands in the square brackets is no index at `"reg[x]"`
          an index is a whole number, or `*` for the list of all values
        the index lacks its `]` at `"reg["`
        `compatible` holds strings at `1`
          `compatible[N]` compares one value, `compatible[*]` the list of all
        200 is no byte: bytes are from -128 to 127 at `[200]`
        `flag` has no value that could be compared at `1`
        the region 0xf000 of 0x2000 bytes leaves the range 0x0 of 0x10000 bytes at `{"path": "dma"}`
        the query lacks `pins` at `{"pin": 1}`
        `gpio` takes one dict at `[{"pins": 1}, {"pins": 1}]`
    "#]]
    .assert_eq(&found);
}

#[test]
fn without_its_file_a_query_says_what_to_give() {
    for (query, flag) in
        [("dtb({})", "`dtb` in `camkes.toml`, or `--dtb FILE`"), ("gpio({\"pins\": 1})", "--gpio-list FILE")]
    {
        let (db, system) = world(query, None, None);
        let said = answer(&db, system);
        assert!(said.contains("no data source") && said.contains(flag), "{said}");
    }
    let (db, system) = world("dtb({})", Some(b"text"), None);
    assert!(answer(&db, system).contains("`/board.dtb` gives no answers: "));
}

#[test]
fn a_changed_tree_changes_the_answer() {
    let (mut db, system) = world(r#"dtb({"path": "serial"})["reg"]"#, Some(&board()), None);
    assert_eq!(answer(&db, system), "[[4261416960, 256]]\n");
    let mut changed = board();
    let reg = changed.windows(8).position(|bytes| bytes == [0, 0, 0x10, 0, 0, 0, 1, 0]).unwrap();
    changed[reg + 7] = 8;
    let file = system.device_tree(&db).unwrap();
    file.set_contents(&mut db).to(DataContents::Bytes(changed.into()));
    assert_eq!(answer(&db, system), "[[4261416960, 264]]\n");
}

#[test]
fn blobs_that_are_no_trees_are_refused() {
    let blob = board();
    assert_eq!(DeviceTree::parse(b""), Err(DtbError::Truncated(0)));
    assert_eq!(DeviceTree::parse(&[0; 64]), Err(DtbError::Magic));
    assert!(matches!(DeviceTree::parse(&blob[..100]), Err(DtbError::Truncated(_))));
    let deep = |depth: usize| {
        let mut blob = Blob::default();
        (0..depth).for_each(|_| {
            blob.word(1);
            blob.padded(b"n\0");
        });
        (0..depth).for_each(|_| blob.word(2));
        DeviceTree::parse(&blob.finish())
    };
    assert!(deep(64).is_ok());
    assert!(matches!(deep(65), Err(DtbError::TooDeep(_))));
    assert_eq!(DeviceTree::parse(&vec![0; (4 << 20) + 1]), Err(DtbError::TooLarge));
}

#[test]
fn lists_of_pins_are_plain_data() {
    let parse = |text: &str| PinList::parse(text.as_bytes()).map(|list| list.pins().to_string());
    let text = "gpio_list:\n  - &a {name: PA0, nr: 010}\n  - *a\n  - '7'\n  - yes\n  - 1.5\n";
    let pins = r#"[{"name": "PA0", "nr": 8}, {"name": "PA0", "nr": 8}, "7", 1, 1.5]"#;
    assert_eq!(parse(text).as_deref(), Ok(pins));
    assert_eq!(parse("pins: []"), Err(PinListError::NoList));
    assert_eq!(parse("gpio_list:\n  - ~"), Err(PinListError::Null(2)));
    assert!(matches!(parse("gpio_list: [1"), Err(PinListError::Syntax(..))));
    let bomb = (1..20).map(|i| format!("- &a{i} [*a{0}, *a{0}]\n", i - 1)).collect::<String>();
    assert!(matches!(parse(&format!("- &a0 [1, 2]\n{bomb}")), Err(PinListError::TooMany(_))));
}

const QUERIES: [&str; 4] = [
    r#"dtb({"path": "/"})"#,
    r#"dtb([{"path": "soc"}, {"path": "serial"}])"#,
    r#"dtb({"aliases": "serial0"})"#,
    r#"dtb({"properties": {"reg": 4096}})"#,
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..512)) {
        let _ = DeviceTree::parse(&bytes);
        let _ = PinList::parse(&bytes);
    }

    #[test]
    fn any_text_is_read_as_yaml_without_a_panic(text in "[-a-c0-9:,&*!{}\\[\\]'\"#|>%@?\n ]{0,200}") {
        let _ = PinList::parse(text.as_bytes());
    }

    #[test]
    fn mutated_trees_are_asked_without_a_panic(
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..8),
        query in proptest::sample::select(&QUERIES[..]),
    ) {
        let mut blob = board();
        for (at, byte) in changes {
            let at = at.index(blob.len());
            blob[at] = byte;
        }
        if let Ok(tree) = DeviceTree::parse(&blob) {
            prop_assert!(tree.nodes().count() < blob.len());
        }
        let (db, system) = world(query, Some(&blob), None);
        prop_assert!(!answer(&db, system).is_empty());
    }
}
