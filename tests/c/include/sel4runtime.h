/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The part of seL4's C runtime that libsel4camkes uses to start, declared for compile tests. */

#pragma once

#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <sel4/sel4.h>

#if UINTPTR_MAX > UINT32_MAX
typedef Elf64_Phdr Elf_Phdr;
#else
typedef Elf32_Phdr Elf_Phdr;
#endif

#define AT_SEL4_IPC_BUFFER_PTR 64

typedef struct {
    int a_type;
    union {
        long a_val;
        void *a_ptr;
    } a_un;
} auxv_t;

size_t sel4runtime_get_tls_size(void);
uintptr_t sel4runtime_write_tls_image(void *region);
void sel4runtime_set_tls_base(uintptr_t base);
