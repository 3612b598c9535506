// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Spaces made independently of each other give the same system in whatever order they are united.

use camkes_capdl::*;
use proptest::prelude::*;

fn object() -> impl Strategy<Value = Object> {
    let slots = proptest::collection::btree_map(0_u64..4, Just(Some(Cap::new("o0"))), 0..3);
    let paddr = proptest::option::of(prop_oneof![Just(0x1000_u64), Just(0x2000)]);
    prop_oneof![
        Just(Object::Endpoint),
        Just(Object::Notification),
        paddr.prop_map(|paddr| Object::Frame(Frame { paddr, ..Frame::new(4096) })),
        slots.prop_map(|slots| Object::CNode(CNode { size: CNodeSize::Auto, slots })),
        (0_u8..3).prop_map(|prio| {
            let prio = if prio == 0 { 254 } else { prio };
            Object::Tcb(Box::new(Tcb { prio, ..Tcb::default() }))
        }),
    ]
}

fn space() -> impl Strategy<Value = ObjectSpace> {
    proptest::collection::vec((0_u8..6, object()), 0..8).prop_map(|wishes| {
        let mut space = ObjectSpace::new();
        for (name, object) in wishes {
            // A space never contradicts itself: the first wish stands.
            let _ = space.request(format!("o{name}"), "l", object);
        }
        space
    })
}

proptest! {
    #[test]
    fn the_order_of_the_spaces_does_not_matter(
        (spaces, shuffled) in proptest::collection::vec(space(), 0..6)
            .prop_flat_map(|spaces| (Just(spaces.clone()), Just(spaces).prop_shuffle())),
    ) {
        match (Spec::merge(Arch::Aarch64, spaces), Spec::merge(Arch::Aarch64, shuffled)) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(one.to_cdl(), other.to_cdl());
                prop_assert_eq!(one, other);
            }
            (Err(_), Err(_)) => {}
            (one, other) => prop_assert!(false, "only one order succeeds: {:?} {:?}", one.err(), other.err()),
        }
    }

    #[test]
    fn printing_depends_on_the_content_alone(space in space()) {
        let once = Spec::merge(Arch::Riscv32, [space.clone()]).unwrap();
        let reversed = once.objects().collect::<Vec<_>>().into_iter().rev();
        let mut again = Spec::new(Arch::Riscv32);
        for (name, object) in reversed {
            again.space_mut().request(name.clone(), "l", object.clone()).unwrap();
        }
        prop_assert_eq!(once.to_cdl(), again.to_cdl());
    }

    #[test]
    fn validation_never_panics(
        objects in proptest::collection::vec((any::<u64>(), any::<u8>(), any::<u64>(), any::<u8>()), 0..12),
        arch in proptest::sample::select(Arch::ALL.to_vec()),
    ) {
        let mut spec = Spec::new(arch);
        for (index, (number, bits, slot, kind)) in objects.into_iter().enumerate() {
            let target = Cap {
                guard: number,
                guard_size: if bits % 2 == 0 { GuardSize::FillWord } else { GuardSize::Bits(bits) },
                badge: Some(number),
                ..Cap::new(format!("o{}", number % 6))
            };
            let slots = Slots::from([(slot, Some(target))]);
            let object = match kind % 6 {
                0 => Object::CNode(CNode { size: CNodeSize::Bits(bits), slots }),
                1 => Object::CNode(CNode { size: CNodeSize::Auto, slots }),
                2 => Object::Untyped(Untyped { paddr: Some(number), ..Untyped::new(bits) }),
                3 => Object::Frame(Frame { paddr: Some(slot), ..Frame::new(number) }),
                4 => Object::Table(Table { kind: TableKind::Pt, slots }),
                _ => Object::AsidPool(AsidPool { asid_high: None, slots }),
            };
            spec.space_mut().request(format!("o{index}"), "l", object).unwrap();
        }
        let _ = spec.validate();
        let _ = spec.to_cdl();
    }
}

#[test]
fn all_contradictions_are_reported_at_once() {
    let space = |first, second| {
        let mut space = ObjectSpace::new();
        space.request("a", "l", first).unwrap();
        space.request("b", "l", second).unwrap();
        space
    };
    let errors =
        Spec::merge(Arch::Ia32, [space(Object::Endpoint, Object::Vcpu), space(Object::Notification, Object::RtReply)])
            .unwrap_err();
    let texts: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        ["object 'a' is requested twice with different kinds", "object 'b' is requested twice with different kinds"]
    );
}
