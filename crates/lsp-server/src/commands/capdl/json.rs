// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! `camkes-lsp capdl to-json`: a specification for the CapDL initialiser of rust-sel4.

use camkes_capdl::Spec;

use super::{super::capdl_linker::object_sizes, files};
use crate::{cli::ToJsonCommand, system::System};

/// Writes the JSON of a specification.
///
/// # Errors
/// A message for what the initialiser can't make, or when a file can't be read or written.
pub(super) fn write(system: &mut System<'_>, command: &ToJsonCommand, spec: &Spec) -> Result<(), Vec<String>> {
    let sizes = object_sizes(system, &command.object_sizes)?;
    let model = spec.to_json_model(&sizes, command.rust_sel4).map_err(|error| vec![error.to_string()])?;
    let mut json = serde_json::to_string(&model).map_err(|error| vec![error.to_string()])?;
    json.push('\n');
    files::write_all(system, &[(command.output.clone(), json.into_bytes())])
}

#[cfg(test)]
mod tests {
    use camkes_capdl::{InitialiserRelease, ObjectSizes};
    use serde_json::{Value, json};

    use super::*;

    const SIZES: &str = "seL4_EndpointObject: 4\nseL4_Slot: 5\nseL4_TCBObject: 11\nseL4_PageTableObject: 12\nseL4_X64_PML4: 12\n\
                         seL4_AARCH64_PUD: 12\nseL4_AARCH64_PGD: 12";

    fn printed(text: &str, release: InitialiserRelease) -> Value {
        let spec = Spec::parse_cdl(text).unwrap();
        let sizes = ObjectSizes::parse(SIZES).unwrap();
        serde_json::to_value(spec.to_json_model(&sizes, release).unwrap()).unwrap()
    }

