/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <camkes.h>
#include <camkes/tls.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

seL4_MessageInfo_t shim_fault(seL4_CPtr tcb, seL4_Word kind, const seL4_Word words[4]);
void shim_serial_receive(const char *text);
const char *shim_serial_sent(void);

static char session[1024];
static char expected[2048];
static int failures;

static void packet(char *to, size_t room, const char *before, const char *text)
{
    unsigned sum = 0;
    for (const char *c = text; *c != '\0'; c++) {
        sum += (unsigned char)*c;
    }
    size_t length = strlen(to);
    snprintf(to + length, room - length, "%s$%s#%02x", before, text, sum & 255);
}

/* What GDB says next, and what it should get for it; NULL for nothing. */
static void say(const char *command, const char *answer)
{
    packet(session, sizeof(session), "+", command);
    strcat(expected, "+");
    if (answer != NULL) {
        packet(expected, sizeof(expected), "", answer);
    }
}

static void begin(const char *reason)
{
    session[0] = expected[0] = '\0';
    packet(expected, sizeof(expected), "", reason);
}

static void stop(seL4_Word kind, seL4_Word ip, seL4_Word number)
{
    const seL4_Word words[4] = { ip, 0, 0, number };
    say("c", NULL);
    shim_serial_receive(session);
    seL4_MessageInfo_t info = shim_fault(camkes_get_tls()->tcb_cap, kind, words);
    if (seL4_MessageInfo_get_label(info) != 0 || strcmp(shim_serial_sent(), expected) != 0) {
        printf("FAILED: sent     %s\n        expected %s\n", shim_serial_sent(), expected);
        failures++;
    }
}

static unsigned char memory[300];

int run(void)
{
    char command[700];
    char answer[700];
    for (size_t i = 0; i < sizeof(memory); i++) {
        memory[i] = (unsigned char)i;
    }

    /* A breakpoint in the code: GDB is told of the place of the instruction, not of the one behind. */
    begin("T05thread:1;swbreak:;");
    say("?", "T05thread:1;swbreak:;");
    say("qSupported:swbreak+", "PacketSize=1ff;swbreak+;hwbreak+");
    say("p10", "7806000000000000");
    say("P2=8877665544332211", "OK");
    say("p2", "8877665544332211");
    say("p12", "xxxxxxxx");
    say("p99", "E01");
    say("vMustReplyEmpty", "");

    snprintf(command, sizeof(command), "m%lx,3", (unsigned long)(memory + 7));
    say(command, "070809");
    snprintf(command, sizeof(command), "M%lx,96:", (unsigned long)memory);
    for (size_t i = 0; i < 150; i++) {
        strcat(command, "5a");
    }
    say(command, "OK");
    snprintf(command, sizeof(command), "m%lx,98", (unsigned long)memory);
    answer[0] = '\0';
    for (size_t i = 0; i < 152; i++) {
        strcat(answer, i < 150 ? "5a" : i == 150 ? "96" : "97");
    }
    say(command, answer);
    say("M10", "E01");
    stop(seL4_Fault_UserException, 0x679, 3);

    /* A damaged packet is asked for again. */
    begin("T0bthread:1;");
    strcat(session, "$g#00");
    strcat(expected, "-");
    stop(seL4_Fault_VMFault, 0x1000, 0);

    printf("target: %d failures\n", failures);
    return failures;
}
