/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The system calls. One lock makes each of them atomic, as they are in the kernel. What the kernel would answer with a fault or
 * would silently ignore, such as a capability without the right that is needed, ends the process: a test should notice. */

#include "shim.h"

#include <camkes/init.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__thread thread_t *self;

static pthread_mutex_t kernel = PTHREAD_MUTEX_INITIALIZER;

void fault(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    fprintf(stderr, "shim: %s: ", self != NULL ? self->instance : "start");
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    _exit(2);
}

static cap_t *look_up(seL4_CPtr slot, unsigned rights)
{
    cap_t *cap = cspace_cap(self->cspace, slot);
    if (cap == NULL) {
        fault("slot %lu is empty", slot);
    }
    if (cap->caller == NULL && (cap->rights & rights) != rights) {
        fault("slot %lu (%s) lacks a right: has %u, needs %u", slot, cap->object->name, cap->rights, rights);
    }
    return cap;
}

static void append(object_t *object, thread_t *thread, bool sender)
{
    thread->next = NULL;
    object->senders = sender;
    if (object->first == NULL) {
        object->first = thread;
    } else {
        object->last->next = thread;
    }
    object->last = thread;
}

static thread_t *take_first(object_t *object)
{
    thread_t *thread = object->first;
    object->first = thread->next;
    return thread;
}

static void block(void)
{
    self->blocked = true;
    while (self->blocked) {
        pthread_cond_wait(&self->woken, &kernel);
    }
}

static void wake(thread_t *thread)
{
    thread->blocked = false;
    pthread_cond_signal(&thread->woken);
}

/* Copies as many words as the message has, and no more. */
static void transfer(thread_t *from, thread_t *to, seL4_MessageInfo_t info, seL4_Word badge)
{
    size_t words = seL4_MessageInfo_get_length(info);
    if (words > seL4_MsgMaxLength) {
        words = seL4_MsgMaxLength;
    }
    if (words > 0) {
        memmove(to->ipc_buffer->msg, from->ipc_buffer->msg, words * sizeof(seL4_Word));
    }
    to->info = seL4_MessageInfo_new(seL4_MessageInfo_get_label(info), 0, 0, words);
    to->badge = badge;
}

/* A thread that waits in a call gets its answer. */
static void answer(thread_t *caller, seL4_MessageInfo_t info)
{
    transfer(self, caller, info, 0);
    caller->calling = false;
    wake(caller);
}

static void receive_from(thread_t *sender)
{
    transfer(sender, self, sender->info, sender->badge);
    if (sender->calling) {
        self->caller = sender;
    } else {
        wake(sender);
    }
}

static void send(cap_t *cap, seL4_MessageInfo_t info, bool call)
{
    object_t *object = cap->object;
    self->calling = call;
    if (object->first != NULL && !object->senders) {
        thread_t *receiver = take_first(object);
        transfer(self, receiver, info, cap->badge);
        receiver->caller = call ? self : NULL;
        wake(receiver);
        if (call) {
            block();
        }
        return;
    }
    self->info = info;
    self->badge = cap->badge;
    append(object, self, true);
    block();
}

static void receive(seL4_CPtr slot)
{
    /* The kernel drops the reply capability of whoever receives again. */
    self->caller = NULL;
    object_t *object = look_up(slot, MAY_READ)->object;
    if (object->kind == KIND_NOTIFICATION && object->signalled) {
        object->signalled = false;
        self->badge = object->badge;
        self->info = seL4_MessageInfo_new(0, 0, 0, 0);
        object->badge = 0;
    } else if (object->kind == KIND_ENDPOINT && object->first != NULL && object->senders) {
        receive_from(take_first(object));
    } else {
        append(object, self, false);
        block();
    }
}

seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t info)
{
    pthread_mutex_lock(&kernel);
    cap_t *cap = look_up(dest, MAY_WRITE | MAY_GRANT_REPLY);
    if (cap->object->kind != KIND_ENDPOINT) {
        fault("a call to %s, which is no endpoint", cap->object->name);
    }
    send(cap, info, true);
    seL4_MessageInfo_t result = self->info;
    pthread_mutex_unlock(&kernel);
    return result;
}

void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t info)
{
    pthread_mutex_lock(&kernel);
    cap_t *cap = look_up(dest, MAY_WRITE);
    if (cap->caller != NULL) {
        thread_t *caller = cap->caller;
        cap->caller = NULL;
        answer(caller, info);
    } else {
        send(cap, info, false);
    }
    pthread_mutex_unlock(&kernel);
}

void seL4_NBSend(seL4_CPtr dest, seL4_MessageInfo_t info)
{
    pthread_mutex_lock(&kernel);
    cap_t *cap = look_up(dest, MAY_WRITE);
    if (cap->object->first != NULL && !cap->object->senders) {
        send(cap, info, false);
    }
    pthread_mutex_unlock(&kernel);
}

void seL4_Signal(seL4_CPtr dest)
{
    pthread_mutex_lock(&kernel);
    cap_t *cap = look_up(dest, MAY_WRITE);
    object_t *object = cap->object;
    if (object->kind != KIND_NOTIFICATION) {
        fault("a signal to %s, which is no notification", object->name);
    }
    if (object->first != NULL) {
        thread_t *receiver = take_first(object);
        receiver->badge = cap->badge;
        receiver->info = seL4_MessageInfo_new(0, 0, 0, 0);
        wake(receiver);
    } else {
        object->signalled = true;
        object->badge |= cap->badge;
    }
    pthread_mutex_unlock(&kernel);
}

seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender)
{
    pthread_mutex_lock(&kernel);
    receive(src);
    seL4_MessageInfo_t info = self->info;
    if (sender != NULL) {
        *sender = self->badge;
    }
    pthread_mutex_unlock(&kernel);
    return info;
}

void seL4_Wait(seL4_CPtr src, seL4_Word *sender)
{
    (void)seL4_Recv(src, sender);
}

seL4_MessageInfo_t seL4_Poll(seL4_CPtr src, seL4_Word *sender)
{
    pthread_mutex_lock(&kernel);
    object_t *object = look_up(src, MAY_READ)->object;
    self->info = seL4_MessageInfo_new(0, 0, 0, 0);
    self->badge = 0;
    if (object->kind == KIND_NOTIFICATION ? object->signalled : object->first != NULL && object->senders) {
        receive(src);
    }
    seL4_MessageInfo_t info = self->info;
    if (sender != NULL) {
        *sender = self->badge;
    }
    pthread_mutex_unlock(&kernel);
    return info;
}

void seL4_Reply(seL4_MessageInfo_t info)
{
    pthread_mutex_lock(&kernel);
    if (self->caller != NULL) {
        thread_t *caller = self->caller;
        self->caller = NULL;
        answer(caller, info);
    }
    pthread_mutex_unlock(&kernel);
}

seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t info, seL4_Word *sender)
{
    seL4_Reply(info);
    return seL4_Recv(src, sender);
}

seL4_Error seL4_CNode_SaveCaller(seL4_CNode service, seL4_Word index, seL4_Uint8 depth)
{
    seL4_Error result = seL4_NoError;
    pthread_mutex_lock(&kernel);
    cap_t *cnode = look_up(service, 0);
    if (cnode->object->kind != KIND_CNODE || depth != seL4_WordBits || strcmp(cnode->object->name, self->cspace->name) != 0) {
        result = seL4_InvalidCapability;
    } else if (self->caller == NULL) {
        result = seL4_FailedLookup;
    } else {
        cap_t *cap = cspace_insert(self->cspace, index);
        result = cap == NULL ? seL4_DeleteFirst : seL4_NoError;
        if (cap != NULL) {
            cap->caller = self->caller;
            self->caller = NULL;
        }
    }
    pthread_mutex_unlock(&kernel);
    return result;
}

#if defined(__x86_64__)

/* One thread is stopped at a time, so one set of registers is enough. */
static seL4_UserContext registers;

seL4_Error seL4_TCB_ReadRegisters(seL4_TCB tcb, bool suspend, seL4_Uint8 flags, seL4_Word count, seL4_UserContext *to)
{
    (void)suspend, (void)flags;
    pthread_mutex_lock(&kernel);
    seL4_Error result = look_up(tcb, 0)->object->kind == KIND_TCB ? seL4_NoError : seL4_InvalidCapability;
    memcpy(to, &registers, count * sizeof(seL4_Word));
    pthread_mutex_unlock(&kernel);
    return result;
}

seL4_Error seL4_TCB_WriteRegisters(seL4_TCB tcb, bool resume, seL4_Uint8 flags, seL4_Word count, seL4_UserContext *from)
{
    (void)resume, (void)flags;
    pthread_mutex_lock(&kernel);
    seL4_Error result = look_up(tcb, 0)->object->kind == KIND_TCB ? seL4_NoError : seL4_InvalidCapability;
    memcpy(&registers, from, count * sizeof(seL4_Word));
    pthread_mutex_unlock(&kernel);
    return result;
}

seL4_MessageInfo_t shim_fault(seL4_CPtr tcb, seL4_Word kind, const seL4_Word words[4])
{
    pthread_mutex_lock(&kernel);
    cap_t *cap = look_up(look_up(tcb, 0)->object->fault_ep, MAY_WRITE | MAY_GRANT_REPLY);
    registers.rip = words[0];
    memcpy(self->ipc_buffer->msg, words, 4 * sizeof(seL4_Word));
    send(cap, seL4_MessageInfo_new(kind, 0, 0, 4), true);
    seL4_MessageInfo_t result = self->info;
    pthread_mutex_unlock(&kernel);
    return result;
}

#endif

seL4_Error seL4_TCB_Suspend(seL4_TCB tcb)
{
    pthread_mutex_lock(&kernel);
    if (look_up(tcb, 0)->object->kind != KIND_TCB) {
        fault("slot %lu is no TCB", tcb);
    }
    /* Generated code suspends only the calling thread. */
    for (;;) {
        block();
    }
}

void seL4_Yield(void)
{
    sched_yield();
}

void seL4_DebugHalt(void)
{
    fault("the system was halted");
}

void seL4_DebugPutChar(char c)
{
    putchar(c);
}

seL4_IPCBuffer *seL4_GetIPCBuffer(void)
{
    return self->ipc_buffer;
}

void seL4_SetIPCBuffer(seL4_IPCBuffer *buffer)
{
    self->ipc_buffer = buffer;
}

/* The host has set up thread-local storage already. */
void camkes_threads_prepare(void)
{
}

void camkes_thread_enter(const camkes_thread_t *thread)
{
    seL4_SetIPCBuffer(thread->ipc_buffer);
}
