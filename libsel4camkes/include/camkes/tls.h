/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What the runtime keeps for each thread. */

#pragma once

#include <sel4/sel4.h>
#include <stdbool.h>

typedef struct camkes_tls_t {
    /* Slots of this thread's own TCB and scheduling context; 0 without one. */
    seL4_CPtr tcb_cap;
    seL4_CPtr sc_cap;
    /* 1 for the control thread, 2 for the first interface thread, and so on. */
    unsigned thread_index;
    /* Slot of the instance's CNode, where reply capabilities are saved; 0 without one. */
    seL4_CPtr cnode_cap;
    /* A caller waits for the answer of this thread: where its reply capability can be saved, whether the kernel still
     * holds it in the TCB, and what the kernel said when it was saved. */
    seL4_CPtr reply_cap_slot;
    bool reply_cap_in_tcb;
    seL4_Error reply_cap_save_error;
} camkes_tls_t;

extern __thread camkes_tls_t camkes_tls;

static inline camkes_tls_t *camkes_get_tls(void)
{
    return &camkes_tls;
}

#ifndef CONFIG_KERNEL_MCS
/* Says that this thread has just received a call, whose reply capability can be saved to `shadow_slot`. Returns 0. */
int camkes_declare_reply_cap(seL4_CPtr shadow_slot);

/* Saves the reply capability, if there is one in the TCB. To be called before anything that blocks: the kernel drops
 * the reply capability of a thread that receives again. */
void camkes_protect_reply_cap(void);

/* Ends the time for which the reply capability was saved. Returns what the kernel answered when it was. */
seL4_Error camkes_unprotect_reply_cap(void);
#endif
