/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Loads the instances of a system, maps what they share, and runs them. */

#include "shim.h"

#include <camkes/dataport.h>
#include <camkes/init.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, SECONDS = 30 };

/* Memory that instances share. */
typedef struct region {
    const char *name;
    int file;
    size_t size;
    struct region *next;
} region_t;

typedef struct {
    const camkes_component_t *component;
    int (*thread_main)(int id);
    cspace_t *cspace;
} instance_t;

typedef struct {
    instance_t *instance;
    const camkes_thread_t *thread;
    thread_t kernel_thread;
    pthread_t host_thread;
    int result;
} runner_t;

static region_t *regions;

static region_t *region_of(const char *name, size_t size)
{
    for (region_t *r = regions; r != NULL; r = r->next) {
        if (strcmp(r->name, name) == 0) {
            if (r->size != size) {
                fault("%s has %zu bytes on one side and %zu on another", name, r->size, size);
            }
            return r;
        }
    }
    region_t *region = calloc(1, sizeof(*region));
    *region = (region_t) {
        .name = name, .file = memfd_create(name, 0), .size = size, .next = regions
    };
    if (region->file < 0 || ftruncate(region->file, (off_t)size) != 0) {
        fault("no memory for %s", name);
    }
    regions = region;
    return region;
}

/* As the loader would: the pages behind the symbol become the shared ones, with the access that the settings allow. */
static void map(const camkes_dataport_t *dataport)
{
    region_t *region = region_of(dataport->name, dataport->mapped);
    int access = strchr(dataport->access, 'R') != NULL ? PROT_READ : 0;
    access |= strchr(dataport->access, 'W') != NULL ? PROT_WRITE : 0;
    if (mmap(dataport->start, region->size, access, MAP_SHARED | MAP_FIXED, region->file, 0) != dataport->start) {
        fault("cannot map %s", dataport->name);
    }
}

static void load(instance_t *instance, const char *path)
{
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (object == NULL) {
        fault("%s", dlerror());
    }
    const camkes_dataport_t *const *(*dataports)(size_t *length);
    *(void **)&dataports = dlsym(object, "camkes_dataports");
    instance->component = dlsym(object, "camkes_component");
    *(void **)&instance->thread_main = dlsym(object, "camkes_thread_main");
    if (instance->component == NULL || instance->thread_main == NULL || dataports == NULL) {
        fault("%s is no component instance", path);
    }

    instance->cspace = spec_cspace_of(instance->component->name);
    if (instance->cspace == NULL) {
        fault("the specification has no CSpace for %s", instance->component->name);
    }
    size_t count = 0;
    const camkes_dataport_t *const *shared = dataports(&count);
    for (size_t i = 0; i < count; i++) {
        map(shared[i]);
    }
}

/* A message that leaves its buffer must not go unnoticed. */
static void guard(const camkes_thread_t *thread)
{
    char *buffer = (char *)thread->ipc_buffer;
    if (sysconf(_SC_PAGESIZE) == PAGE
            && (mprotect(buffer - PAGE, PAGE, PROT_NONE) != 0 || mprotect(buffer + PAGE, PAGE, PROT_NONE) != 0)) {
        fault("cannot guard the IPC buffer of %s", thread->name);
    }
}

static void *run(void *argument)
{
    runner_t *runner = argument;
    self = &runner->kernel_thread;
    runner->result = runner->instance->thread_main(runner->thread->id);
    return NULL;
}

static runner_t *start(instance_t *instance, const camkes_thread_t *thread)
{
    runner_t *runner = calloc(1, sizeof(*runner));
    runner->instance = instance;
    runner->thread = thread;
    runner->kernel_thread.instance = instance->component->name;
    runner->kernel_thread.cspace = instance->cspace;
    pthread_cond_init(&runner->kernel_thread.woken, NULL);
    cap_t *tcb = cspace_cap(instance->cspace, (seL4_Word)thread->id);
    if (tcb == NULL || tcb->object->kind != KIND_TCB) {
        fault("thread %s of %s has number %d, which is no TCB", thread->name, instance->component->name, thread->id);
    }
    guard(thread);
    if (pthread_create(&runner->host_thread, NULL, run, runner) != 0) {
        fault("cannot start thread %s", thread->name);
    }
    return runner;
}

/* usage: shim system.cdl instance.so... */
int main(int argc, char *argv[])
{
    if (argc < 3) {
        fault("usage: shim system.cdl instance.so...");
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    alarm(SECONDS);
    spec_read(argv[1]);

    size_t count = (size_t)argc - 2;
    instance_t *instances = calloc(count, sizeof(*instances));
    runner_t **controls = calloc(count, sizeof(*controls));
    for (size_t i = 0; i < count; i++) {
        load(&instances[i], argv[i + 2]);
    }
    for (size_t i = 0; i < count; i++) {
        const camkes_component_t *component = instances[i].component;
        for (size_t t = component->thread_count; t-- > 1;) {
            start(&instances[i], &component->threads[t]);
        }
        controls[i] = start(&instances[i], &component->threads[0]);
    }

    /* The system is done when every control thread has left `run`. */
    int failures = 0;
    for (size_t i = 0; i < count; i++) {
        pthread_join(controls[i]->host_thread, NULL);
        failures += controls[i]->result != 0 ? 1 : 0;
    }
    fflush(stdout);
    _exit(failures == 0 ? 0 : 1);
}
