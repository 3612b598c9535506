// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Flattened device trees, as `dtc` writes them.

/// Writes the structure and strings of a blob.
#[derive(Debug, Default)]
pub struct Blob {
    structure: Vec<u8>,
    strings: Vec<u8>,
}

impl Blob {
    /// A word of the structure, such as a token.
    pub fn word(&mut self, word: u32) {
        self.structure.extend(word.to_be_bytes());
    }

    /// Bytes of the structure, filled up to a whole word.
    pub fn padded(&mut self, bytes: &[u8]) {
        self.structure.extend(bytes);
        self.structure.resize(self.structure.len().next_multiple_of(4), 0);
    }

    /// A property with any value.
    pub fn bytes(&mut self, name: &str, value: &[u8]) -> &mut Self {
        let at = self.strings.len() as u32;
        self.strings.extend(name.bytes().chain([0]));
        [3, value.len() as u32, at].into_iter().for_each(|word| self.word(word));
        self.padded(value);
        self
    }

    /// A property with cells of 32 bits.
    pub fn cells(&mut self, name: &str, cells: &[u32]) -> &mut Self {
        let bytes: Vec<u8> = cells.iter().flat_map(|cell| cell.to_be_bytes()).collect();
        self.bytes(name, &bytes)
    }

    /// A property with a string.
    pub fn text(&mut self, name: &str, value: &str) -> &mut Self {
        self.bytes(name, format!("{value}\0").as_bytes())
    }

    /// A node and what is in it.
    pub fn node(&mut self, name: &str, inside: impl FnOnce(&mut Self)) -> &mut Self {
        self.word(1);
        self.padded(format!("{name}\0").as_bytes());
        inside(self);
        self.word(2);
        self
    }

    /// The whole blob, of version 17.
    #[must_use]
    pub fn finish(&mut self) -> Vec<u8> {
        self.word(9);
        let (structure, strings) = (self.structure.len() as u32, self.strings.len() as u32);
        let total = 56 + structure + strings;
        let header = [0xd00d_feed, total, 56, 56 + structure, 40, 17, 16, 0, strings, structure, 0, 0, 0, 0];
        let header = header.into_iter().flat_map(u32::to_be_bytes);
        header.chain(self.structure.iter().copied()).chain(self.strings.iter().copied()).collect()
    }
}

/// A small board: aliases, chosen nodes, a bus with a range, and devices with registers and interrupts.
#[must_use]
pub fn board() -> Vec<u8> {
    let mut blob = Blob::default();
    blob.node("", |root| {
        root.cells("#address-cells", &[2]).cells("#size-cells", &[1]);
        root.node("aliases", |node| {
            node.text("serial0", "/soc/serial@1000").text("dead", "/nope").text("amb", "/soc").cells("word", &[5]);
        });
        root.node("chosen", |node| {
            node.text("stdout-path", "serial0:115200n8").cells("initrd", &[1, 2]);
        });
        root.node("soc", |soc| {
            soc.cells("#address-cells", &[1]).cells("#size-cells", &[1]);
            soc.cells("ranges", &[0, 0, 0xfe00_0000, 0x10000]);
            soc.node("serial@1000", |node| {
                node.text("compatible", "acme,uart\0ns16550a").cells("reg", &[0x1000, 0x100]);
                node.cells("interrupts", &[0, 1, 4]).bytes("mac", &[0, 0x11, 0xf5]).bytes("flag", &[]);
            });
            soc.node("eth@2000", |node| {
                node.cells("reg", &[0x2000]).node("phy", |phy| {
                    phy.text("label", "p");
                });
            });
            soc.node("dma@f000", |node| {
                node.cells("reg", &[0xf000, 0x2000]);
            });
        });
    });
    blob.finish()
}
