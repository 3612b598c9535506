/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* For glue code: what happens to faults of a component's threads when the system is built with fault handlers. */

#pragma once

#include <sel4/sel4.h>

/* Prints each fault that arrives at the endpoint. The badge of a fault is the number of its thread. Does not return.
 * `reply` is the reply object with the mixed-criticality kernel, else 0. */
int camkes_fault_run(seL4_CPtr endpoint, seL4_CPtr reply);
