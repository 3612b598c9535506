/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/allocator.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct item {
    seL4_ObjectType type;
    seL4_CPtr cap;
    size_t size;
    unsigned attributes;
    bool taken;
    struct item *next;
} item_t;

static item_t *pool;

int camkes_provide(seL4_ObjectType type, seL4_CPtr cap, size_t size, unsigned attributes)
{
    item_t *item = malloc(sizeof(*item));
    if (item == NULL) {
        return -1;
    }
    *item = (item_t) {
        .type = type, .cap = cap, .size = size, .attributes = attributes
    };
    item_t *first = __atomic_load_n(&pool, __ATOMIC_RELAXED);
    do {
        item->next = first;
    } while (!__atomic_compare_exchange_n(&pool, &first, item, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
    return 0;
}

seL4_CPtr camkes_alloc(seL4_ObjectType type, size_t size, unsigned flags)
{
    for (item_t *item = __atomic_load_n(&pool, __ATOMIC_ACQUIRE); item != NULL; item = item->next) {
        bool fits = item->type == type && item->size >= size && (item->attributes & flags) == flags;
        if (fits && !__atomic_exchange_n(&item->taken, true, __ATOMIC_ACQUIRE)) {
            return item->cap;
        }
    }
    return seL4_CapNull;
}

void camkes_free(seL4_CPtr cap)
{
    for (item_t *item = __atomic_load_n(&pool, __ATOMIC_ACQUIRE); item != NULL; item = item->next) {
        if (item->cap == cap) {
            __atomic_store_n(&item->taken, false, __ATOMIC_RELEASE);
        }
    }
}
