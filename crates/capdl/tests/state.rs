// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The file between rendering and linking: whole, compact, and refused when it is anything else.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use camkes_capdl::*;
use proptest::prelude::*;

fn state() -> ObjectState {
    let mut state = ObjectState::new(Arch::X86_64);
    state.spec.schedule.push(ScheduleItem { domain: 1, duration: 10 });
    state.spec.space_mut().request("c_ep", "c", Object::Endpoint).unwrap();
    let mut tcb = Tcb { ip: Address::symbol("camkes a _camkes_start", 0), ..Tcb::default() };
    tcb.slots.insert(TcbSlot::VSpace, Cap::new("a_group_bin_pd"));
    state.spec.space_mut().request("a_tcb", "a", Object::Tcb(Box::new(tcb))).unwrap();
    let mut a = SpaceState::new("a");
    a.cspace.request("a\nep", Some(Cap::new("c_ep").with_rights(Rights::READ).with_badge(7))).unwrap();
    a.cspace.alloc(None).unwrap();
    let stack = FrameRun::stack("a", "stack", 8192).unwrap();
    stack.request(state.spec.space_mut(), "a", None).unwrap();
    a.address_space.back_guarded("stack", &stack).unwrap();
    a.address_space.back("dma", vec![Region { size: 4096, backing: Backing::Slot(1) }]).unwrap();
    state.spaces.insert("a".to_owned(), a);
    state.policy.insert(["a".into(), "Read".into(), "b".into()]);
    state
}

#[test]
fn a_state_is_read_back_as_it_was_written() {
    let bytes = state().encode().unwrap();
    assert_eq!(ObjectState::decode(&bytes), Ok(state()));
    assert_eq!(bytes, state().encode().unwrap());
    assert!(bytes.len() < 400, "{} bytes", bytes.len());
}

#[test]
fn a_specification_has_the_nodes_of_the_address_spaces() {
    let spec = state().to_spec().unwrap();
    let Some(Object::CNode(cnode)) = spec.object("a_cnode") else { panic!("no CNode") };
    assert_eq!(cnode.slots[&1].as_ref().unwrap().badge, Some(7));
    assert_eq!(spec.space().label("a_cnode"), Some("a"));
}

#[test]
fn files_of_others_and_of_other_versions_are_told_from_damaged_ones() {
    let good = state().encode().unwrap();
    for foreign in [&b""[..], b"\x80\x04\x95 a Python pickle", b"camkes-lsp:obj\n\n"] {
        assert_eq!(ObjectState::decode(foreign), Err(StateError::Foreign));
    }
    let mut newer = good.clone();
    newer[16] = 99;
    assert_eq!(
        ObjectState::decode(&newer).unwrap_err().to_string(),
        "this object state has format 99, but this camkes-lsp reads format 3; it must be made anew"
    );
    for end in 16..good.len() {
        assert_eq!(ObjectState::decode(&good[..end]), Err(StateError::Damaged), "cut at {end}");
    }
    let mut longer = good;
    longer.push(0);
    assert_eq!(ObjectState::decode(&longer), Err(StateError::Damaged));
}

proptest! {
    #[test]
    fn one_changed_bit_is_noticed(bit in 0..8_u8, at in any::<prop::sample::Index>()) {
        let mut bytes = state().encode().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(ObjectState::decode(&bytes).is_err());
    }

    /// Whoever makes a file with a right checksum still can't make the reader panic or take memory without bound.
    #[test]
    fn any_contents_under_a_right_checksum_are_read_without_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = state().encode().unwrap();
        bytes.truncate(20);
        bytes.extend_from_slice(&(body.len() as u64).to_le_bytes());
        bytes.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
        bytes.extend_from_slice(&body);
        let _ = ObjectState::decode(&bytes);
    }
}
