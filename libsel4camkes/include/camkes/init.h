/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* What the runtime knows about a component instance, and the way in which its threads start. */

#pragma once

#include <camkes/sync.h>
#include <sel4/sel4.h>
#include <stdbool.h>
#include <stddef.h>
#include <utils/util.h>

/* A thread of this instance. */
typedef struct {
    /* Number by which the loader starts it: the slot of its TCB. */
    int id;
    const char *name;
    seL4_IPCBuffer *ipc_buffer;
    /* Slots of its TCB and scheduling context; 0 without one. */
    seL4_CPtr tcb;
    seL4_CPtr sched_context;
    /* `<interface>__init` and `<interface>__run`, as far as they exist. */
    void (*init)(void);
    int (*run)(void);
    /* For a thread that runs on its callers' time: what it runs instead. */
    int (*run_passive)(seL4_CPtr ready);
} camkes_thread_t;

/* A kernel object for the component's own use, see camkes/allocator.h. */
typedef struct {
    seL4_ObjectType type;
    seL4_CPtr cap;
    /* In bytes, for types that have sizes. */
    size_t size;
    /* The capability can read and write. */
    bool usable;
} camkes_pool_item_t;

/* This instance. Defined by generated code. */
typedef struct {
    const char *name;
    /* The control thread comes first. */
    const camkes_thread_t *threads;
    size_t thread_count;
    /* `run` of a component with `control`, else NULL. */
    int (*control)(void);
    /* Order of the start: interface threads initialise, have initialised, may run. */
    camkes_semaphore_t *may_init;
    camkes_semaphore_t *has_init;
    camkes_semaphore_t *may_run;
    /* Lends its time to passive threads while they start, and the notification that says they are ready; 0 without. */
    seL4_CPtr start_sched_context;
    seL4_CPtr passive_ready;
    /* Handles faults of the other threads; NULL without. It is no interface thread and takes no part in the order. */
    const camkes_thread_t *fault_handler;
    /* What camkes_alloc has to give. */
    const camkes_pool_item_t *pool;
    size_t pool_length;
} camkes_component_t;

extern const camkes_component_t camkes_component;

/* Gives glue code a chance to prepare before user code runs. Defined by generated code. */
void camkes_setup(void);

/* Runs the thread with this number from start to end. Returns what its `run` returned. */
int camkes_thread_main(int id);

/* Makes the calling thread able to use thread-local storage and its IPC buffer. */
void camkes_thread_enter(const camkes_thread_t *thread);

/* Prepares, on the control thread, what camkes_thread_enter of the others needs. */
void camkes_threads_prepare(void);

/* For glue code: puts the path of a device in the device tree into the list of those whose drivers start before post_init. */
#define CAMKES_DEVICE(path) static const char *path##_entry USED SECTION("camkes_devices") = (path)

/* Optional function of user code, or of a library of drivers: starts the driver of the device with this path. Returns 0 if it did. */
int camkes_bind_device(const char *path) WEAK;

/* Optional functions of user code. */
void pre_init(void) WEAK;
void post_init(void) WEAK;