    fn object<'v>(json: &'v Value, name: &str) -> &'v Value {
        let objects = json["objects"].as_array().unwrap();
        &objects.iter().find(|object| object["name"] == name).unwrap()["object"]
    }

    const SMALL: &str = "arch x86_64 objects { e = ep  c = cnode (2 bits)  i = irq  f = frame (4k, fill: [{0 8 CDL_FrameFill_FileData \"b\" 64}]) }\n\
                         caps { c { 1: e (RP, badge: 3)  2: f (RX) } } irq maps { 2: i }";

    fn rights(read: bool, write: bool, grant: bool, grant_reply: bool) -> Value {
        json!({"read": read, "write": write, "grant": grant, "grant_reply": grant_reply})
    }

    /// Largest first: a frame of 12 bits, a CNode of 2 + 5 bits, an endpoint of 4; an interrupt takes no memory.
    #[test]
    fn json_has_the_shape_that_the_initialiser_reads() {
        let text = format!("{SMALL} domains {{ schedule: [(1, 16), (0, 0)] }}");
        assert_eq!(
            printed(&text, InitialiserRelease::default()),
            json!({
                "objects": [
                    {"name": "f", "object": {"Frame": {"size_bits": 12, "paddr": null, "init": {"entries": [
                        {"range": {"start": 0, "end": 8}, "content": {"Data": {"file": "b", "file_offset": 64}}}
                    ]}}}},
                    {"name": "c", "object": {"CNode": {"size_bits": 2, "slots": [
                        [1, {"Endpoint": {"object": 2, "badge": 3, "rights": rights(true, false, false, true)}}],
                        [2, {"Frame": {"object": 0, "rights": rights(true, false, true, false), "cached": true, "executable": true}}]
                    ]}}},
                    {"name": "e", "object": {"Endpoint": null}},
                    {"name": "i", "object": {"Irq": {"slots": []}}}
                ],
                "irqs": [[2, 3]],
                "domain_schedule": [{"domain": 1, "duration": {"Ticks": 16}}, {"domain": 0, "duration": "EndMarker"}],
                "domain_set_start": 0,
                "domain_idx_shift": 0,
                "asid_slots": [],
                "root_objects": {"start": 0, "end": 4},
                "untyped_covers": []
            })
        );
    }

    /// As capDL-tool printed it when release 1 came out: a tag before what fills a frame, bare words for objects without anything besides,
    /// nothing of domains, and no word on execution but the right to grant.
    #[test]
    fn the_first_releases_read_an_older_shape() {
        assert_eq!(
            printed(SMALL, InitialiserRelease::First),
            json!({
                "objects": [
                    {"name": "f", "object": {"Frame": {"size_bits": 12, "paddr": null, "init": {"Fill": {"entries": [
                        {"range": {"start": 0, "end": 8}, "content": {"Data": {"file": "b", "file_offset": 64}}}
                    ]}}}}},
                    {"name": "c", "object": {"CNode": {"size_bits": 2, "slots": [
                        [1, {"Endpoint": {"object": 2, "badge": 3, "rights": rights(true, false, false, true)}}],
                        [2, {"Frame": {"object": 0, "rights": rights(true, false, true, false), "cached": true}}]
                    ]}}},
                    {"name": "e", "object": "Endpoint"},
                    {"name": "i", "object": {"Irq": {"slots": []}}}
                ],
                "irqs": [[2, 3]],
                "asid_slots": [],
                "root_objects": {"start": 0, "end": 4},
                "untyped_covers": []
            })
        );
    }

    #[test]
    fn release_4_has_turns_without_units() {
        let text =
            format!("{SMALL} domains {{ schedule: [(1, 16), (0, 0)]  domain_set_start: no_start  index_shift: 3 }}");
        let json = printed(&text, InitialiserRelease::Fourth);
        assert_eq!(json["domain_schedule"], json!([{"id": 1, "time": 16}, {"id": 0, "time": 0}]));
        assert_eq!((&json["domain_set_start"], &json["domain_idx_shift"]), (&Value::Null, &json!(3)));
    }

    /// The initialiser of a kernel without MCS gives up on a thread of which it is not told where its faults go; 0 means nowhere.
    #[test]
    fn a_thread_without_an_endpoint_for_its_faults_says_so_by_0() {
        let text = "arch x86_64 objects { t = tcb (addr: 0x10, ip: 0x20, sp: 0x30, prio: 4, max_prio: 5, affinity: 1, init: [7], dom: 2)\n\
                    u = tcb (addr: 0, ip: 0, sp: 0, prio: 0, max_prio: 0, affinity: 0, fault_ep: 9, fpu_disabled: True, resume: False) }";
        let json = printed(text, InitialiserRelease::Fifth);
        assert_eq!(
            object(&json, "t")["Tcb"]["extra"],
            json!({
                "ipc_buffer_addr": 16, "affinity": 1, "prio": 4, "max_prio": 5, "resume": true, "fpu_disabled": false, "domain": 2,
                "ip": 32, "sp": 48, "gprs": [7], "master_fault_ep": 0
            })
        );
        let other = &object(&json, "u")["Tcb"]["extra"];
        assert_eq!((&other["master_fault_ep"], &other["fpu_disabled"]), (&json!(9), &json!(true)));
        assert_eq!((&other["resume"], &other["domain"]), (&json!(false), &Value::Null));
        let first = printed(text, InitialiserRelease::First);
        let first = object(&first, "t")["Tcb"]["extra"].as_object().unwrap();
        assert!(!first.contains_key("fpu_disabled") && !first.contains_key("domain"));
    }

    /// The initialiser maps what is below the roots, so that a table that no address space has must not be one.
    #[test]
    fn the_roots_are_the_topmost_tables_of_address_spaces() {
        let root = |text: &str, name: &str| {
            let json = printed(text, InitialiserRelease::Fifth);
            let table = &object(&json, name)["PageTable"];
            (table["is_root"].as_bool().unwrap(), table["level"].as_u64())
        };
        let x86 = "arch x86_64 objects { p = pml4  t = pt }";
        assert_eq!((root(x86, "p"), root(x86, "t")), ((true, Some(0)), (false, Some(3))));
        // With three levels there is no `pgd`, and the kernel counts from where it would be.
        let arm = "arch aarch64 objects { t = tcb (addr: 0, ip: 0, sp: 0, prio: 0, max_prio: 0, affinity: 0)  p = pud  q = pud }\n\
                   caps { t { vspace: p } }";
        assert_eq!((root(arm, "p"), root(arm, "q")), ((true, Some(1)), (false, Some(1))));
        let riscv = "arch riscv objects { t = tcb (addr: 0, ip: 0, sp: 0, prio: 0, max_prio: 0, affinity: 0)  p = pt  q = pt }\n\
                     caps { t { vspace: p } p { 0: q } }";
        assert_eq!((root(riscv, "p"), root(riscv, "q")), ((true, None), (false, None)));
    }

    /// Children are numbered as capDL-tool does it, from the last untyped by name, and made in this order: so not before their parent.
    #[test]
    fn children_follow_from_the_last_untyped_but_behind_their_own_parent() {
        let text = "arch x86_64 objects { a = ut (9 bits) { e }  b = ut (10 bits) { f, z }  z = ut (8 bits) { g }  e = ep  f = ep  g = ep }";
        let json = printed(text, InitialiserRelease::Fifth);
        let names: Vec<_> =
            json["objects"].as_array().unwrap().iter().map(|object| object["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["b", "a", "f", "z", "e", "g"]);
        assert_eq!(json["root_objects"], json!({"start": 0, "end": 2}));
        assert_eq!(
            json["untyped_covers"],
            json!([
                {"parent": 0, "children": {"start": 2, "end": 4}},
                {"parent": 1, "children": {"start": 4, "end": 5}},
                {"parent": 3, "children": {"start": 5, "end": 6}}
            ])
        );
    }
}
