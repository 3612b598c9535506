/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

int wall_repeat(int number)
{
    return number;
}

uint64_t wall_repeat_wide(uint64_t number)
{
    return number;
}

double wall_repeat_real(double number)
{
    return number;
}

char wall_next_letter(char letter)
{
    return (char)(letter + 1);
}

/* Text that goes back to the caller is freed by the glue code once it is in the message. */
char *wall_repeat_text(const char *text)
{
    return strdup(text);
}

unsigned int wall_text_length(char **text)
{
    return (unsigned int)strlen(*text);
}

void wall_divide(int dividend, int divisor, int *quotient, int *remainder)
{
    *quotient = dividend / divisor;
    *remainder = dividend % divisor;
}

void wall_increment(int *number)
{
    *number += 1;
}

void wall_shout(char **text)
{
    for (char *c = *text; *c != '\0'; c++) {
        *c = (char)toupper((unsigned char) * c);
    }
}

int wall_sum(size_t numbers_sz, const int *numbers)
{
    int sum = 0;
    for (size_t i = 0; i < numbers_sz; i++) {
        sum += numbers[i];
    }
    return sum;
}

uint64_t wall_weigh(const size_t *weights_sz, uint64_t **weights)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < *weights_sz; i++) {
        sum += (*weights)[i];
    }
    return sum;
}

void wall_count_up(uint64_t first, int amount, size_t *numbers_sz, uint64_t **numbers)
{
    *numbers_sz = 0;
    *numbers = malloc(sizeof(**numbers) * (size_t)amount);
    if (*numbers == NULL) {
        return;
    }
    *numbers_sz = (size_t)amount;
    for (size_t i = 0; i < *numbers_sz; i++) {
        (*numbers)[i] = first + i;
    }
}

void wall_reverse(size_t *numbers_sz, int **numbers)
{
    for (size_t i = 0; i < *numbers_sz / 2; i++) {
        size_t j = *numbers_sz - 1 - i;
        int swapped = (*numbers)[i];
        (*numbers)[i] = (*numbers)[j];
        (*numbers)[j] = swapped;
    }
}

char *wall_join(size_t words_sz, char **words)
{
    size_t length = 1;
    for (size_t i = 0; i < words_sz; i++) {
        length += strlen(words[i]) + 1;
    }
    char *sentence = calloc(length, 1);
    for (size_t i = 0; sentence != NULL && i < words_sz; i++) {
        if (i > 0) {
            strcat(sentence, " ");
        }
        strcat(sentence, words[i]);
    }
    return sentence;
}

void wall_split(const char *sentence, size_t *words_sz, char ***words)
{
    *words_sz = 0;
    /* No sentence has more words than characters. */
    *words = calloc(strlen(sentence) + 1, sizeof(**words));
    if (*words == NULL) {
        return;
    }
    while (*sentence != '\0') {
        size_t length = strcspn(sentence, " ");
        if (length > 0) {
            (*words)[*words_sz] = strndup(sentence, length);
            *words_sz += 1;
        }
        sentence += length + strspn(sentence + length, " ");
    }
}

point_t wall_mirror(point_t point)
{
    return (point_t) {
        .x = -point.x, .y = -point.y
    };
}

int wall_area(const struct box *box)
{
    return (box->high.x - box->low.x) * (box->high.y - box->low.y);
}

void wall_bounding_box(size_t corners_sz, const point_t *corners, struct box *box)
{
    memset(box, 0, sizeof(*box));
    for (size_t i = 0; i < corners_sz; i++) {
        point_t c = corners[i];
        box->low.x = i == 0 || c.x < box->low.x ? c.x : box->low.x;
        box->low.y = i == 0 || c.y < box->low.y ? c.y : box->low.y;
        box->high.x = i == 0 || c.x > box->high.x ? c.x : box->high.x;
        box->high.y = i == 0 || c.y > box->high.y ? c.y : box->high.y;
    }
    strcpy(box->label, "bounds");
}

void wall_move(struct box *box, point_t by)
{
    box->low.x += by.x;
    box->low.y += by.y;
    box->high.x += by.x;
    box->high.y += by.y;
}

void wall_nothing(void)
{
}
