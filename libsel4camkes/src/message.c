/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes/message.h>
#include <stdio.h>
#include <string.h>

/* Hands an error to the handler, and lets the message fail unless it is to be ignored. */
static void fail(camkes_message_t *message, camkes_error_t error, const char *problem, const char *what)
{
    char description[160];
    snprintf(description, sizeof(description), "%s: %s of %s", problem, what, message->method);
    error.instance = message->interface->instance;
    error.interface = message->interface->name;
    error.filename = __FILE__;
    error.description = description;
    if (camkes_raise(message->interface, &error)) {
        message->failed = true;
    }
}

static bool has_room(camkes_message_t *message, size_t size, const char *what)
{
    if (size <= message->size - message->used) {
        return true;
    }
    fail(message, (camkes_error_t) {
        .type = CE_BUFFER_LENGTH_EXCEEDED,
        .lineno = __LINE__,
        .current_length = (unsigned)message->used,
        .target_length = (unsigned)(message->used + size),
    }, "no room in the message", what);
    return false;
}

static void malformed(camkes_message_t *message, const char *problem, const char *what)
{
    fail(message, (camkes_error_t) {
        .type = CE_MALFORMED_RPC_PAYLOAD,
        .lineno = __LINE__,
        .length = (unsigned)message->size,
        .current_index = (unsigned)message->used,
    }, problem, what);
}

static bool has_bytes(camkes_message_t *message, size_t size, const char *what)
{
    if (size <= message->size - message->used) {
        return true;
    }
    malformed(message, "the message ends too early", what);
    return false;
}

/* Memory for what is read; a single byte where there is nothing, so that NULL always means failure. */
static void *allocate(camkes_message_t *message, size_t size, const char *what)
{
    void *memory = malloc(size != 0 ? size : 1);
    if (memory == NULL) {
        fail(message, (camkes_error_t) {
            .type = CE_ALLOCATION_FAILURE,
            .lineno = __LINE__,
            .alloc_bytes = size,
        }, "out of memory", what);
    }
    return memory;
}

/* Both below: the caller has checked the bounds. */
static void append(camkes_message_t *message, const void *bytes, size_t size)
{
    if (size != 0) {
        memcpy(message->buffer + message->used, bytes, size);
        message->used += size;
    }
}

static void take(camkes_message_t *message, void *bytes, size_t size)
{
    if (size != 0) {
        memcpy(bytes, message->buffer + message->used, size);
        message->used += size;
    }
}

void camkes_put(camkes_message_t *message, const void *value, size_t size, const char *what)
{
    if (!message->failed && has_room(message, size, what)) {
        append(message, value, size);
    }
}

/* First byte of NULL, and of text that begins with this byte. */
enum { ESCAPE = 0xff };

void camkes_put_string(camkes_message_t *message, const char *text, const char *what)
{
    if (message->failed) {
        return;
    }
    const unsigned char escape = ESCAPE;
    bool escaped = text == NULL || (unsigned char)text[0] == ESCAPE;
    /* Text that is far too long need not be measured to its end. */
    size_t size = strnlen(text == NULL ? "" : text, message->size - message->used) + 1;
    if (has_room(message, size + (escaped ? 1 : 0), what)) {
        append(message, &escape, escaped ? 1 : 0);
        append(message, text == NULL ? "" : text, size);
    }
}

void camkes_put_array(camkes_message_t *message, const void *values, size_t length, size_t size, const char *what)
{
    if (message->failed) {
        return;
    }
    /* More elements than there are bytes can't fit, whatever their size: this also keeps the product in bounds. */
    bool fits = length <= message->size && (size == 0 || length <= message->size / size);
    size_t needed = fits ? sizeof(uint32_t) + length * size : SIZE_MAX - message->used;
    if (has_room(message, needed, what)) {
        uint32_t prefix = (uint32_t)length;
        append(message, &prefix, sizeof(prefix));
        append(message, values, length * size);
    }
}

void camkes_put_strings(camkes_message_t *message, char *const *texts, size_t length, const char *what)
{
    camkes_put_array(message, NULL, length, 0, what);
    for (size_t i = 0; i < length && !message->failed; i++) {
        camkes_put_string(message, texts[i], what);
    }
}

void camkes_get(camkes_message_t *message, void *value, size_t size, const char *what)
{
    if (!message->failed && has_bytes(message, size, what)) {
        take(message, value, size);
    }
}

/* Takes the escape out of text that begins with one. NULL if that is all there is. */
static char *unescape(char *text, size_t size)
{
    if ((unsigned char)text[0] != ESCAPE) {
        return text;
    }
    if (text[1] == '\0') {
        free(text);
        return NULL;
    }
    memmove(text, text + 1, size - 1);
    return text;
}

char *camkes_get_string(camkes_message_t *message, const char *what)
{
    if (message->failed) {
        return NULL;
    }
    size_t left = message->size - message->used;
    size_t length = strnlen((const char *)message->buffer + message->used, left);
    if (length == left) {
        malformed(message, "text without an end", what);
        return NULL;
    }
    char *text = allocate(message, length + 1, what);
    if (text == NULL) {
        return NULL;
    }
    take(message, text, length + 1);
    /* Memory shared with the other side may have changed since the end was found. */
    text[length] = '\0';
    return unescape(text, length + 1);
}

void *camkes_get_array(camkes_message_t *message, size_t *length, size_t size, const char *what)
{
    uint32_t prefix = 0;
    *length = 0;
    camkes_get(message, &prefix, sizeof(prefix), what);
    if (message->failed) {
        return NULL;
    }
    if (size != 0 && prefix > (message->size - message->used) / size) {
        malformed(message, "the message ends too early", what);
        return NULL;
    }
    void *values = allocate(message, prefix * size, what);
    if (values != NULL) {
        take(message, values, prefix * size);
        *length = prefix;
    }
    return values;
}

char **camkes_get_strings(camkes_message_t *message, size_t *length, const char *what)
{
    uint32_t prefix = 0;
    *length = 0;
    camkes_get(message, &prefix, sizeof(prefix), what);
    /* Each text takes at least one byte. */
    if (!message->failed && prefix > message->size - message->used) {
        malformed(message, "the message ends too early", what);
        return NULL;
    }
    if (message->failed) {
        return NULL;
    }
    char **texts = allocate(message, prefix * sizeof(*texts), what);
    if (texts == NULL) {
        return NULL;
    }
    memset(texts, 0, prefix * sizeof(*texts));
    for (size_t i = 0; i < prefix && !message->failed; i++) {
        texts[i] = camkes_get_string(message, what);
    }
    if (message->failed) {
        camkes_free_strings(texts, prefix);
        return NULL;
    }
    *length = prefix;
    return texts;
}

bool camkes_get_end(camkes_message_t *message)
{
    /* A message is a whole number of words; what is behind its last value in the last word says nothing. */
    size_t words = (message->used + sizeof(seL4_Word) - 1) / sizeof(seL4_Word);
    if (!message->failed && !message->size_is_capacity && words * sizeof(seL4_Word) != message->size) {
        malformed(message, "the message is too long", "end");
    }
    return !message->failed;
}

void camkes_free_strings(char **texts, size_t length)
{
    for (size_t i = 0; texts != NULL && i < length; i++) {
        free(texts[i]);
    }
    free(texts);
}
