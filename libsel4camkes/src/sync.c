/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/sync.h>
#include <camkes/tls.h>
#include <limits.h>
#include <stddef.h>

/* Whoever blocks receives, and a thread that receives loses the reply capability in its TCB. */
static void before_blocking(void)
{
#ifndef CONFIG_KERNEL_MCS
    camkes_protect_reply_cap();
#endif
}

enum { FREE = 0, HELD = 1, CONTENDED = 2 };

int camkes_mutex_lock(camkes_mutex_t *mutex)
{
    int seen = FREE;
    if (__atomic_compare_exchange_n(&mutex->state, &seen, HELD, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
        return 0;
    }
    before_blocking();
    /* A signal may be older than this wait, or be one for several unlocks, so each waiter looks again; it leaves
     * CONTENDED behind, so that its own unlock signals the next one. */
    while (__atomic_exchange_n(&mutex->state, CONTENDED, __ATOMIC_ACQUIRE) != FREE) {
        seL4_Wait(mutex->notification, NULL);
    }
    return 0;
}

int camkes_mutex_unlock(camkes_mutex_t *mutex)
{
    int seen = __atomic_exchange_n(&mutex->state, FREE, __ATOMIC_RELEASE);
    if (seen == FREE) {
        return -1;
    }
    if (seen == CONTENDED) {
        seL4_Signal(mutex->notification);
    }
    return 0;
}

int camkes_count_wait(seL4_CPtr endpoint, int *count)
{
    int seen = __atomic_load_n(count, __ATOMIC_RELAXED);
    do {
        if (seen == INT_MIN) {
            return -1;
        }
    } while (!__atomic_compare_exchange_n(count, &seen, seen - 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
    if (seen <= 0) {
        /* A post that saw this waiter sends one message, which waits here for it in the same way. */
        seL4_Wait(endpoint, NULL);
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
    }
    return 0;
}

int camkes_count_trywait(int *count)
{
    int seen = __atomic_load_n(count, __ATOMIC_RELAXED);
    do {
        if (seen <= 0) {
            return -1;
        }
    } while (!__atomic_compare_exchange_n(count, &seen, seen - 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
    return 0;
}

int camkes_count_post(seL4_CPtr endpoint, int *count)
{
    int seen = __atomic_load_n(count, __ATOMIC_RELAXED);
    do {
        if (seen == INT_MAX) {
            return -1;
        }
    } while (!__atomic_compare_exchange_n(count, &seen, seen + 1, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
    if (seen < 0) {
        seL4_Send(endpoint, seL4_MessageInfo_new(0, 0, 0, 0));
    }
    return 0;
}

int camkes_semaphore_wait(camkes_semaphore_t *semaphore)
{
    before_blocking();
    return camkes_count_wait(semaphore->endpoint, &semaphore->value);
}

int camkes_semaphore_wait_early(camkes_semaphore_t *semaphore)
{
    return camkes_count_wait(semaphore->endpoint, &semaphore->value);
}

int camkes_semaphore_trywait(camkes_semaphore_t *semaphore)
{
    return camkes_count_trywait(&semaphore->value);
}

int camkes_semaphore_post(camkes_semaphore_t *semaphore)
{
    return camkes_count_post(semaphore->endpoint, &semaphore->value);
}

int camkes_binary_semaphore_wait(camkes_binary_semaphore_t *semaphore)
{
    before_blocking();
    seL4_Wait(semaphore->notification, NULL);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    return 0;
}

int camkes_binary_semaphore_post(camkes_binary_semaphore_t *semaphore)
{
    __atomic_thread_fence(__ATOMIC_RELEASE);
    seL4_Signal(semaphore->notification);
    return 0;
}
