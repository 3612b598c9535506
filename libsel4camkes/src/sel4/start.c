/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Start of a program on seL4. The loader starts every thread at `_camkes_start` with the thread's number as first argument
 * and its stack in place, and nothing else. */

#include <arch_stdio.h>
#include <camkes/init.h>
#include <camkes/stdio.h>
#include <camkes/tls.h>
#include <sel4/sel4.h>
#include <sel4runtime.h>
#include <sel4runtime/start.h>
#include <stdint.h>
#include <stdlib.h>

/* Bounds of the image of thread-local storage, from the linker script. */
extern char _tdata_start[];
extern char _tdata_end[];
extern char _tbss_end[];

long sel4_vsyscall(long number, ...);

int main(int argc, char *argv[]);

/* Thread-local storage for each thread but the control thread, which gets its own from the runtime. */
static void **regions;

static size_t write_output(void *bytes, size_t size)
{
    return camkes_write(bytes, size);
}

static NORETURN void finish(void)
{
    seL4_CPtr tcb = camkes_get_tls()->tcb_cap;
    if (tcb != 0) {
        (void)seL4_TCB_Suspend(tcb);
    }
    for (;;) {
        seL4_Yield();
    }
}

/* Gives the C runtime what an operating system would pass to a program: the image of thread-local storage, the page
 * size, the IPC buffer and the way to system calls. */
static NORETURN void start_control(int id)
{
    Elf_Phdr tls = {
        .p_type = PT_TLS,
        .p_vaddr = (uintptr_t)_tdata_start,
        .p_filesz = (uintptr_t)_tdata_end - (uintptr_t)_tdata_start,
        .p_memsz = (uintptr_t)_tbss_end - (uintptr_t)_tdata_start,
        .p_align = sizeof(seL4_Word),
    };
    const auxv_t auxv[] = {
        { .a_type = AT_PHENT, .a_un.a_val = sizeof(tls) },
        { .a_type = AT_PHNUM, .a_un.a_val = 1 },
        { .a_type = AT_PHDR, .a_un.a_ptr = &tls },
        { .a_type = AT_PAGESZ, .a_un.a_val = 4096 },
        { .a_type = AT_SYSINFO, .a_un.a_ptr = (void *)(uintptr_t)sel4_vsyscall },
        { .a_type = AT_SEL4_IPC_BUFFER_PTR, .a_un.a_ptr = camkes_component.threads[0].ipc_buffer },
        { .a_type = AT_NULL },
    };
    const char *const argv[] = { "camkes", (const char *)(uintptr_t)id, NULL };
    const char *const envp[] = { "seL4=1", NULL };

    sel4muslcsys_register_stdio_write_fn(write_output);
    __sel4runtime_start_main(main, 2, argv, envp, auxv);
    finish();
}

int main(int argc, char *argv[])
{
    (void)argc;
    (void)camkes_thread_main((int)(uintptr_t)argv[1]);
    finish();
}

void camkes_threads_prepare(void)
{
    regions = calloc(camkes_component.thread_count, sizeof(*regions));
    for (size_t i = 1; regions != NULL && i < camkes_component.thread_count; i++) {
        regions[i] = malloc(sel4runtime_get_tls_size());
    }
}

void camkes_thread_enter(const camkes_thread_t *thread)
{
    size_t index = (size_t)(thread - camkes_component.threads);
    if (index == 0) {
        return;
    }
    if (regions == NULL || regions[index] == NULL) {
        /* Without storage not even an error can be reported. */
        for (;;) {
            seL4_Yield();
        }
    }
    sel4runtime_set_tls_base(sel4runtime_write_tls_image(regions[index]));
    seL4_SetIPCBuffer(thread->ipc_buffer);
}

void USED NORETURN _camkes_start_c(int id)
{
    if (id == camkes_component.threads[0].id) {
        start_control(id);
    }
    (void)camkes_thread_main(id);
    finish();
}
