/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The debug server's side: the remote protocol of GDB ("Remote Protocol" in its manual) over a 16550. A thread talks to GDB while it is
 * stopped, and only then. */

#include <camkes/fault.h>
#include <camkes/gdb.h>

#if defined(__x86_64__) || defined(__i386__)

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Offsets of the 16550's registers, and the bits that are used. */
enum { DATA = 0, INTERRUPTS = 1, FIFO = 2, LINE = 3, MODEM = 4, STATUS = 5 };
enum { DIVISOR_LOW = 0, DIVISOR_HIGH = 1, LINE_DIVISOR = 0x80, LINE_8N1 = 0x03 };
enum { FIFO_ON_AND_EMPTY = 0x07, MODEM_READY_WITH_INTERRUPTS = 0x0b, INTERRUPT_ON_DATA = 0x01 };
enum { STATUS_DATA = 0x01, STATUS_MAY_SEND = 0x20 };

/* Number of the CPU's exception for the breakpoint instruction, and the length of that in bytes. */
enum { BREAKPOINT_EXCEPTION = 3, BREAKPOINT_LENGTH = 1 };

/* GDB's registers in its order: the word of seL4_UserContext, or NONE for those that the kernel does not show, and the bytes. */
enum { NONE = -1 };
typedef struct {
    int word;
    size_t bytes;
} place_t;

#define WORD(name) ((int)(offsetof(seL4_UserContext, name) / sizeof(seL4_Word)))
#define WHOLE(name) { WORD(name), sizeof(seL4_Word) }

static const place_t places[] = {
#ifdef __x86_64__
    WHOLE(rax), WHOLE(rbx), WHOLE(rcx), WHOLE(rdx), WHOLE(rsi), WHOLE(rdi), WHOLE(rbp), WHOLE(rsp),
    WHOLE(r8), WHOLE(r9), WHOLE(r10), WHOLE(r11), WHOLE(r12), WHOLE(r13), WHOLE(r14), WHOLE(r15),
    WHOLE(rip), { WORD(rflags), 4 },
#else
    WHOLE(eax), WHOLE(ecx), WHOLE(edx), WHOLE(ebx), WHOLE(esp), WHOLE(ebp), WHOLE(esi), WHOLE(edi),
    WHOLE(eip), WHOLE(eflags),
#endif
    /* The segment registers. */
    { NONE, 4 }, { NONE, 4 }, { NONE, 4 }, { NONE, 4 }, { NONE, 4 }, { NONE, 4 },
};

enum { PLACES = sizeof(places) / sizeof(places[0]), WORDS = sizeof(seL4_UserContext) / sizeof(seL4_Word) };

#ifdef __x86_64__
enum { PROGRAM_COUNTER = WORD(rip) };
#else
enum { PROGRAM_COUNTER = WORD(eip) };
#endif

static seL4_Word *words_of(seL4_UserContext *registers)
{
    return (seL4_Word *)registers;
}

static void put(camkes_gdb_t *gdb, char c)
{
    while ((gdb->in(STATUS) & STATUS_MAY_SEND) == 0) {
    }
    gdb->out(DATA, (uint8_t)c);
}

static void send(camkes_gdb_t *gdb)
{
    uint8_t sum = 0;
    put(gdb, '$');
    for (const char *c = gdb->sent; *c != '\0'; c++) {
        sum = (uint8_t)(sum + (uint8_t)*c);
        put(gdb, *c);
    }
    char end[4];
    (void)snprintf(end, sizeof(end), "#%02x", sum);
    for (const char *c = end; *c != '\0'; c++) {
        put(gdb, *c);
    }
}

/* Sends a packet, and keeps it for when GDB did not understand it. */
static void answer(camkes_gdb_t *gdb, const char *text)
{
    (void)snprintf(gdb->sent, sizeof(gdb->sent), "%s", text);
    send(gdb);
}

