/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/tls.h>

__thread camkes_tls_t camkes_tls;

#ifndef CONFIG_KERNEL_MCS

int camkes_declare_reply_cap(seL4_CPtr shadow_slot)
{
    camkes_tls_t *tls = camkes_get_tls();
    tls->reply_cap_slot = shadow_slot;
    tls->reply_cap_in_tcb = true;
    tls->reply_cap_save_error = seL4_NoError;
    return 0;
}

void camkes_protect_reply_cap(void)
{
    camkes_tls_t *tls = camkes_get_tls();
    if (!tls->reply_cap_in_tcb) {
        return;
    }
    tls->reply_cap_in_tcb = false;
    /* Whoever declared the reply capability learns of a failure when it wants to use it; the caller of this function
     * knows nothing about it. */
    if (tls->cnode_cap == 0) {
        tls->reply_cap_save_error = seL4_InvalidCapability;
    } else {
        tls->reply_cap_save_error = (seL4_Error)seL4_CNode_SaveCaller(tls->cnode_cap, tls->reply_cap_slot, seL4_WordBits);
    }
}

seL4_Error camkes_unprotect_reply_cap(void)
{
    camkes_tls_t *tls = camkes_get_tls();
    tls->reply_cap_slot = 0;
    return tls->reply_cap_save_error;
}

#endif
