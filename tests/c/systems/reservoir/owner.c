/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <camkes/dma.h>
#include <string.h>

static int failures;

static void expect(bool holds, const char *what)
{
    if (!holds) {
        printf("%s: %s does not hold\n", get_instance_name(), what);
        failures++;
    }
}

int run(void)
{
    char *piece = camkes_dma_alloc(64, 64, false);
    expect(piece >= (char *)pool && piece < (char *)pool + pool_size, "that pieces are in the shared memory");
    expect(camkes_dma_alloc(64, 0, true) == NULL, "that there is no cached memory");
    expect(camkes_dma_get_cptr(piece) != seL4_CapNull && camkes_dma_get_paddr(piece) != 0, "that a place has an address");
    int here;
    expect(camkes_dma_get_cptr(&here) == seL4_CapNull && camkes_dma_get_paddr(&here) == 0, "that other memory has none");
    if (piece != NULL) {
        strcpy(piece, "from the owner");
        uint64_t paddr = 0;
        expect(delivery_deliver(dataport_wrap_ptr(piece), 64, &paddr) == 0, "that the peer understands");
        expect(paddr != 0 && paddr % 4096 == camkes_dma_get_paddr(piece) % 4096, "that the peer knows an address");
        expect(strcmp(piece, "from the peer") == 0, "that the peer's answer arrives");
    }
    camkes_dma_free(piece, 64);
    printf("%s: %d failures\n", get_instance_name(), failures);
    return failures;
}