static void answer_done(camkes_gdb_t *gdb, int error)
{
    answer(gdb, error == 0 ? "OK" : "E01");
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A number in hexadecimal digits, least significant last. False if there is none. */
static bool number(const char **at, seL4_Word *value)
{
    const char *start = *at;
    *value = 0;
    while (digit(**at) >= 0) {
        *value = *value << 4 | (seL4_Word)digit(**at);
        *at += 1;
    }
    return *at != start;
}

/* Goes over a separator. */
static bool skip(const char **at, char separator)
{
    if (**at != separator) {
        return false;
    }
    *at += 1;
    return true;
}

/* Bytes in pairs of digits. False if a pair is missing. */
static bool bytes(const char **at, uint8_t *to, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        int high = digit((*at)[0]);
        int low = high < 0 ? -1 : digit((*at)[1]);
        if (low < 0) {
            return false;
        }
        to[i] = (uint8_t)(high << 4 | low);
        *at += 2;
    }
    return true;
}

static char *show(char *to, const uint8_t *from, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        to += sprintf(to, "%02x", from[i]);
    }
    return to;
}

static char *show_register(char *to, seL4_UserContext *registers, place_t place)
{
    if (place.word != NONE) {
        /* The machine has the least significant byte first, as GDB wants it. */
        return show(to, (const uint8_t *)&words_of(registers)[place.word], place.bytes);
    }
    memset(to, 'x', 2 * place.bytes);
    to[2 * place.bytes] = '\0';
    return to + 2 * place.bytes;
}

static bool take_register(const char **at, seL4_UserContext *registers, place_t place)
{
    seL4_Word value = 0;
    if (place.word == NONE && **at == 'x') {
        size_t digits = strspn(*at, "x");
        *at += digits < 2 * place.bytes ? digits : 2 * place.bytes;
        return true;
    }
    if (!bytes(at, (uint8_t *)&value, place.bytes)) {
        return false;
    }
    if (place.word != NONE) {
        words_of(registers)[place.word] = value;
    }
    return true;
}

static void read_registers(camkes_gdb_t *gdb)
{
    char text[PLACES * 2 * sizeof(seL4_Word) + 1];
    char *to = text;
    seL4_UserContext registers;
    memset(&registers, 0, sizeof(registers));
    gdb->read_registers(gdb->thread, &registers);
    for (size_t i = 0; i < PLACES; i++) {
        to = show_register(to, &registers, places[i]);
    }
    answer(gdb, text);
}

static void write_registers(camkes_gdb_t *gdb, const char *at)
{
    seL4_UserContext registers;
    memset(&registers, 0, sizeof(registers));
    gdb->read_registers(gdb->thread, &registers);
    /* GDB leaves out the last ones if it does not know them. */
    for (size_t i = 0; i < PLACES && *at != '\0'; i++) {
        if (!take_register(&at, &registers, places[i])) {
            answer_done(gdb, 1);
            return;
        }
    }
    answer_done(gdb, gdb->write_registers(gdb->thread, registers, WORDS));
}

static void one_register(camkes_gdb_t *gdb, const char *at, bool write)
{
    char text[2 * sizeof(seL4_Word) + 1];
    seL4_Word index;
    seL4_UserContext registers;
    memset(&registers, 0, sizeof(registers));
    if (!number(&at, &index) || index >= PLACES) {
        answer_done(gdb, 1);
        return;
    }
    gdb->read_registers(gdb->thread, &registers);
    if (!write) {
        (void)show_register(text, &registers, places[index]);
        answer(gdb, text);
    } else if (!skip(&at, '=') || !take_register(&at, &registers, places[index])) {
        answer_done(gdb, 1);
    } else {
        answer_done(gdb, gdb->write_registers(gdb->thread, registers, WORDS));
    }
}

/* `address,length`. */
static bool range(const char **at, seL4_Word *address, seL4_Word *length)
{
    return number(at, address) && skip(at, ',') && number(at, length);
}

