/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Memory for devices: threads that want it at the same time, and ranges that are given back wrongly. */

#include <camkes/dma.h>
#include <camkes/sync.h>
#include <stdio.h>
#include <stdlib.h>

#define FRAME 4096
#define FRAMES 4

static char pool[FRAMES * FRAME] ALIGN(FRAME);
static const seL4_CPtr frames[FRAMES] = { 1, 2, 3, 4 };
static camkes_mutex_t lock = { .notification = 5 };
static int waits;
static int failures;

const camkes_dma_pool_t camkes_dma_pool = {
    .start = pool,
    .size = sizeof(pool),
    .frame_bytes = FRAME,
    .frames = frames,
    .lock = &lock,
};

static void expect(bool holds, const char *what)
{
    if (!holds) {
        failures++;
        printf("FAILED: %s\n", what);
    }
}

/* Only a thread that waits lets one of lower priority, which holds the lock, go on. */
void seL4_Wait(seL4_CPtr notification, seL4_Word *badge)
{
    (void)badge;
    expect(notification == lock.notification, "the lock has its own notification");
    waits++;
    (void)camkes_mutex_unlock(&lock);
}

void seL4_Signal(seL4_CPtr notification)
{
    (void)notification;
}

void seL4_Yield(void)
{
    printf("FAILED: a thread that yields starves one of lower priority\n");
    exit(1);
}

#if defined(__x86_64__)
seL4_X86_Page_GetAddress_t seL4_X86_Page_GetAddress(seL4_CPtr page)
{
    return (seL4_X86_Page_GetAddress_t) {
        .paddr = page * FRAME
    };
}
#else
seL4_ARM_Page_GetAddress_t seL4_ARM_Page_GetAddress(seL4_CPtr page)
{
    return (seL4_ARM_Page_GetAddress_t) {
        .paddr = page * FRAME
    };
}
#endif

void seL4_Send(seL4_CPtr endpoint, seL4_MessageInfo_t message)
{
    (void)endpoint;
    (void)message;
}

seL4_Error seL4_CNode_SaveCaller(seL4_CNode service, seL4_Word index, seL4_Uint8 depth)
{
    (void)service;
    (void)index;
    (void)depth;
    return seL4_NoError;
}

static int frames_left(void)
{
    char *taken[2 * FRAMES] = { NULL };
    int count = 0;
    while (count < 2 * FRAMES && (taken[count] = camkes_dma_alloc(FRAME, FRAME, false)) != NULL) {
        count++;
    }
    for (int i = 0; i < count; i++) {
        camkes_dma_free(taken[i], FRAME);
    }
    return count;
}

int main(void)
{
    (void)camkes_mutex_lock(&lock);
    char *first = camkes_dma_alloc(FRAME, FRAME, false);
    expect(first == pool && waits == 1, "who finds the lock held waits for it");
    (void)camkes_mutex_lock(&lock);
    camkes_dma_free(first, FRAME);
    expect(waits == 2 && frames_left() == FRAMES, "to give back too");

    char *all = camkes_dma_alloc(sizeof(pool), 0, false);
    expect(all == pool, "the pool is in one piece");
    camkes_dma_free(all + FRAME, sizeof(pool));
    camkes_dma_free(all + FRAME, SIZE_MAX);
    camkes_dma_free(all + FRAME, 0);
    camkes_dma_free(all + sizeof(pool), FRAME);
    expect(frames_left() == 0, "what reaches past the pool is not given back");
    camkes_dma_free(all, sizeof(pool));
    camkes_dma_free(all, FRAME);
    camkes_dma_free(all + FRAME, FRAME);
    expect(frames_left() == FRAMES, "what is given back twice is there once");
    printf("%d failures\n", failures);
    return failures;
}
