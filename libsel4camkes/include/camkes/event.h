/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* For glue code: the receiving side of an event. */

#pragma once

#include <camkes/error.h>
#include <camkes/sync.h>
#include <sel4/sel4.h>

typedef struct {
    camkes_interface_t *interface;
    /* Where the emitter's signals arrive. */
    seL4_CPtr notification;
    /* If events are counted: the count, in shared memory. `notification` is then the endpoint that wakes this side. */
    int *count;
    /* Called for each signal if user code defines it; the functions below then see none. Only for interrupts. */
    void (*handle)(void);
    /* Events taken in and not yet given to user code. */
    camkes_semaphore_t pending;
    /* Guards the callback. */
    camkes_mutex_t lock;
    void (*callback)(void *);
    void *argument;
} camkes_event_t;

/* Takes in signals and hands each to the callback, or else to a thread that waits or polls. Does not return. */
int camkes_event_run(camkes_event_t *event);

/* Blocks until there is an event, and takes it. */
void camkes_event_wait(camkes_event_t *event);

/* Takes an event if there is one. Returns 1 if there was, else 0. */
int camkes_event_poll(camkes_event_t *event);

/* Has the callback called once, at the next event or at once if there is one. Returns 0, or -1 if another callback is
 * registered. */
int camkes_event_reg_callback(camkes_event_t *event, void (*callback)(void *), void *argument);