static void read_memory(camkes_gdb_t *gdb, const char *at)
{
    char text[CAMKES_GDB_COMMAND + 1];
    char *to = text;
    seL4_Word address;
    seL4_Word length;
    if (!range(&at, &address, &length) || length > CAMKES_GDB_COMMAND / 2) {
        answer_done(gdb, 1);
        return;
    }
    *to = '\0';
    while (length > 0) {
        delegate_mem_range_t data;
        seL4_Word part = length < MAX_MEM_RANGE ? length : MAX_MEM_RANGE;
        memset(&data, 0, sizeof(data));
        if (gdb->read_memory(address, part, &data) != 0) {
            break;
        }
        to = show(to, data.data, part);
        address += part;
        length -= part;
    }
    /* What could be read of the range is an answer, too. */
    if (to == text && length > 0) {
        answer_done(gdb, 1);
    } else {
        answer(gdb, text);
    }
}

static void write_memory(camkes_gdb_t *gdb, const char *at)
{
    seL4_Word address;
    seL4_Word length;
    int error = !range(&at, &address, &length) || !skip(&at, ':');
    while (error == 0 && length > 0) {
        delegate_mem_range_t data;
        seL4_Word part = length < MAX_MEM_RANGE ? length : MAX_MEM_RANGE;
        memset(&data, 0, sizeof(data));
        error = !bytes(&at, data.data, part) || gdb->write_memory(address, part, data) != 0;
        address += part;
        length -= part;
    }
    answer_done(gdb, error);
}

/* `type,address,size`. Breakpoints in software are GDB's own: it writes them into memory. */
static void breakpoint(camkes_gdb_t *gdb, const char *at, bool insert)
{
#ifdef CONFIG_HARDWARE_DEBUG_API
    seL4_Word type;
    seL4_Word address;
    seL4_Word size;
    if (!number(&at, &type) || !skip(&at, ',') || !range(&at, &address, &size)) {
        answer_done(gdb, 1);
        return;
    }
    static const struct {
        seL4_Word type;
        seL4_Word access;
    } kinds[] = {
        [1] = { seL4_InstructionBreakpoint, seL4_BreakOnRead },
        [2] = { seL4_DataBreakpoint, seL4_BreakOnWrite },
        [3] = { seL4_DataBreakpoint, seL4_BreakOnRead },
        [4] = { seL4_DataBreakpoint, seL4_BreakOnReadWrite },
    };
    if (type >= 1 && type < sizeof(kinds) / sizeof(kinds[0])) {
        int (*change)(seL4_Word, seL4_Word, seL4_Word, seL4_Word, seL4_Word) = insert ? gdb->insert_break : gdb->remove_break;
        size = type == 1 ? 0 : size;
        answer_done(gdb, change(gdb->thread, kinds[type].type, address, size, kinds[type].access));
        return;
    }
#else
    (void)at;
    (void)insert;
#endif
    answer(gdb, "");
}

static void query(camkes_gdb_t *gdb, const char *name)
{
    char text[48];
    if (strncmp(name, "Supported", strlen("Supported")) == 0) {
        (void)snprintf(text, sizeof(text), "PacketSize=%x;swbreak+;hwbreak+", CAMKES_GDB_COMMAND - 1);
        answer(gdb, text);
    } else if (strcmp(name, "C") == 0) {
        answer(gdb, "QC1");
    } else if (strcmp(name, "fThreadInfo") == 0) {
        answer(gdb, "m1");
    } else if (strcmp(name, "sThreadInfo") == 0) {
        answer(gdb, "l");
    } else if (strcmp(name, "Attached") == 0) {
        answer(gdb, "1");
    } else {
        answer(gdb, "");
    }
}

