/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/dataport.h>

int camkes_dataport_wrap(const camkes_dataport_t *dataport, dataport_ptr_t *result, const void *ptr)
{
    uintptr_t start = (uintptr_t)dataport->start;
    if ((uintptr_t)ptr < start || (uintptr_t)ptr - start >= dataport->size) {
        return -1;
    }
    result->id = dataport->id;
    result->offset = (off_t)((uintptr_t)ptr - start);
    return 0;
}

void *camkes_dataport_unwrap(const camkes_dataport_t *dataport, const dataport_ptr_t *ptr)
{
    /* The offset comes from another component, which may be wrong or worse. */
    if (ptr->id != dataport->id || ptr->offset < 0 || (uintmax_t)ptr->offset >= dataport->size) {
        return NULL;
    }
    return (char *)dataport->start + ptr->offset;
}

/* The linker names the bounds of the section that holds the list. There is none without dataports. */
extern const camkes_dataport_t *const __start_camkes_dataports[] WEAK;
extern const camkes_dataport_t *const __stop_camkes_dataports[] WEAK;

const camkes_dataport_t *const *camkes_dataports(size_t *length)
{
    *length = (size_t)(__stop_camkes_dataports - __start_camkes_dataports);
    return __start_camkes_dataports;
}
