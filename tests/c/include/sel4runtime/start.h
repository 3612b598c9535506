/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* As sel4runtime.h. */

#pragma once

#include <sel4runtime.h>

void __sel4runtime_start_main(int (*main)(int, char *[]), unsigned long argc, char const *const *argv,
                              char const *const *envp, auxv_t const auxv[]);
