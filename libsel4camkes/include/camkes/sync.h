/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Locks and semaphores between the threads of one component (language manual, "Synchronization Primitives"). All
 * functions return 0 on success. */

#pragma once

#include <sel4/sel4.h>
#include <stdbool.h>

/* A mutex, over a notification. */
typedef struct {
    seL4_CPtr notification;
    /* 0: free, 1: held, 2: held and somebody may wait. */
    int state;
} camkes_mutex_t;

int camkes_mutex_lock(camkes_mutex_t *mutex);
int camkes_mutex_unlock(camkes_mutex_t *mutex);

/* A counting semaphore, over an endpoint. */
typedef struct {
    seL4_CPtr endpoint;
    /* What can be taken; below 0, how many wait. */
    int value;
} camkes_semaphore_t;

/* Takes one, and waits until there is one. -1 if too many wait. */
int camkes_semaphore_wait(camkes_semaphore_t *semaphore);

/* As camkes_semaphore_wait, for threads that have no thread-local storage yet. */
int camkes_semaphore_wait_early(camkes_semaphore_t *semaphore);

/* Takes one if there is one, else returns -1 at once. */
int camkes_semaphore_trywait(camkes_semaphore_t *semaphore);

/* Gives one back. -1 if the count is at its limit. */
int camkes_semaphore_post(camkes_semaphore_t *semaphore);

/* For glue code: the same for a count that is elsewhere, such as in memory shared with another component. */
int camkes_count_wait(seL4_CPtr endpoint, int *count);
int camkes_count_trywait(int *count);
int camkes_count_post(seL4_CPtr endpoint, int *count);

/* A binary semaphore: a notification, which is one by nature. */
typedef struct {
    seL4_CPtr notification;
} camkes_binary_semaphore_t;

int camkes_binary_semaphore_wait(camkes_binary_semaphore_t *semaphore);
int camkes_binary_semaphore_post(camkes_binary_semaphore_t *semaphore);
