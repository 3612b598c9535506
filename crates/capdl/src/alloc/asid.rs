// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

//! Slots in the kernel's table of ASID pools.

use std::collections::BTreeMap;

use super::AllocError;
use crate::{Object, ObjectName, ObjectSizes, Spec};

impl Spec {
    /// Gives each ASID pool the lowest free slot of the kernel's table, in the order of their names.
    ///
    /// The first slot belongs to the initial thread. Pools that ask for a slot of their own keep it.
    ///
    /// # Errors
    /// A slot that does not exist, that two ask for or that leaves a hole; more pools than slots.
    pub fn allocate_asid_slots(&mut self, sizes: &ObjectSizes) -> Result<(), AllocError> {
        let slots = 1_u32.checked_shl(sizes.bits("seL4_ASID_Table").unwrap_or(0).into()).unwrap_or(u32::MAX);
        let mut pools: Vec<(ObjectName, Option<u32>)> = self
            .objects()
            .filter_map(|(name, object)| match object {
                Object::AsidPool(pool) => Some((name.clone(), pool.asid_high)),
                _ => None,
            })
            .collect();
        pools.sort();
        let mut owners: BTreeMap<u32, ObjectName> = BTreeMap::new();
        for (pool, asked) in &pools {
            let Some(slot) = *asked else { continue };
            if slot == 0 || slot >= slots {
                return Err(AllocError::AsidSlot { pool: pool.clone(), slot, last: slots.saturating_sub(1) });
            }
            if let Some(first) = owners.insert(slot, pool.clone()) {
                return Err(AllocError::AsidSlotTaken { first, second: pool.clone(), slot });
            }
        }
        let mut free = 1;
        for (pool, _) in pools.iter().filter(|(_, asked)| asked.is_none()) {
            while owners.contains_key(&free) {
                free += 1;
            }
            if free >= slots {
                return Err(AllocError::AsidTableFull { pool: pool.clone(), slots });
            }
            owners.insert(free, pool.clone());
        }
        if let Some((slot, pool)) = owners.iter().find(|(slot, _)| **slot > 1 && !owners.contains_key(&(**slot - 1))) {
            return Err(AllocError::AsidHole { pool: pool.clone(), slot: *slot });
        }
        for (slot, pool) in owners {
            if let Some(Object::AsidPool(pool)) = self.space_mut().get_mut(pool.as_str()) {
                pool.asid_high = Some(slot);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Arch, AsidPool};

    fn slots(pools: &[(&str, Option<u32>)]) -> Result<Vec<u32>, String> {
        let sizes = ObjectSizes::parse("seL4_ASID_Table: 2").unwrap();
        let mut spec = Spec::new(Arch::X86_64);
        for (name, asid_high) in pools {
            let pool = Object::AsidPool(AsidPool { asid_high: *asid_high, ..AsidPool::default() });
            spec.space_mut().request(*name, "", pool).unwrap();
        }
        spec.allocate_asid_slots(&sizes).map_err(|error| error.to_string())?;
        let slot = |(_, object): (_, &Object)| match object {
            Object::AsidPool(pool) => pool.asid_high,
            _ => None,
        };
        Ok(spec.objects().filter_map(slot).collect())
    }

    #[test]
    fn pools_get_slots_in_the_order_of_their_names_after_the_first() {
        assert_eq!(slots(&[("b", None), ("a", None)]), Ok(vec![2, 1]));
        assert_eq!(slots(&[("a", None), ("b", Some(1))]), Ok(vec![2, 1]));
    }

    #[test]
    fn slots_that_cannot_be_had_are_refused() {
        let error = |pools| slots(pools).unwrap_err();
        assert!(error(&[("a", Some(0))]).contains("can't have slot 0x0"));
        assert!(error(&[("a", Some(4))]).contains("slots 0x1 to 0x3 to give"));
        assert!(error(&[("a", Some(1)), ("b", Some(1))]).contains("both ask for slot 0x1"));
        assert!(error(&[("a", Some(2))]).contains("nobody has the slot before it"));
        assert!(error(&[("a", None), ("b", None), ("c", None), ("d", None)]).contains("no slot left"));
    }
}