static void go_on(camkes_gdb_t *gdb, const char *at, bool step)
{
    seL4_Word address;
    /* The command may say where. */
    if (number(&at, &address)) {
        seL4_UserContext registers;
        memset(&registers, 0, sizeof(registers));
        gdb->read_registers(gdb->thread, &registers);
        words_of(&registers)[PROGRAM_COUNTER] = address;
        if (gdb->write_registers(gdb->thread, registers, WORDS) != 0) {
            answer_done(gdb, 1);
            return;
        }
    }
    /* Who stopped after a step is told in the answer to the fault. */
    if (!gdb->stepped && step != gdb->stepping) {
        if ((step ? gdb->step(gdb->thread) : gdb->resume(gdb->thread)) != 0) {
            answer_done(gdb, 1);
            return;
        }
    }
    gdb->stepping = step;
    gdb->stopped = false;
}

/* Carries out a command. Those that are not known get an empty answer, as GDB expects it. */
static void carry_out(camkes_gdb_t *gdb)
{
    const char *rest = gdb->command + 1;
    switch (gdb->command[0]) {
    case '?':
        answer(gdb, gdb->reason);
        return;
    case 'g':
        read_registers(gdb);
        return;
    case 'G':
        write_registers(gdb, rest);
        return;
    case 'p':
        one_register(gdb, rest, false);
        return;
    case 'P':
        one_register(gdb, rest, true);
        return;
    case 'm':
        read_memory(gdb, rest);
        return;
    case 'M':
        write_memory(gdb, rest);
        return;
    case 'Z':
        breakpoint(gdb, rest, true);
        return;
    case 'z':
        breakpoint(gdb, rest, false);
        return;
    case 'c':
        go_on(gdb, rest, false);
        return;
    case 's':
        go_on(gdb, rest, true);
        return;
    case 'H':
    case 'T':
        /* There is one thread at a time: the one that stopped. */
        answer(gdb, "OK");
        return;
    case 'D':
        answer(gdb, "OK");
        go_on(gdb, "", false);
        return;
    case 'q':
        query(gdb, rest);
        return;
    default:
        answer(gdb, "");
    }
}

/* Takes a character of GDB's. */
static void take(camkes_gdb_t *gdb, char c)
{
    if (c == '$') {
        gdb->place = CAMKES_GDB_INSIDE;
        gdb->length = 0;
        gdb->sum = 0;
        return;
    }
    switch (gdb->place) {
    case CAMKES_GDB_OUTSIDE:
        if (c == '-') {
            send(gdb);
        }
        return;
    case CAMKES_GDB_INSIDE:
        if (c == '#') {
            gdb->place = CAMKES_GDB_FIRST_DIGIT;
        } else if (gdb->length + 1 < sizeof(gdb->command)) {
            gdb->command[gdb->length] = c;
            gdb->length += 1;
            gdb->sum = (uint8_t)(gdb->sum + (uint8_t)c);
        } else {
            /* Longer than GDB was told: as if it never came. */
            gdb->place = CAMKES_GDB_OUTSIDE;
        }
        return;
    case CAMKES_GDB_FIRST_DIGIT:
        gdb->told = (uint8_t)((unsigned)digit(c) << 4);
        gdb->place = CAMKES_GDB_SECOND_DIGIT;
        return;
    case CAMKES_GDB_SECOND_DIGIT:
        gdb->place = CAMKES_GDB_OUTSIDE;
        gdb->command[gdb->length] = '\0';
        if ((uint8_t)(gdb->told | (unsigned)digit(c)) != gdb->sum) {
            put(gdb, '-');
            return;
        }
        put(gdb, '+');
        carry_out(gdb);
        return;
    }
}

/* The thread stands behind a breakpoint in its code; GDB wants it at the breakpoint. */
static void stand_at_breakpoint(camkes_gdb_t *gdb)
{
    seL4_UserContext registers;
    memset(&registers, 0, sizeof(registers));
    gdb->read_registers(gdb->thread, &registers);
    words_of(&registers)[PROGRAM_COUNTER] -= BREAKPOINT_LENGTH;
    (void)gdb->write_registers(gdb->thread, registers, WORDS);
}

