// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! What becomes of a system once its ELF files are known.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use camkes_capdl::*;
use expect_test::expect;
use proptest::prelude::*;

const SIZES: &str = "seL4_TCBObject: 11\nseL4_EndpointObject: 4\nseL4_SmallPageObject: 12\nseL4_LargePageObject: 21\n\
                     seL4_HugePageObject: 30\nseL4_Slot: 5\nseL4_ASID_Table: 9\nseL4_PageTableObject: 12\n\
                     seL4_PageDirectoryObject: 12\nseL4_X64_PDPT: 12\nseL4_X64_PML4: 12\n";

/// A segment of a test's ELF file: address, size in memory, size in the file, rights (1 execute, 2 write, 4 read).
type Load = (u64, u64, u64, u32);

/// An ELF file for x86_64 with these segments and symbols (name, address, size). The segments' bytes start at 0x1000.
fn elf(loads: &[Load], symbols: &[(&str, u64, u64)]) -> Vec<u8> {
    let mut strings = vec![0_u8];
    let mut table = vec![0_u8; 24];
    for (name, value, size) in symbols {
        let at = u32::try_from(strings.len()).unwrap();
        strings.extend_from_slice(name.as_bytes());
        strings.push(0);
        table.extend_from_slice(&at.to_le_bytes());
        table.extend_from_slice(&[0x11, 0, 1, 0]);
        table.extend_from_slice(&value.to_le_bytes());
        table.extend_from_slice(&size.to_le_bytes());
    }
    let mut bytes = vec![0_u8; 0x1000];
    let (symtab, strtab) = (bytes.len(), bytes.len() + table.len());
    bytes.extend_from_slice(&table);
    bytes.extend_from_slice(&strings);
    let sections = bytes.len();
    let section = |kind: u32, offset: usize, size: usize, link: u32, entry: u64| {
        let mut header = vec![0_u8; 64];
        header[4..8].copy_from_slice(&kind.to_le_bytes());
        header[24..32].copy_from_slice(&(offset as u64).to_le_bytes());
        header[32..40].copy_from_slice(&(size as u64).to_le_bytes());
        header[40..44].copy_from_slice(&link.to_le_bytes());
        header[56..64].copy_from_slice(&entry.to_le_bytes());
        header
    };
    bytes.extend(section(0, 0, 0, 0, 0));
    bytes.extend(section(2, symtab, table.len(), 2, 24));
    bytes.extend(section(3, strtab, strings.len(), 0, 0));
    bytes[..8].copy_from_slice(b"\x7fELF\x02\x01\x01\0");
    bytes[16..24].copy_from_slice(&[2, 0, 62, 0, 1, 0, 0, 0]);
    bytes[32..40].copy_from_slice(&64_u64.to_le_bytes());
    bytes[40..48].copy_from_slice(&(sections as u64).to_le_bytes());
    let counts = [64, 56, u16::try_from(loads.len()).unwrap(), 64, 3, 2];
    for (at, count) in (52..64).step_by(2).zip(counts) {
        bytes[at..at + 2].copy_from_slice(&count.to_le_bytes());
    }
    let mut offset = 0x1000_u64;
    for (index, (vaddr, size, file_size, flags)) in loads.iter().enumerate() {
        let header = &mut bytes[64 + index * 56..][..56];
        header[..4].copy_from_slice(&1_u32.to_le_bytes());
        header[4..8].copy_from_slice(&flags.to_le_bytes());
        let fields = [offset + vaddr % 0x1000, *vaddr, *vaddr, *file_size, *size, 0x1000];
        for (at, field) in (8..56).step_by(8).zip(fields) {
            header[at..at + 8].copy_from_slice(&field.to_le_bytes());
        }
        offset += 0x10000;
    }
    bytes
}

