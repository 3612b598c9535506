// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! The memory behind a symbol.

use camkes_capdl::Rights;

use super::store::ObjectId;

/// A piece of memory behind a symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    /// In bytes.
    pub(super) size: u64,
    /// What is mapped.
    pub(super) backing: Backing,
}

/// What is mapped in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Backing {
    /// Nothing.
    Guard,
    /// A frame, by a capability that is nowhere else.
    Frame { object: ObjectId, rights: Rights, cached: bool },
    /// The frame of the capability in a slot of the space.
    Slot(u64),
}

impl Region {
    /// The region that is so many steps behind this one in a run: the same with a higher number.
    fn later(self, steps: u32) -> Option<Self> {
        let backing = match self.backing {
            Backing::Guard => Backing::Guard,
            Backing::Frame { object, rights, cached } => {
                Backing::Frame { object: object.checked_add(steps)?, rights, cached }
            }
            Backing::Slot(slot) => Backing::Slot(slot.checked_add(steps.into())?),
        };
        Some(Self { backing, ..self })
    }
}

/// Regions one behind the other. A piece of memory is thousands of frames with numbers that follow each other, so runs are kept as their first
/// region and their length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Regions(Vec<(Region, u32)>);

impl Regions {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|(_, count)| *count as usize).sum()
    }

    /// The regions, from the lowest address upwards.
    pub(super) fn iter(&self) -> impl Iterator<Item = Region> + '_ {
        self.0.iter().flat_map(|(first, count)| (0..*count).filter_map(|steps| first.later(steps)))
    }

    fn push(&mut self, region: Region) {
        match self.0.last_mut() {
            Some((first, count)) if *count < u32::MAX && first.later(*count) == Some(region) => *count += 1,
            _ => self.0.push((region, 1)),
        }
    }
}

impl FromIterator<Region> for Regions {
    fn from_iter<I: IntoIterator<Item = Region>>(regions: I) -> Self {
        let mut made = Self::default();
        regions.into_iter().for_each(|region| made.push(region));
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_kept_as_one_and_read_as_many() {
        let frame = |object, rights| Region { size: 4096, backing: Backing::Frame { object, rights, cached: true } };
        let slot = |slot| Region { size: 4096, backing: Backing::Slot(slot) };
        let guard = Region { size: 4096, backing: Backing::Guard };
        let large = Region { size: 8192, ..slot(10) };
        let all = [guard, guard, frame(4, Rights::READ), frame(5, Rights::READ), frame(6, Rights::ALL), slot(7)];
        let all: Vec<_> = all.into_iter().chain([slot(8), slot(9), large, slot(9), guard, guard]).collect();
        let regions: Regions = all.iter().copied().collect();
        assert_eq!(regions.iter().collect::<Vec<_>>(), all);
        assert_eq!((regions.len(), regions.0.len()), (12, 7));
    }
}