/* The stop reply: the signal, in the numbers of GDB, and what it was. */
static void find_reason(camkes_gdb_t *gdb, seL4_Word kind, const seL4_Word words[4])
{
    unsigned signal = 4; /* SIGILL, for all that has no other */
    char what[24] = "";
    gdb->stepped = false;
    if (kind == seL4_Fault_VMFault) {
        signal = 11; /* SIGSEGV */
    } else if (kind == seL4_Fault_UserException && words[3] == BREAKPOINT_EXCEPTION) {
        signal = 5; /* SIGTRAP */
        (void)snprintf(what, sizeof(what), "swbreak:;");
        stand_at_breakpoint(gdb);
    }
#ifdef CONFIG_HARDWARE_DEBUG_API
    if (kind == seL4_Fault_DebugException) {
        signal = 5;
        switch (words[1]) {
        case seL4_SoftwareBreakRequest:
            (void)snprintf(what, sizeof(what), "swbreak:;");
            stand_at_breakpoint(gdb);
            break;
        case seL4_InstructionBreakpoint:
            (void)snprintf(what, sizeof(what), "hwbreak:;");
            break;
        case seL4_DataBreakpoint:
            (void)snprintf(what, sizeof(what), "watch:%lx;", (unsigned long)words[2]);
            break;
        case seL4_SingleStep:
            gdb->stepped = true;
            break;
        }
    }
#endif
    (void)snprintf(gdb->reason, sizeof(gdb->reason), "T%02xthread:1;%s", signal, what);
}

seL4_Word camkes_gdb_stop(camkes_gdb_t *gdb, seL4_Word kind, const seL4_Word words[4])
{
    find_reason(gdb, kind, words);
    gdb->stopped = true;
    answer(gdb, gdb->reason);
    while (gdb->stopped) {
        if ((gdb->in(STATUS) & STATUS_DATA) != 0) {
            take(gdb, (char)gdb->in(DATA));
            continue;
        }
        (void)gdb->acknowledge();
        /* What came before that makes no interrupt any more. */
        if ((gdb->in(STATUS) & STATUS_DATA) == 0) {
            (void)gdb->wait();
        }
    }
    if (!gdb->stepped) {
        return 0;
    }
    /* After a step, the answer says after how many instructions to stop again. */
    seL4_SetMR(0, gdb->stepping ? 1 : 0);
    return 1;
}

void camkes_gdb_init(camkes_gdb_t *gdb)
{
    gdb->out(INTERRUPTS, 0);
    gdb->out(LINE, LINE_DIVISOR);
    /* 115200 baud, the highest. */
    gdb->out(DIVISOR_LOW, 1);
    gdb->out(DIVISOR_HIGH, 0);
    gdb->out(LINE, LINE_8N1);
    gdb->out(FIFO, FIFO_ON_AND_EMPTY);
    gdb->out(MODEM, MODEM_READY_WITH_INTERRUPTS);
    gdb->out(INTERRUPTS, INTERRUPT_ON_DATA);
}

int camkes_gdb_run(camkes_gdb_t *gdb)
{
    for (;;) {
        seL4_Word words[4] = { 0 };
        seL4_MessageInfo_t info = camkes_fault_receive(gdb->endpoint, &gdb->thread, gdb->reply);
        for (size_t i = 0; i < 4 && i < seL4_MessageInfo_get_length(info); i++) {
            words[i] = seL4_GetMR((int)i);
        }
#ifndef CONFIG_KERNEL_MCS
        /* The calls to the delegate would drop it otherwise. A thread that can't be answered stays where it is. */
        if (seL4_CNode_SaveCaller(gdb->cnode, gdb->reply, seL4_WordBits) != seL4_NoError) {
            continue;
        }
#endif
        seL4_Word length = camkes_gdb_stop(gdb, seL4_MessageInfo_get_label(info), words);
        seL4_Send(gdb->reply, seL4_MessageInfo_new(0, 0, 0, length));
    }
}

#endif