/// An instance `a` with a thread, its stack, and a frame that it shares.
fn state() -> ObjectState {
    let mut state = ObjectState::new(Arch::X86_64);
    let mut a = SpaceState::new("a");
    let objects = state.spec.space_mut();
    objects.request(a.address_space.root().clone(), "a", AddressSpace::root_object(Arch::X86_64)).unwrap();
    let mut tcb = Tcb {
        ip: "get_vaddr('start')".parse().unwrap(),
        sp: "get_vaddr('stack') + 8192".parse().unwrap(),
        ..Tcb::default()
    };
    let mut root = Cap::new("a_cnode");
    root.guard_size = GuardSize::FillWord;
    tcb.slots.insert(TcbSlot::CSpace, root);
    objects.request("a_tcb", "a", Object::Tcb(Box::new(tcb))).unwrap();
    let stack = FrameRun::stack("a", "stack", 4096).unwrap();
    stack.request(objects, "a", None).unwrap();
    a.address_space.back_guarded("stack", &stack).unwrap();
    let shared = FrameRun::shared(Arch::X86_64, "d", 4096, None).unwrap();
    shared.request(objects, "a", None).unwrap();
    a.cspace.alloc(Some(Cap::new("a_tcb"))).unwrap();
    let mut kept = Cap::new("d_0_obj").with_rights(Rights::READ | Rights::WRITE).with_caching(Caching::Uncached);
    kept.mapping = Mapped::Later;
    let slot = a.cspace.alloc(Some(kept)).unwrap();
    a.address_space.back("shared", vec![Region { size: 4096, backing: Backing::Slot(slot) }]).unwrap();
    state.spaces.insert("a".to_owned(), a);
    state
}

fn link(state: &mut ObjectState, bytes: &[u8], tcb_caps: TcbCaps) -> Result<(), String> {
    link_parts(state, &ElfParts::whole(bytes.to_vec()), tcb_caps)
}

fn link_parts(state: &mut ObjectState, file: &ElfParts, tcb_caps: TcbCaps) -> Result<(), String> {
    let binary = Binary { key: "a", name: "a_group_bin", file };
    let errors = |errors: Vec<LinkError>| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    state.link(&ObjectSizes::parse(SIZES).unwrap(), &[binary], tcb_caps).map_err(errors)
}

const SYMBOLS: [(&str, u64, u64); 3] =
    [("start", 0x40_0010, 0), ("stack", 0x40_2000, 0x3000), ("shared", 0x40_5000, 4096)];
const LOADS: [Load; 2] = [(0x40_0000, 0x1800, 0x1800, 5), (0x40_2000, 0x4800, 0x10, 6)];

/// Counts what is read of a file.
struct Counted<'a>(std::io::Cursor<&'a [u8]>, &'a std::cell::Cell<usize>);

impl std::io::Read for Counted<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(to)?;
        self.1.set(self.1.get() + read);
        Ok(read)
    }
}

impl std::io::Seek for Counted<'_> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.0.seek(to)
    }
}

fn parts(bytes: &[u8]) -> (ElfParts, usize) {
    let count = std::cell::Cell::new(0);
    let parts = ElfParts::read(Counted(std::io::Cursor::new(bytes), &count)).unwrap();
    (parts, count.get())
}

#[test]
fn linking_reads_headers_and_symbols_alone() {
    let mut bytes = elf(&LOADS, &SYMBOLS);
    // What is loaded and what debuggers want: behind all that has a place.
    bytes.resize(bytes.len() + 0x10_0000, 0x90);
    let (parts, read) = parts(&bytes);
    assert!(read < 0x1000, "{read} bytes of {} were read", bytes.len());
    assert_eq!(parts.kept(), read);
    let linked = |file: &ElfParts| {
        let mut state = state();
        link_parts(&mut state, file, TcbCaps::Provided).map(|()| state.spec.to_cdl())
    };
    assert_eq!(linked(&parts), linked(&ElfParts::whole(bytes)));
    assert!(linked(&parts).is_ok());
}

