/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* The part of the seL4 API that generated code and libsel4camkes use, declared for tests on the host. Types and
 * signatures are those of the kernel's manual; everything that would be a trap is a function of the shim. */

#pragma once

#include <stdint.h>

typedef unsigned long seL4_Word;
typedef seL4_Word seL4_CPtr;
typedef seL4_CPtr seL4_CNode;
typedef seL4_CPtr seL4_TCB;
typedef seL4_CPtr seL4_SchedContext;
typedef seL4_CPtr seL4_IRQHandler;
typedef uint8_t seL4_Uint8;
typedef uint16_t seL4_Uint16;
typedef uint32_t seL4_Uint32;

#define seL4_WordBits (8 * (int)sizeof(seL4_Word))
#define seL4_CapNull 0

enum { seL4_MsgMaxLength = 120, seL4_MsgMaxExtraCaps = 3 };

typedef enum {
    seL4_NoError = 0,
    seL4_InvalidArgument,
    seL4_InvalidCapability,
    seL4_IllegalOperation,
    seL4_RangeError,
    seL4_AlignmentError,
    seL4_FailedLookup,
    seL4_TruncatedMessage,
    seL4_DeleteFirst,
    seL4_RevokeFirst,
    seL4_NotEnoughMemory,
} seL4_Error;

typedef enum {
    seL4_UntypedObject,
    seL4_TCBObject,
    seL4_EndpointObject,
    seL4_NotificationObject,
    seL4_CapTableObject,
} seL4_ObjectType;

typedef struct {
    seL4_Word words[1];
} seL4_CapRights_t;

#define seL4_CanWrite ((seL4_CapRights_t) { { 1 } })
#define seL4_CanRead ((seL4_CapRights_t) { { 2 } })

typedef struct {
    seL4_Word words[1];
} seL4_MessageInfo_t;

typedef struct {
    seL4_MessageInfo_t tag;
    seL4_Word msg[seL4_MsgMaxLength];
    seL4_Word userData;
    seL4_Word caps_or_badges[seL4_MsgMaxExtraCaps];
    seL4_CPtr receiveCNode;
    seL4_CPtr receiveIndex;
    seL4_Word receiveDepth;
} seL4_IPCBuffer;

/* Bits 0 to 6 are the length, 7 and 8 the extra capabilities, 9 to 11 those unwrapped, the rest is the label. */
static inline seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Word label, seL4_Word unwrapped, seL4_Word extra, seL4_Word length)
{
    seL4_MessageInfo_t info = { { (label << 12) | ((unwrapped & 7) << 9) | ((extra & 3) << 7) | (length & 127) } };
    return info;
}

static inline seL4_Word seL4_MessageInfo_get_label(seL4_MessageInfo_t info)
{
    return info.words[0] >> 12;
}

static inline seL4_Word seL4_MessageInfo_get_length(seL4_MessageInfo_t info)
{
    return info.words[0] & 127;
}

seL4_IPCBuffer *seL4_GetIPCBuffer(void);
void seL4_SetIPCBuffer(seL4_IPCBuffer *buffer);

static inline seL4_Word seL4_GetMR(int index)
{
    return seL4_GetIPCBuffer()->msg[index];
}

static inline void seL4_SetMR(int index, seL4_Word word)
{
    seL4_GetIPCBuffer()->msg[index] = word;
}

seL4_MessageInfo_t seL4_Call(seL4_CPtr dest, seL4_MessageInfo_t info);
void seL4_Send(seL4_CPtr dest, seL4_MessageInfo_t info);
void seL4_NBSend(seL4_CPtr dest, seL4_MessageInfo_t info);
void seL4_Signal(seL4_CPtr dest);
void seL4_Yield(void);

#ifdef CONFIG_KERNEL_MCS
seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply);
seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t info, seL4_Word *sender, seL4_CPtr reply);
seL4_MessageInfo_t seL4_NBSendRecv(seL4_CPtr dest, seL4_MessageInfo_t info, seL4_CPtr src, seL4_Word *sender, seL4_CPtr reply);
seL4_MessageInfo_t seL4_Wait(seL4_CPtr src, seL4_Word *sender);
seL4_Error seL4_SchedContext_Bind(seL4_SchedContext context, seL4_CPtr object);
seL4_Error seL4_SchedContext_Unbind(seL4_SchedContext context);
#else
seL4_MessageInfo_t seL4_Recv(seL4_CPtr src, seL4_Word *sender);
seL4_MessageInfo_t seL4_ReplyRecv(seL4_CPtr src, seL4_MessageInfo_t info, seL4_Word *sender);
void seL4_Reply(seL4_MessageInfo_t info);
void seL4_Wait(seL4_CPtr src, seL4_Word *sender);
seL4_Error seL4_CNode_SaveCaller(seL4_CNode service, seL4_Word index, seL4_Uint8 depth);
#endif

