/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <camkes/allocator.h>
#include <camkes/dma.h>
#include <string.h>

static int failures;

static void expect(bool holds, const char *what)
{
    if (!holds) {
        failures++;
        printf("%s: FAILED: %s\n", get_instance_name(), what);
    }
}

static void check_objects(void)
{
    const unsigned usable = (unsigned)(seL4_CanRead.words[0] | seL4_CanWrite.words[0]);
    seL4_CPtr endpoints[4];
    for (int i = 0; i < 4; i++) {
        endpoints[i] = camkes_alloc(seL4_EndpointObject, 0, usable);
    }
    expect(endpoints[0] != seL4_CapNull && endpoints[1] != endpoints[0] && endpoints[2] != endpoints[1], "three endpoints");
    expect(endpoints[3] == seL4_CapNull, "and no more");
    camkes_free(endpoints[1]);
    expect(camkes_alloc(seL4_EndpointObject, 0, usable) == endpoints[1], "what was given back can be had again");

    expect(camkes_alloc(seL4_UntypedObject, 4097, 0) != seL4_CapNull, "the large untyped memory");
    expect(camkes_alloc(seL4_UntypedObject, 4097, 0) == seL4_CapNull, "there is one of it");
    expect(camkes_alloc(seL4_UntypedObject, 4096, 0) != seL4_CapNull, "the small untyped memory");
    expect(camkes_alloc(seL4_TCBObject, 0, usable) == seL4_CapNull, "a TCB has no rights");

    /* The objects are what they seem. */
    seL4_CPtr notification = camkes_alloc(seL4_NotificationObject, 0, usable);
    seL4_Signal(notification);
    seL4_Wait(notification, NULL);
}

static void check_memory(void)
{
    void *all = camkes_dma_alloc(0x5000, 4096, false);
    expect(all == NULL, "the shim's frames are not next to each other, so no piece is larger than a frame");
    char *pieces[5];
    for (int i = 0; i < 5; i++) {
        pieces[i] = camkes_dma_alloc(4096, 0, false);
        expect(pieces[i] != NULL && (uintptr_t)pieces[i] % 4096 == 0, "each frame can be had");
        if (pieces[i] != NULL) {
            memset(pieces[i], i, 4096);
        }
    }
    expect(camkes_dma_alloc(1, 0, false) == NULL, "then there is nothing left");
    expect(camkes_dma_get_cptr(pieces[1]) != camkes_dma_get_cptr(pieces[2]), "each frame has a capability");
    expect(camkes_dma_get_paddr(pieces[1] + 5) == camkes_dma_get_paddr(pieces[1]) + 5, "a place has a physical address");
    expect(camkes_dma_get_paddr(&failures) == 0 && camkes_dma_get_cptr(&failures) == 0, "other memory has none");
    for (int i = 0; i < 5; i++) {
        camkes_dma_free(pieces[i], 4096);
    }

    char *small = camkes_dma_alloc(100, 0, false);
    char *aligned = camkes_dma_alloc(64, 256, false);
    expect(aligned != NULL && (uintptr_t)aligned % 256 == 0 && (aligned >= small + 100 || aligned + 64 <= small), "alignment");
    camkes_dma_free(small, 100);
    camkes_dma_free(aligned, 64);
    expect(camkes_dma_alloc(16, 0, true) == NULL, "the pool is not cached");
    expect(camkes_dma_alloc(16, 3, false) == NULL, "an alignment is a power of two");
    int whole = 0;
    while (camkes_dma_alloc(4096, 4096, false) != NULL) {
        whole++;
    }
    expect(whole == 5, "pieces that were given back are joined");
}

int run(void)
{
    check_objects();
    check_memory();
    printf("%s: %d failures\n", get_instance_name(), failures);
    return failures;
}