#[test]
fn a_file_that_is_damaged_is_read_as_it_is() {
    let whole = elf(&LOADS, &SYMBOLS);
    for length in [0, 3, 17, 63, 64, 200, 0x1000, whole.len() - 70, whole.len() - 1] {
        let (parts, _) = parts(&whole[..length]);
        let linked = |file: &ElfParts| link_parts(&mut state(), file, TcbCaps::Provided);
        assert_eq!(linked(&parts), linked(&ElfParts::whole(whole[..length].to_vec())), "{length} bytes");
    }
    assert_eq!(parts(b"#!/bin/sh\n").0, ElfParts::whole(b"#!/bin/sh\n".to_vec()));
}

#[test]
fn a_linked_system_has_its_pages_its_contents_and_its_addresses() {
    let mut state = state();
    link(&mut state, &elf(&LOADS, &SYMBOLS), TcbCaps::Provided).unwrap();
    expect![[r#"
        arch x86_64

        objects {
        a_cnode = cnode (2 bits)
        a_group_bin_pd = pml4
        a_tcb = tcb (addr: 0x0,ip: 0x400010,sp: 0x404000,prio: 254,max_prio: 254,affinity: 0,init: [])
        d_0_obj = frame (4k, fill: [])
        frame_a_group_bin_0000 = frame (4k, fill: [{0 4096 CDL_FrameFill_FileData "a_group_bin" 4096}])
        frame_a_group_bin_0001 = frame (4k, fill: [{0 2048 CDL_FrameFill_FileData "a_group_bin" 8192}])
        frame_a_group_bin_0006 = frame (4k, fill: [])
        pd_a_group_bin_0001 = pd
        pdpt_a_group_bin_0000 = pdpt
        pt_a_group_bin_0002 = pt
        stack_stack_0_a_obj = frame (4k, fill: [])
        }

        caps {
        a_cnode {
        0x1: a_tcb
        0x2: d_0_obj (RW, uncached, mapping: (pt_a_group_bin_0002, 5))
        }
        a_group_bin_pd {
        0x0: pdpt_a_group_bin_0000
        }
        a_tcb {
        cspace: a_cnode (guard: 0, guard_size: 62)
        }
        pd_a_group_bin_0001 {
        0x2: pt_a_group_bin_0002
        }
        pdpt_a_group_bin_0000 {
        0x0: pd_a_group_bin_0001
        }
        pt_a_group_bin_0002 {
        0x0: frame_a_group_bin_0000 (RX)
        0x1: frame_a_group_bin_0001 (RX)
        0x3: stack_stack_0_a_obj (RW)
        0x5: d_0_obj (RW, uncached)
        0x6: frame_a_group_bin_0006 (RW)
        }
        }

        irq maps {

        }
    "#]]
    .assert_eq(&state.to_spec().unwrap().to_cdl());
}

#[test]
fn large_pieces_are_mapped_in_the_largest_frames_that_fit() {
    let mut state = state();
    let loads = [(0x1f_f000, 0x40_3000, 0x1000, 4), (0x4000_0000, 0x4000_0000, 0, 6), LOADS[1]];
    let symbols = [("start", 0, 0), ("stack", 0x8000_0000, 0x3000), ("shared", 0x8001_0000, 4096)];
    link(&mut state, &elf(&loads[..2], &symbols), TcbCaps::Provided).unwrap();
    let frames = state.spec.objects().filter_map(|(name, object)| match object {
        Object::Frame(frame) if name.as_str().starts_with("frame_") => Some(frame.size),
        _ => None,
    });
    assert_eq!(frames.collect::<Vec<_>>(), [0x1000, 0x20_0000, 0x20_0000, 0x1000, 0x1000, 0x4000_0000]);
}

#[test]
fn threads_lose_the_capabilities_to_themselves_if_they_are_withheld() {
    let mut state = state();
    link(&mut state, &elf(&LOADS, &SYMBOLS), TcbCaps::Withheld).unwrap();
    let held: Vec<_> = state.spaces["a"].cspace.caps().map(|(slot, cap)| (slot, cap.object.to_string())).collect();
    assert_eq!(held, [(2, "d_0_obj".to_owned())]);
}

#[test]
fn a_linked_state_survives_its_file() {
    let mut state = state();
    link(&mut state, &elf(&LOADS, &SYMBOLS), TcbCaps::Provided).unwrap();
    assert_eq!(ObjectState::decode(&state.encode().unwrap()), Ok(state));
}

#[test]
fn what_does_not_fit_together_is_named() {
    let error = |loads: &[Load], symbols: &[(&str, u64, u64)]| {
        link(&mut state(), &elf(loads, symbols), TcbCaps::Provided).unwrap_err()
    };
    let with = |name: &str, value: u64, size: u64| {
        SYMBOLS.map(|symbol| if symbol.0 == name { (symbol.0, value, size) } else { symbol })
    };
    assert_eq!(error(&LOADS, &SYMBOLS[1..]), "a_group_bin has no symbol 'start', which thread 'a_tcb' needs");
    assert_eq!(error(&LOADS, &SYMBOLS[..1]), "a_group_bin has no symbol 'stack'");
    assert_eq!(
        error(&LOADS, &with("shared", 0x40_5000, 4095)),
        "symbol 'shared' of a_group_bin has 4095 bytes, but frames of 4096 bytes are mapped there"
    );
    assert_eq!(
        error(&LOADS, &with("shared", 0x40_5008, 4096)),
        "a_group_bin: the frame of 0x1000 bytes for 'shared' would be at 0x405008, which is not a multiple of its size"
    );
    assert_eq!(
        error(&LOADS, &with("shared", 0x40_4000, 4096)),
        "a_group_bin: symbols 'stack' and 'shared' both have frames at 0x404000"
    );
    assert_eq!(
        error(&LOADS, &with("shared", 0x40_6000, 4096)),
        "a_group_bin: the frame of 0x1000 bytes at 0x406000 for 'shared' crosses the end of a segment"
    );
    assert_eq!(
        error(&[(0x40_0000, 1 << 40, 0, 4)], &SYMBOLS),
        "a_group_bin: the segment at 0x400000 has 0x10000000000 bytes, which is too much to map"
    );
    let mut arm = elf(&LOADS, &SYMBOLS);
    arm[18] = 183;
    let wrong = link(&mut state(), &arm, TcbCaps::Provided).unwrap_err();
    assert_eq!(wrong, "a_group_bin is an ELF file for another machine than x86_64");
    let sizes = ObjectSizes::parse(SIZES).unwrap();
    let file = ElfParts::whole(elf(&LOADS, &SYMBOLS));
    let other = Binary { key: "b", name: "b_group_bin", file: &file };
    let errors = state().link(&sizes, &[other], TcbCaps::Provided).unwrap_err();
    assert_eq!(errors[0].to_string(), "there is no address space 'b'; the object state has a");
}

#[test]
fn a_thread_that_no_linked_address_space_holds_is_an_error() {
    let sizes = ObjectSizes::parse(SIZES).unwrap();
    let errors = state().link(&sizes, &[], TcbCaps::Provided).unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "the address of 'start' for thread 'a_tcb' is in none of the ELF files: no CSpace of theirs has the thread"
    );
}

proptest! {
    #[test]
    fn damaged_files_are_errors_and_no_panics(at in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = elf(&LOADS, &SYMBOLS);
        let headers = 64 + 56 * LOADS.len();
        for (index, byte) in at {
            // The headers and the tables decide; what lies between is never read.
            let length = headers + bytes.len() - 0x1000;
            let place = index.index(length);
            let place = if place < headers { place } else { place - headers + 0x1000 };
            bytes[place] = byte;
        }
        let _ = link(&mut state(), &bytes, TcbCaps::Provided);
    }

    #[test]
    fn any_bytes_are_errors_and_no_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(link(&mut state(), &bytes, TcbCaps::Provided).is_err());
    }
}
