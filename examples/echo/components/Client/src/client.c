/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <camkes/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks;
static int failures;

static void check(bool holds, const char *what)
{
    checks++;
    if (!holds) {
        failures++;
    }
    printf("%s: %s: %s\n", get_instance_name(), holds ? "ok" : "FAILED", what);
}

static void check_scalars(void)
{
    check(voice_repeat(-42) == -42, "a negative int comes back");
    check(voice_repeat_wide(0x0123456789abcdefULL) == 0x0123456789abcdefULL, "all 64 bits come back");
    check(voice_repeat_real(-0.125) == -0.125, "a double comes back");
    check(voice_next_letter('c') == 'd', "a char comes back as the next one");
    voice_nothing();
}

static void check_text(void)
{
    /* Text that a call returns belongs to the caller. */
    char *text = voice_repeat_text("hello, wall");
    check(text != NULL && strcmp(text, "hello, wall") == 0, "text comes back");
    free(text);

    text = voice_repeat_text("");
    check(text != NULL && text[0] == '\0', "empty text comes back");
    free(text);

    text = strdup("louder");
    check(voice_text_length(&text) == 6, "refin text is measured");
    voice_shout(&text);
    check(text != NULL && strcmp(text, "LOUDER") == 0, "inout text is replaced");
    free(text);
}

static void check_results(void)
{
    int quotient = 0;
    int remainder = 0;
    voice_divide(17, 5, &quotient, &remainder);
    check(quotient == 3 && remainder == 2, "two out parameters arrive in order");

    int number = 41;
    voice_increment(&number);
    check(number == 42, "inout is changed in place");
}

static void check_arrays(void)
{
    const int numbers[] = { 1, 20, 300, -4000 };
    check(voice_sum(4, numbers) == -3679, "an array arrives whole");
    check(voice_sum(0, numbers) == 0, "an empty array arrives empty");

    uint64_t weights[] = { 1ULL << 40, 2, 3 };
    uint64_t *all = weights;
    size_t amount = 3;
    check(voice_weigh(&amount, &all) == (1ULL << 40) + 5, "a refin array arrives whole");

    uint64_t *counted = NULL;
    voice_count_up(1ULL << 33, 5, &amount, &counted);
    check(amount == 5 && counted != NULL && counted[4] == (1ULL << 33) + 4, "an out array gets its length");
    free(counted);

    amount = 3;
    int *turned = malloc(sizeof(int) * amount);
    memcpy(turned, numbers, sizeof(int) * amount);
    voice_reverse(&amount, &turned);
    check(amount == 3 && turned[0] == 300 && turned[1] == 20 && turned[2] == 1, "an inout array is turned round");
    free(turned);
}

static void check_words(void)
{
    char *words[] = { "so", "many", "", "words" };
    char *sentence = voice_join(4, words);
    check(sentence != NULL && strcmp(sentence, "so many  words") == 0, "an array of text arrives whole");
    free(sentence);

    size_t amount = 0;
    char **parts = NULL;
    voice_split("a  bc def", &amount, &parts);
    check(amount == 3 && strcmp(parts[0], "a") == 0 && strcmp(parts[2], "def") == 0, "an out array of text arrives whole");
    for (size_t i = 0; i < amount; i++) {
        free(parts[i]);
    }
    free(parts);
}

static void check_structs(void)
{
    point_t mirrored = voice_mirror((point_t) {
        .x = 3, .y = -4
    });
    check(mirrored.x == -3 && mirrored.y == 4, "a struct is returned");

    const point_t corners[] = { { 4, 1 }, { -2, 9 }, { 0, 0 } };
    struct box box;
    voice_bounding_box(3, corners, &box);
    check(box.low.x == -2 && box.high.y == 9 && strcmp(box.label, "bounds") == 0, "an out struct is filled");
    check(voice_area(&box) == 54, "a refin struct arrives");

    voice_move(&box, (point_t) {
        .x = 10, .y = 20
    });
    check(box.low.x == 8 && box.high.y == 29 && strcmp(box.label, "bounds") == 0, "an inout struct is changed");
}

static camkes_error_type_t last_error = CE_NO_ERROR;

static camkes_error_action_t note_error(camkes_error_t *error)
{
    last_error = error->type;
    printf("%s: %s: %s\n", error->instance, error->interface, error->description);
    return CEA_DISCARD;
}

/* No message can hold this text, so the call must not take place, and later calls must work as before. */
static void check_text_that_is_too_long(void)
{
    static char endless[16384];
    memset(endless, 'a', sizeof(endless) - 1);

    voice_register_error_handler(note_error);
    char *text = voice_repeat_text(endless);
    check(last_error == CE_BUFFER_LENGTH_EXCEEDED, "text that is too long is reported");
    check(text == NULL, "text that is too long gives no answer");
    check(endless[0] == 'a' && strlen(endless) == sizeof(endless) - 1, "text that is too long stays as it was");

    last_error = CE_NO_ERROR;
    check(voice_repeat(7) == 7 && last_error == CE_NO_ERROR, "calls work after an error");
    voice_register_error_handler(NULL);
}

int run(void)
{
    check_scalars();
    check_text();
    check_results();
    check_arrays();
    check_words();
    check_structs();
    check_text_that_is_too_long();

    printf("%s: %d of %d checks hold\n", get_instance_name(), checks - failures, checks);
    return failures == 0 ? 0 : 1;
}
