/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <stdint.h>
#include <string.h>

/* The preprocessor reads the same numbers. */
#if CAMKES_CONST_ATTR(most) != UINT64_MAX || CAMKES_CONST_ATTR(least) != INT64_MIN || CAMKES_CONST_ATTR(letter) != 'x'
#error "the preprocessor reads other values"
#endif

static int failures;

static void expect(bool holds, const char *what)
{
    if (!holds) {
        failures++;
        printf("%s: FAILED: %s\n", get_instance_name(), what);
    }
}

int run(void)
{
    expect(letter == 'x' && quote == '\'', "characters");
    expect(byte == 255 && least_byte == -128 && least8 == INT8_MIN && most8 == UINT8_MAX, "bytes");
    expect(least16 == INT16_MIN && most16 == UINT16_MAX, "16 bits");
    expect(least_int == INT32_MIN && most_int == INT32_MAX && most_unsigned == UINT32_MAX && most32 == UINT32_MAX, "32 bits");
    expect(least == INT64_MIN && most_signed == INT64_MAX && most == UINT64_MAX && middle == (uint64_t)1 << 63, "64 bits");
    expect(yes && !no, "booleans");
    expect(half == 0.5f && huge == 123456789.25 && whole == 3.0, "fractions");
    expect(strcmp(text, "a text\n") == 0, "text");
    expect(letters[0] == 'a' && letters[1] == '\\' && letters[2] == '\'', "arrays of characters");
    expect(masks[1] == UINT64_MAX && depths[0] == INT64_MIN, "arrays of numbers");
    expect(nested.parts[0].letter == 'p' && nested.parts[1].sizes[1] == UINT64_MAX, "arrays of structs");
    expect(nested.least == INT64_MIN && nested.ratio == -0.25, "members");
    printf("%s: %d failures\n", get_instance_name(), failures);
    return failures;
}
