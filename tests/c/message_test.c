/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Messages of libsel4camkes under fire: what is written comes back; whatever bytes arrive, nothing outside the message is touched,
 * and every error reaches the handler. Meant to run with -fsanitize=address,undefined. Prints a summary; status 1 on failure. */

#include <camkes/message.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 200000, SIZE = 96 };

static int failures;
static unsigned errors;
static camkes_error_type_t last_error;
static camkes_error_action_t next_action = CEA_DISCARD;

static void expect(bool holds, const char *what)
{
    if (!holds) {
        failures++;
        printf("FAILED: %s\n", what);
    }
}

static camkes_error_action_t on_error(camkes_error_t *error)
{
    errors++;
    last_error = error->type;
    expect(error->instance != NULL && error->description != NULL && error->filename != NULL, "an error says where it comes from");
    return next_action;
}

static camkes_interface_t interface = { .instance = "test", .name = "interface", .handler = on_error };

static camkes_message_t message_of(unsigned char *buffer, size_t size)
{
    return (camkes_message_t) {
        .interface = &interface, .method = "method", .buffer = buffer, .size = size
    };
}

/* A small generator with a fixed seed, so that a failure can be repeated. */
static uint32_t next_random(void)
{
    static uint32_t state = 0x2545f491;
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

static void what_is_written_comes_back(void)
{
    unsigned char *buffer = malloc(SIZE);
    camkes_message_t out = message_of(buffer, SIZE);
    const uint64_t wide = 0x0123456789abcdefULL;
    const uint16_t numbers[] = { 1, 2, 65535 };
    char *words[] = { "\xff\xff", "\xff", NULL, "word" };
    camkes_put(&out, &wide, sizeof(wide), "wide");
    camkes_put_string(&out, "text", "text");
    camkes_put_string(&out, NULL, "nothing");
    camkes_put_array(&out, numbers, 3, sizeof(numbers[0]), "numbers");
    camkes_put_strings(&out, words, 4, "words");
    expect(!out.failed, "everything fits");

    size_t received = (out.used + sizeof(seL4_Word) - 1) / sizeof(seL4_Word) * sizeof(seL4_Word);
    camkes_message_t in = message_of(buffer, received);
    uint64_t wide_back = 0;
    camkes_get(&in, &wide_back, sizeof(wide_back), "wide");
    char *text = camkes_get_string(&in, "text");
    char *nothing = camkes_get_string(&in, "nothing");
    size_t length = 0;
    uint16_t *numbers_back = camkes_get_array(&in, &length, sizeof(*numbers_back), "numbers");
    expect(length == 3 && memcmp(numbers_back, numbers, sizeof(numbers)) == 0, "an array comes back");
    size_t amount = 0;
    char **words_back = camkes_get_strings(&in, &amount, "words");
    expect(camkes_get_end(&in), "the message ends where it should");
    expect(wide_back == wide, "a value comes back");
    expect(text != NULL && strcmp(text, "text") == 0 && nothing == NULL, "text comes back");
    expect(amount == 4 && strcmp(words_back[3], "word") == 0 && words_back[2] == NULL, "an array of text comes back");
    expect(strcmp(words_back[0], "\xff\xff") == 0 && strcmp(words_back[1], "\xff") == 0, "text that begins like NULL comes back");
    free(text);
    free(numbers_back);
    camkes_free_strings(words_back, amount);
    free(buffer);
}

static void text_of_n_bytes_fits_into_n_plus_one(void)
{
    char text[SIZE];
    memset(text, 'x', sizeof(text));
    text[SIZE - 1] = '\0';
    unsigned char *buffer = malloc(SIZE);
    camkes_message_t out = message_of(buffer, SIZE);
    camkes_put_string(&out, text, "text");
    camkes_message_t in = message_of(buffer, SIZE);
    char *back = camkes_get_string(&in, "text");
    expect(!out.failed && back != NULL && strcmp(back, text) == 0 && camkes_get_end(&in), "text fills the message");
    free(back);
    free(buffer);
}

/* The buffer is exactly as large as the message, so that the sanitizer sees the first byte outside. */
static void nothing_is_written_outside(void)
{
    char long_text[4 * SIZE];
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    for (size_t size = 0; size <= SIZE; size++) {
        unsigned char *buffer = malloc(size != 0 ? size : 1);
        char *words[] = { long_text };
        const size_t lengths[] = { SIZE, SIZE_MAX / 8, SIZE_MAX / 8 + 1, SIZE_MAX };
        for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
            camkes_message_t message = message_of(buffer, size);
            last_error = CE_NO_ERROR;
            camkes_put_array(&message, long_text, lengths[i], 8, "array");
            expect(message.failed && last_error == CE_BUFFER_LENGTH_EXCEEDED, "an array that is too long is refused");
            expect(message.used == 0, "nothing of it is in the message");
        }
        camkes_message_t message = message_of(buffer, size);
        camkes_put_string(&message, long_text, "text");
        expect(message.failed && message.used == 0, "text that is too long is refused");
        message = message_of(buffer, size);
        camkes_put_strings(&message, words, 1, "words");
        expect(message.failed && message.used <= size, "an array with text that is too long is refused");
        free(buffer);
    }
}

