/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <camkes/dma.h>
#include <string.h>

int delivery_deliver(dataport_ptr_t place, uint32_t length, uint64_t *paddr)
{
    char *text = dataport_unwrap_ptr(place);
    if (text == NULL || strcmp(text, "from the owner") != 0 || camkes_dma_alloc(1, 0, false) != NULL) {
        return -1;
    }
    *paddr = camkes_dma_get_paddr(text);
    strncpy(text, "from the peer", length);
    return 0;
}
