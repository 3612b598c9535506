/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Memory for devices (language manual, "Direct Memory Access"). */

#pragma once

#include <camkes/sync.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <utils/util.h>

/* Takes memory from the component's pool, in one piece for the device too. `align` is in bytes, 0 for any. NULL if there is none,
 * or if the pool is cached and `cached` is false or the other way round. */
void *camkes_dma_alloc(size_t size, unsigned int align, bool cached) WARN_UNUSED_RESULT;

/* Gives memory back; NULL is allowed. `size` is that of the request. A range that is not all in the pool, or is partly free, is
 * left as it is. */
void camkes_dma_free(void *ptr, size_t size);

/* Physical address of a place in the pool, or in one that another instance shares; 0 for any other. */
uintptr_t camkes_dma_get_paddr(void *ptr);

/* Slot of the frame behind such a place, seL4_CapNull for any other. */
seL4_CPtr camkes_dma_get_cptr(void *ptr);

/* For glue code: the pool of this instance; its size is 0 without the setting `dma_pool`. */
typedef struct {
    char *start;
    size_t size;
    size_t frame_bytes;
    const seL4_CPtr *frames;
    bool cached;
    /* Guards the list of what is free; NULL without a pool. */
    camkes_mutex_t *lock;
} camkes_dma_pool_t;

extern const camkes_dma_pool_t camkes_dma_pool;

/* For glue code: puts a pool from which another instance allocates into the list of this instance, so that addresses in it are known. */
#define CAMKES_DMA_POOL(pool) static const camkes_dma_pool_t *pool##_entry USED SECTION("camkes_dma_pools") = &(pool)