seL4_MessageInfo_t seL4_Poll(seL4_CPtr src, seL4_Word *sender);
seL4_Error seL4_TCB_Suspend(seL4_TCB tcb);
seL4_Error seL4_IRQHandler_Ack(seL4_IRQHandler handler);

/* Kinds of faults; their numbers are the kernel's own. */
enum { seL4_Fault_UserException = 3, seL4_Fault_DebugException = 4, seL4_Fault_VMFault = 5 };

#if defined(__x86_64__) || defined(__i386__)
#ifdef __x86_64__
typedef struct {
    seL4_Word rip, rsp, rflags, rax, rbx, rcx, rdx, rsi, rdi, rbp, r8, r9, r10, r11, r12, r13, r14, r15, fs_base, gs_base;
} seL4_UserContext;
#else
typedef struct {
    seL4_Word eip, esp, eflags, eax, ebx, ecx, edx, esi, edi, ebp, fs_base, gs_base;
} seL4_UserContext;
#endif

seL4_Error seL4_TCB_ReadRegisters(seL4_TCB tcb, _Bool suspend, seL4_Uint8 flags, seL4_Word count, seL4_UserContext *registers);
seL4_Error seL4_TCB_WriteRegisters(seL4_TCB tcb, _Bool resume, seL4_Uint8 flags, seL4_Word count, seL4_UserContext *registers);

#ifdef CONFIG_HARDWARE_DEBUG_API
enum { seL4_NumDualFunctionMonitors = 4 };
typedef enum { seL4_DataBreakpoint, seL4_InstructionBreakpoint, seL4_SingleStep, seL4_SoftwareBreakRequest } seL4_BreakpointType;
typedef enum { seL4_BreakOnRead, seL4_BreakOnWrite, seL4_BreakOnReadWrite } seL4_BreakpointAccess;

typedef struct {
    int error;
    _Bool bp_was_consumed;
} seL4_TCB_ConfigureSingleStepping_t;

seL4_Error seL4_TCB_SetBreakpoint(seL4_TCB tcb, seL4_Uint16 number, seL4_Word vaddr, seL4_Word type, seL4_Word size, seL4_Word rw);
seL4_Error seL4_TCB_UnsetBreakpoint(seL4_TCB tcb, seL4_Uint16 number);
seL4_TCB_ConfigureSingleStepping_t seL4_TCB_ConfigureSingleStepping(seL4_TCB tcb, seL4_Uint16 number, seL4_Word instructions);
#endif

typedef struct {
    int error;
    seL4_Word paddr;
} seL4_X86_Page_GetAddress_t;

seL4_X86_Page_GetAddress_t seL4_X86_Page_GetAddress(seL4_CPtr page);

typedef seL4_CPtr seL4_X86_IOPort;

typedef struct {
    int error;
    seL4_Uint8 result;
} seL4_X86_IOPort_In8_t;

typedef struct {
    int error;
    seL4_Uint16 result;
} seL4_X86_IOPort_In16_t;

typedef struct {
    int error;
    seL4_Uint32 result;
} seL4_X86_IOPort_In32_t;

seL4_X86_IOPort_In8_t seL4_X86_IOPort_In8(seL4_X86_IOPort service, seL4_Uint16 port);
seL4_X86_IOPort_In16_t seL4_X86_IOPort_In16(seL4_X86_IOPort service, seL4_Uint16 port);
seL4_X86_IOPort_In32_t seL4_X86_IOPort_In32(seL4_X86_IOPort service, seL4_Uint16 port);
seL4_Error seL4_X86_IOPort_Out8(seL4_X86_IOPort service, seL4_Word port, seL4_Word data);
seL4_Error seL4_X86_IOPort_Out16(seL4_X86_IOPort service, seL4_Word port, seL4_Word data);
seL4_Error seL4_X86_IOPort_Out32(seL4_X86_IOPort service, seL4_Word port, seL4_Word data);
#endif

#if defined(__arm__) || defined(__aarch64__)
typedef struct {
    int error;
    seL4_Word paddr;
} seL4_ARM_Page_GetAddress_t;

seL4_ARM_Page_GetAddress_t seL4_ARM_Page_GetAddress(seL4_CPtr page);
#endif

#ifdef __riscv
typedef struct {
    int error;
    seL4_Word paddr;
} seL4_RISCV_Page_GetAddress_t;

seL4_RISCV_Page_GetAddress_t seL4_RISCV_Page_GetAddress(seL4_CPtr page);
#endif

#ifdef CONFIG_DEBUG_BUILD
void seL4_DebugHalt(void);
#endif
#ifdef CONFIG_PRINTING
void seL4_DebugPutChar(char c);
#endif