static void read_at_random(camkes_message_t *message)
{
    size_t length = 0;
    uint64_t value = 0;
    switch (next_random() % 4) {
    case 0:
        camkes_get(message, &value, 1 + next_random() % sizeof(value), "value");
        break;
    case 1:
        free(camkes_get_string(message, "text"));
        break;
    case 2:
        free(camkes_get_array(message, &length, 1 + next_random() % 40, "array"));
        break;
    default: {
        char **texts = camkes_get_strings(message, &length, "texts");
        camkes_free_strings(texts, length);
    }
    }
    expect(message->used <= message->size, "no more is read than there is");
}

static void any_bytes_can_arrive(camkes_error_action_t action)
{
    next_action = action;
    for (int round = 0; round < ROUNDS; round++) {
        size_t size = next_random() % SIZE / sizeof(seL4_Word) * sizeof(seL4_Word);
        unsigned char *buffer = malloc(size != 0 ? size : 1);
        for (size_t i = 0; i < size; i++) {
            /* Small numbers are often sizes that nearly fit. */
            buffer[i] = (unsigned char)(next_random() % 4 == 0 ? next_random() : next_random() % 3);
        }
        camkes_message_t message = message_of(buffer, size);
        unsigned before = errors;
        for (int i = 0; i < 6; i++) {
            read_at_random(&message);
        }
        bool whole = camkes_get_end(&message);
        if (action == CEA_DISCARD) {
            expect(whole == (errors == before), "a message fails if and only if the handler is called");
            expect(errors <= before + 1, "only the first error is reported");
        }
        free(buffer);
    }
    next_action = CEA_DISCARD;
}

int main(void)
{
    what_is_written_comes_back();
    text_of_n_bytes_fits_into_n_plus_one();
    nothing_is_written_outside();
    any_bytes_can_arrive(CEA_DISCARD);
    any_bytes_can_arrive(CEA_IGNORE);
    printf("messages: %d random ones read, %u errors reported, %d failures\n", 2 * ROUNDS, errors, failures);
    return failures == 0 ? 0 : 1;
}

/* Not reached here: no error in this test halts. */
seL4_Error seL4_TCB_Suspend(seL4_TCB tcb)
{
    (void)tcb;
    return seL4_NoError;
}

void seL4_Yield(void)
{
}

seL4_Error seL4_CNode_SaveCaller(seL4_CNode service, seL4_Word index, seL4_Uint8 depth)
{
    (void)service;
    (void)index;
    (void)depth;
    return seL4_NoError;
}

#ifdef CONFIG_DEBUG_BUILD
void seL4_DebugHalt(void)
{
    abort();
}
#endif

#ifdef CONFIG_PRINTING
void seL4_DebugPutChar(char c)
{
    putchar(c);
}
#endif
