/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/procedure.h>
#include <camkes/tls.h>
#include <stdio.h>

/* Labels of messages. A call bears the number of its method, an answer one of these. */
enum { ANSWER = 0, NO_ANSWER = 1 };

/* Memory that carries the message of the calling thread. */
static void attach(camkes_message_t *message, void *buffer, size_t buffer_bytes)
{
    message->used = 0;
    message->size_is_capacity = buffer != NULL;
    message->buffer = buffer != NULL ? buffer : (void *)seL4_GetIPCBuffer()->msg;
    message->size = buffer != NULL ? buffer_bytes : seL4_MsgMaxLength * sizeof(seL4_Word);
}

/* As attach, for a message that has arrived. */
static void attach_received(camkes_message_t *message, void *buffer, size_t buffer_bytes, seL4_MessageInfo_t info)
{
    attach(message, buffer, buffer_bytes);
    if (buffer == NULL) {
        size_t received = seL4_MessageInfo_get_length(info) * sizeof(seL4_Word);
        message->size = received < message->size ? received : message->size;
    }
}

static seL4_MessageInfo_t info_to_send(const camkes_message_t *message, seL4_Word label)
{
    /* What is in shared memory needs no words in the message. */
    size_t words = message->size_is_capacity ? 0 : (message->used + sizeof(seL4_Word) - 1) / sizeof(seL4_Word);
    return seL4_MessageInfo_new(label, 0, 0, words);
}

camkes_message_t camkes_call_begin(camkes_client_t *client, const char *method)
{
    if (client->lock != NULL) {
        camkes_mutex_lock(client->lock);
    }
    camkes_message_t message = { .interface = &client->interface, .method = method };
    attach(&message, client->buffer, client->buffer_bytes);
    return message;
}

bool camkes_call(camkes_client_t *client, camkes_message_t *message, seL4_Word method)
{
    if (message->failed) {
        return false;
    }
    seL4_MessageInfo_t info = seL4_Call(client->endpoint, info_to_send(message, method));
    attach_received(message, client->buffer, client->buffer_bytes, info);
    if (seL4_MessageInfo_get_label(info) == ANSWER) {
        return true;
    }
    camkes_error_t error = {
        .type = CE_MALFORMED_RPC_PAYLOAD,
        .instance = client->interface.instance,
        .interface = client->interface.name,
        .filename = __FILE__,
        .lineno = __LINE__,
        .description = "the other side could not answer the call",
        .length = (unsigned)message->size,
    };
    if (camkes_raise(&client->interface, &error)) {
        message->failed = true;
    }
    return false;
}

void camkes_call_end(camkes_client_t *client)
{
    if (client->lock != NULL) {
        camkes_mutex_unlock(client->lock);
    }
}

void camkes_answer_begin(camkes_server_t *server, camkes_message_t *message)
{
    attach(message, server->buffer, server->buffer_bytes);
}

void camkes_no_such_method(camkes_message_t *message, seL4_Word method, seL4_Word methods)
{
    camkes_error_t error = {
        .type = CE_INVALID_METHOD_INDEX,
        .instance = message->interface->instance,
        .interface = message->interface->name,
        .filename = __FILE__,
        .lineno = __LINE__,
        .description = "there is no method of this number",
        .lower_bound = 0,
        .upper_bound = methods == 0 ? 0 : methods - 1,
        .invalid_index = method,
    };
    (void)camkes_raise(message->interface, &error);
    /* Even if the error is to be ignored: there is nothing that could be called. */
    message->failed = true;
}

void camkes_unknown_sender(camkes_server_t *server, camkes_message_t *message)
{
    char description[80];
    snprintf(description, sizeof(description), "a call with the badge %lu, which no caller has",
             (unsigned long)server->sender);
    camkes_error_t error = {
        .type = CE_MALFORMED_RPC_PAYLOAD,
        .instance = server->interface.instance,
        .interface = server->interface.name,
        .filename = __FILE__,
        .lineno = __LINE__,
        .description = description,
        .length = (unsigned)message->size,
    };
    (void)camkes_raise(&server->interface, &error);
    message->failed = true;
}

/* Does what the message asks for. Returns what to send back; a caller gets an answer whatever happens, or it would wait
 * for ever. */
static seL4_MessageInfo_t handle(camkes_server_t *server, seL4_MessageInfo_t info)
{
    camkes_message_t message = { .interface = &server->interface, .method = "message" };
    attach_received(&message, server->buffer, server->buffer_bytes, info);
    server->serve(server, &message, seL4_MessageInfo_get_label(info));
    return message.failed ? seL4_MessageInfo_new(NO_ANSWER, 0, 0, 0) : info_to_send(&message, ANSWER);
}

#ifdef CONFIG_KERNEL_MCS

static NORETURN void serve_from(camkes_server_t *server, seL4_MessageInfo_t info)
{
    for (;;) {
        info = seL4_ReplyRecv(server->endpoint, handle(server, info), &server->sender, server->reply);
    }
}

int camkes_serve(camkes_server_t *server)
{
    serve_from(server, seL4_Recv(server->endpoint, &server->sender, server->reply));
}

int camkes_serve_passive(camkes_server_t *server, seL4_CPtr ready)
{
    seL4_MessageInfo_t nothing = seL4_MessageInfo_new(0, 0, 0, 0);
    serve_from(server, seL4_NBSendRecv(ready, nothing, server->endpoint, &server->sender, server->reply));
}

#else

/* Sends the answer and waits for the next call. */
static seL4_MessageInfo_t answer(camkes_server_t *server, seL4_MessageInfo_t info)
{
    camkes_tls_t *tls = camkes_get_tls();
    if (server->reply == 0 || tls->reply_cap_in_tcb) {
        tls->reply_cap_in_tcb = false;
        return seL4_ReplyRecv(server->endpoint, info, &server->sender);
    }
    /* The implementation blocked, so the reply capability was saved. */
    if (camkes_unprotect_reply_cap() == seL4_NoError) {
        seL4_Send(server->reply, info);
    } else {
        camkes_error_t error = {
            .type = CE_SYSCALL_FAILED,
            .instance = server->interface.instance,
            .interface = server->interface.name,
            .filename = __FILE__,
            .lineno = __LINE__,
            .description = "the reply capability could not be saved, so the caller gets no answer",
            .error = tls->reply_cap_save_error,
        };
        (void)camkes_raise(&server->interface, &error);
    }
    return seL4_Recv(server->endpoint, &server->sender);
}

int camkes_serve(camkes_server_t *server)
{
    camkes_get_tls()->cnode_cap = server->cnode;
    seL4_MessageInfo_t info = seL4_Recv(server->endpoint, &server->sender);
    for (;;) {
        if (server->reply != 0) {
            camkes_declare_reply_cap(server->reply);
        }
        info = answer(server, handle(server, info));
    }
}

#endif
