/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/dma.h>
#include <stdlib.h>

/* Free memory: pieces in order of address. A piece is in one piece for devices too. */
typedef struct piece {
    uintptr_t start;
    size_t size;
    struct piece *next;
} piece_t;

static piece_t *pieces;
static bool ready;

/* Waits in the kernel: whoever holds the lock may have a lower priority, and must be able to run. */
static void lock(void)
{
    (void)camkes_mutex_lock(camkes_dma_pool.lock);
}

static void unlock(void)
{
    (void)camkes_mutex_unlock(camkes_dma_pool.lock);
}

static bool in(const camkes_dma_pool_t *pool, uintptr_t place)
{
    uintptr_t start = (uintptr_t)pool->start;
    return place >= start && place - start < pool->size;
}

static bool in_pool(uintptr_t place)
{
    return in(&camkes_dma_pool, place);
}

/* The linker names the bounds of the section that holds the list. There is none without shared pools. */
extern const camkes_dma_pool_t *const __start_camkes_dma_pools[] WEAK;
extern const camkes_dma_pool_t *const __stop_camkes_dma_pools[] WEAK;

/* The pool that a place is in, this instance's own or one that it shares; NULL for other memory. */
static const camkes_dma_pool_t *pool_of(uintptr_t place)
{
    if (in_pool(place)) {
        return &camkes_dma_pool;
    }
    for (const camkes_dma_pool_t *const *pool = __start_camkes_dma_pools; pool != __stop_camkes_dma_pools; pool++) {
        if (in(*pool, place)) {
            return *pool;
        }
    }
    return NULL;
}

seL4_CPtr camkes_dma_get_cptr(void *ptr)
{
    const camkes_dma_pool_t *pool = pool_of((uintptr_t)ptr);
    if (pool == NULL) {
        return seL4_CapNull;
    }
    return pool->frames[((uintptr_t)ptr - (uintptr_t)pool->start) / pool->frame_bytes];
}

uintptr_t camkes_dma_get_paddr(void *ptr)
{
    const camkes_dma_pool_t *pool = pool_of((uintptr_t)ptr);
    if (pool == NULL) {
        return 0;
    }
    seL4_CPtr frame = camkes_dma_get_cptr(ptr);
#if defined(__x86_64__) || defined(__i386__)
    seL4_X86_Page_GetAddress_t answer = seL4_X86_Page_GetAddress(frame);
#elif defined(__riscv)
    seL4_RISCV_Page_GetAddress_t answer = seL4_RISCV_Page_GetAddress(frame);
#else
    seL4_ARM_Page_GetAddress_t answer = seL4_ARM_Page_GetAddress(frame);
#endif
    uintptr_t offset = ((uintptr_t)ptr - (uintptr_t)pool->start) % pool->frame_bytes;
    return answer.error == 0 ? (uintptr_t)answer.paddr + offset : 0;
}

/* Whether memory on both sides of a place is in one piece for devices. */
static bool continuous_at(uintptr_t place)
{
    return place % camkes_dma_pool.frame_bytes != 0
           || camkes_dma_get_paddr((void *)(place - 1)) + 1 == camkes_dma_get_paddr((void *)place);
}

/* Adds free memory; joins it with its neighbours where that is possible. False if some of it is free already, or without memory
 * for the list. */
static bool add(uintptr_t start, size_t size)
{
    piece_t **link = &pieces;
    piece_t *before = NULL;
    while (*link != NULL && (*link)->start < start) {
        before = *link;
        link = &before->next;
    }
    piece_t *after = *link;
    if ((before != NULL && start - before->start < before->size) || (after != NULL && after->start - start < size)) {
        return false;
    }
    if (before != NULL && before->start + before->size == start && continuous_at(start)) {
        before->size += size;
    } else {
        piece_t *piece = malloc(sizeof(*piece));
        if (piece == NULL) {
            return false;
        }
        *piece = (piece_t) {
            .start = start, .size = size, .next = after
        };
        *link = piece;
        before = piece;
    }
    if (after != NULL && before->start + before->size == after->start && continuous_at(after->start)) {
        before->size += after->size;
        before->next = after->next;
        free(after);
    }
    return true;
}

static void prepare(void)
{
    if (ready) {
        return;
    }
    ready = true;
    for (size_t at = 0; at < camkes_dma_pool.size; at += camkes_dma_pool.frame_bytes) {
        (void)add((uintptr_t)camkes_dma_pool.start + at, camkes_dma_pool.frame_bytes);
    }
}

/* Takes `size` bytes at `start` out of a piece. */
static bool take(piece_t **link, uintptr_t start, size_t size)
{
    piece_t *piece = *link;
    size_t front = start - piece->start;
    size_t back = piece->size - front - size;
    if (front != 0 && back != 0) {
        piece_t *rest = malloc(sizeof(*rest));
        if (rest == NULL) {
            return false;
        }
        *rest = (piece_t) {
            .start = start + size, .size = back, .next = piece->next
        };
        piece->next = rest;
        piece->size = front;
    } else if (front != 0) {
        piece->size = front;
    } else if (back != 0) {
        piece->start = start + size;
        piece->size = back;
    } else {
        *link = piece->next;
        free(piece);
    }
    return true;
}

void *camkes_dma_alloc(size_t size, unsigned int align, bool cached)
{
    uintptr_t mask = (align != 0 ? align : 1) - 1;
    if (camkes_dma_pool.size == 0 || cached != camkes_dma_pool.cached || size == 0 || (mask & (mask + 1)) != 0) {
        return NULL;
    }
    void *result = NULL;
    lock();
    prepare();
    for (piece_t **link = &pieces; *link != NULL && result == NULL; link = &(*link)->next) {
        size_t skipped = -(*link)->start & mask;
        uintptr_t start = (*link)->start + skipped;
        if (skipped < (*link)->size && size <= (*link)->size - skipped) {
            result = take(link, start, size) ? (void *)start : NULL;
            break;
        }
    }
    unlock();
    return result;
}

void camkes_dma_free(void *ptr, size_t size)
{
    if (ptr == NULL || !in_pool((uintptr_t)ptr) || size == 0) {
        return;
    }
    if (size > camkes_dma_pool.size - ((uintptr_t)ptr - (uintptr_t)camkes_dma_pool.start)) {
        return;
    }
    lock();
    /* Without memory for the list the piece is lost, which is better than a wrong list. */
    (void)add((uintptr_t)ptr, size);
    unlock();
}
