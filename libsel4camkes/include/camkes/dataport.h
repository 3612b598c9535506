/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Memory shared with other components (language manual, "Runtime API"). */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <utils/util.h>

/* An untyped dataport: one page. Cast a pointer to it to the type that you need. */
typedef struct Buf_ {
    char content[4096] DEPRECATED("cast the dataport to a type of your own");
} Buf;

/* A place in a dataport, in a form that means the same to every component that shares the dataport. */
typedef struct dataport_ptr_ {
    int32_t id;
    off_t offset;
} dataport_ptr_t;

/* Makes a pointer into one of this component's dataports fit to be sent. For any other pointer the result is one
 * that nobody can unwrap. */
dataport_ptr_t dataport_wrap_ptr(void *ptr);

/* The pointer here for a place in a dataport, or NULL if this component does not share that dataport. */
void *dataport_unwrap_ptr(dataport_ptr_t ptr);

/* Fences for memory that other components read and write: they order accesses before and after them. On a single core only the
 * compiler must be kept from moving accesses. */
static inline void camkes_fence_acquire(void)
{
#if defined(CONFIG_MAX_NUM_NODES) && CONFIG_MAX_NUM_NODES == 1
    __atomic_signal_fence(__ATOMIC_ACQUIRE);
#else
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
#endif
}

static inline void camkes_fence_release(void)
{
#if defined(CONFIG_MAX_NUM_NODES) && CONFIG_MAX_NUM_NODES == 1
    __atomic_signal_fence(__ATOMIC_RELEASE);
#else
    __atomic_thread_fence(__ATOMIC_RELEASE);
#endif
}

/* For glue code: memory that this instance shares, a dataport or what a connector keeps for itself. */
typedef struct {
    /* Name under which all sides share it. */
    const char *name;
    /* The same number on every side of the connection. */
    int32_t id;
    /* Where it is mapped, and how many bytes of it the type covers. */
    void *start;
    size_t size;
    /* Bytes mapped; a whole number of pages. */
    size_t mapped;
    /* What the mapping allows, a selection from "RWXP". */
    const char *access;
} camkes_dataport_t;

/* For glue code: puts a camkes_dataport_t into the list of this instance. */
#define CAMKES_DATAPORT(dataport) \
    static const camkes_dataport_t *dataport##_entry USED SECTION("camkes_dataports") = &(dataport)

/* For loaders: the list, and its length. */
const camkes_dataport_t *const *camkes_dataports(size_t *length);

/* For glue code: 0 and a result if the pointer is inside this dataport, else -1. */
int camkes_dataport_wrap(const camkes_dataport_t *dataport, dataport_ptr_t *result, const void *ptr);

/* For glue code: the pointer for a place in this dataport, or NULL if the place is not in it. */
void *camkes_dataport_unwrap(const camkes_dataport_t *dataport, const dataport_ptr_t *ptr);
