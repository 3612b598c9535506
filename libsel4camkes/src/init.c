/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/allocator.h>
#include <camkes/error.h>
#include <camkes/init.h>
#include <camkes/tls.h>

static const camkes_thread_t *thread_by_id(int id)
{
    for (size_t i = 0; i < camkes_component.thread_count; i++) {
        if (camkes_component.threads[i].id == id) {
            return &camkes_component.threads[i];
        }
    }
    return NULL;
}

static void enter(const camkes_thread_t *thread)
{
    camkes_thread_enter(thread);
    camkes_tls_t *tls = camkes_get_tls();
    tls->tcb_cap = thread->tcb;
    tls->sc_cap = thread->sched_context;
    tls->thread_index = (unsigned)(thread - camkes_component.threads) + 1;
}

#ifdef CONFIG_KERNEL_MCS
static bool refused(seL4_Error result)
{
    if (result == seL4_NoError) {
        return false;
    }
    camkes_error_t error = {
        .type = CE_SYSCALL_FAILED,
        .instance = camkes_component.name,
        .filename = __FILE__,
        .lineno = __LINE__,
        .description = "a passive thread could not be given time to start",
        .error = result,
    };
    return camkes_obey(camkes_error(&error));
}

/* Lends time to a passive thread. False if that is not possible. */
static bool lend_time(const camkes_thread_t *thread)
{
    return !refused(seL4_SchedContext_Bind(camkes_component.start_sched_context, thread->tcb));
}

static void take_time_back(void)
{
    (void)refused(seL4_SchedContext_Unbind(camkes_component.start_sched_context));
}
#endif

static bool is_interface_thread(const camkes_thread_t *thread)
{
    return thread != camkes_component.fault_handler;
}

static bool is_passive(const camkes_thread_t *thread)
{
#ifdef CONFIG_KERNEL_MCS
    return thread->run_passive != NULL;
#else
    (void)thread;
    return false;
#endif
}

/* Lets all other threads initialise their interfaces, and waits until they have. */
static void initialise_interfaces(void)
{
    size_t waiting = 0;
    for (size_t i = 1; i < camkes_component.thread_count; i++) {
        const camkes_thread_t *thread = &camkes_component.threads[i];
        if (is_passive(thread)) {
            continue;
        }
        camkes_semaphore_post(camkes_component.may_init);
        waiting += is_interface_thread(thread) ? 1 : 0;
    }
    for (; waiting > 0; waiting--) {
        camkes_semaphore_wait(camkes_component.has_init);
    }
#ifdef CONFIG_KERNEL_MCS
    for (size_t i = 1; i < camkes_component.thread_count; i++) {
        if (is_passive(&camkes_component.threads[i]) && lend_time(&camkes_component.threads[i])) {
            camkes_semaphore_post(camkes_component.may_init);
            camkes_semaphore_wait(camkes_component.has_init);
            take_time_back();
        }
    }
#endif
}

static void release_interfaces(void)
{
    for (size_t i = 1; i < camkes_component.thread_count; i++) {
        if (is_interface_thread(&camkes_component.threads[i])) {
            camkes_semaphore_post(camkes_component.may_run);
        }
    }
#ifdef CONFIG_KERNEL_MCS
    for (size_t i = 1; i < camkes_component.thread_count; i++) {
        if (is_passive(&camkes_component.threads[i]) && lend_time(&camkes_component.threads[i])) {
            seL4_Wait(camkes_component.passive_ready, NULL);
            take_time_back();
        }
    }
#endif
}

/* Reports what a component that starts was promised and can't have. */
static void report_missing(const char *description)
{
    camkes_error_t error = {
        .type = CE_ALLOCATION_FAILURE,
        .instance = camkes_component.name,
        .filename = __FILE__,
        .lineno = __LINE__,
        .description = description,
    };
    (void)camkes_obey(camkes_error(&error));
}

static void fill_pool(void)
{
    const unsigned usable = (unsigned)(seL4_CanRead.words[0] | seL4_CanWrite.words[0]);
    for (size_t i = 0; i < camkes_component.pool_length; i++) {
        const camkes_pool_item_t *item = &camkes_component.pool[i];
        if (camkes_provide(item->type, item->cap, item->size, item->usable ? usable : 0) != 0) {
            report_missing("no memory for the pool of kernel objects");
        }
    }
}

/* The linker names the bounds of the section that holds the list. There is none without such devices. */
extern const char *const __start_camkes_devices[] WEAK;
extern const char *const __stop_camkes_devices[] WEAK;

static void start_drivers(void)
{
    for (const char *const *path = __start_camkes_devices; path != __stop_camkes_devices; path++) {
        if (!camkes_bind_device || camkes_bind_device(*path) != 0) {
            report_missing("no driver starts for a device");
        }
    }
}

/* The order of the manual: pre_init, the interfaces' __init, post_init, then the interfaces' __run and run. */
static int run_control(const camkes_thread_t *thread)
{
    enter(thread);
    camkes_threads_prepare();
    fill_pool();
    camkes_setup();
    if (pre_init) {
        pre_init();
    }
    start_drivers();
    initialise_interfaces();
    if (post_init) {
        post_init();
    }
    release_interfaces();
    return camkes_component.control != NULL ? camkes_component.control() : 0;
}

static int run_interface(const camkes_thread_t *thread)
{
    camkes_semaphore_wait_early(camkes_component.may_init);
    enter(thread);
    if (thread->init != NULL) {
        thread->init();
    }
    camkes_semaphore_post(camkes_component.has_init);
    camkes_semaphore_wait(camkes_component.may_run);
    if (is_passive(thread)) {
        return thread->run_passive(camkes_component.passive_ready);
    }
    return thread->run != NULL ? thread->run() : 0;
}

int camkes_thread_main(int id)
{
    const camkes_thread_t *thread = thread_by_id(id);
    if (thread == NULL) {
        return -1;
    }
    if (thread == camkes_component.threads) {
        return run_control(thread);
    }
    if (!is_interface_thread(thread)) {
        camkes_semaphore_wait_early(camkes_component.may_init);
        enter(thread);
        return thread->run();
    }
    return run_interface(thread);
}
