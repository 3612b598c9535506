/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Kernel objects that a component got for its own use (settings tcb_pool, ep_pool, notification_pool and untypedN_pool). */

#pragma once

#include <sel4/sel4.h>
#include <stddef.h>

/* Adds an object to the pool: its type, the slot of the capability, its size in bytes if objects of the type have sizes, and the
 * rights of the capability. Returns 0 on success. */
int camkes_provide(seL4_ObjectType type, seL4_CPtr cap, size_t size, unsigned attributes);

/* Takes an object of this type and at least this size, with at least these rights. Returns the slot, or seL4_CapNull. */
seL4_CPtr camkes_alloc(seL4_ObjectType type, size_t size, unsigned flags);

/* Gives an object back. */
void camkes_free(seL4_CPtr cap);
