/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* For glue code: what happens to faults of a component's threads when the system is built with fault handlers. */

#pragma once

#include <sel4/sel4.h>

/* Waits for a fault at the endpoint, with either kernel. `reply` is the reply object with the mixed-criticality kernel, which the other one
 * does not need. */
static inline seL4_MessageInfo_t camkes_fault_receive(seL4_CPtr endpoint, seL4_Word *badge, seL4_CPtr reply)
{
#ifdef CONFIG_KERNEL_MCS
    return seL4_Recv(endpoint, badge, reply);
#else
    (void)reply;
    return seL4_Recv(endpoint, badge);
#endif
}

/* Prints each fault that arrives at the endpoint. The badge of a fault is the number of its thread. Does not return.
 * `reply` is the reply object with the mixed-criticality kernel, else 0. */
int camkes_fault_run(seL4_CPtr endpoint, seL4_CPtr reply);
