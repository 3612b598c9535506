/*
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 */

/* Reads the part of a CapDL text that the shim needs: what kind each object is, which CNode each TCB uses, and what each CNode
 * holds. */

#include "shim.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of TCBs and of the CNodes that they use. */
typedef struct link {
    char tcb[NAME_SIZE];
    char cnode[NAME_SIZE];
    struct link *next;
} link_t;

static object_t *objects;
static cspace_t *cspaces;
static link_t *links;

static object_t *find_object(const char *name)
{
    for (object_t *o = objects; o != NULL; o = o->next) {
        if (strcmp(o->name, name) == 0) {
            return o;
        }
    }
    return NULL;
}

static cspace_t *find_cspace(const char *name)
{
    for (cspace_t *c = cspaces; c != NULL; c = c->next) {
        if (strcmp(c->name, name) == 0) {
            return c;
        }
    }
    return NULL;
}

static kind_t kind_of(const char *word)
{
    static const struct {
        const char *word;
        kind_t kind;
    } kinds[] = {
        { "ep", KIND_ENDPOINT }, { "notification", KIND_NOTIFICATION }, { "aep", KIND_NOTIFICATION },
        { "cnode", KIND_CNODE }, { "tcb", KIND_TCB },
    };
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(word, kinds[i].word) == 0) {
            return kinds[i].kind;
        }
    }
    return KIND_OTHER;
}

/* `name = kind (…)` */
static void read_object(const char *line)
{
    char name[NAME_SIZE];
    char word[NAME_SIZE];
    if (sscanf(line, "%159s = %159s", name, word) != 2) {
        return;
    }
    object_t *object = calloc(1, sizeof(*object));
    strcpy(object->name, name);
    object->kind = kind_of(word);
    const char *fault_ep = strstr(line, "fault_ep:");
    if (fault_ep != NULL) {
        object->fault_ep = strtoul(fault_ep + strlen("fault_ep:"), NULL, 0);
    }
    object->next = objects;
    objects = object;
    if (object->kind == KIND_CNODE) {
        cspace_t *cspace = calloc(1, sizeof(*cspace));
        strcpy(cspace->name, name);
        cspace->next = cspaces;
        cspaces = cspace;
    }
}

/* `(RWGP, badge: N)` */
static void read_rights(cap_t *cap, const char *text)
{
    for (; *text != '\0' && *text != ',' && *text != ')'; text++) {
        cap->rights |= *text == 'R' ? MAY_READ : 0;
        cap->rights |= *text == 'W' ? MAY_WRITE : 0;
        cap->rights |= *text == 'G' ? MAY_GRANT : 0;
        cap->rights |= *text == 'P' ? MAY_GRANT_REPLY : 0;
        if (strncmp(text, "badge", 5) == 0) {
            break;
        }
    }
    const char *badge = strstr(text, "badge:");
    if (badge != NULL) {
        cap->badge = strtoul(badge + strlen("badge:"), NULL, 0);
    }
}

/* `0x1: name (…)` in a CNode */
static void read_cap(cspace_t *cspace, const char *line)
{
    char name[NAME_SIZE];
    unsigned long slot;
    int end = 0;
    if (sscanf(line, "%li: %159s%n", (long *)&slot, name, &end) != 2) {
        return;
    }
    cap_t *cap = cspace_insert(cspace, slot);
    if (cap == NULL) {
        fault("slot %lu of %s is filled twice", slot, cspace->name);
    }
    cap->object = find_object(name);
    const char *bracket = strchr(line + end, '(');
    if (bracket != NULL) {
        read_rights(cap, bracket + 1);
    }
}

/* `cspace: name (…)` in a TCB */
static void read_link(const char *tcb, const char *line)
{
    char name[NAME_SIZE];
    if (sscanf(line, "cspace: %159s", name) != 1) {
        return;
    }
    link_t *link = calloc(1, sizeof(*link));
    snprintf(link->tcb, sizeof(link->tcb), "%s", tcb);
    strcpy(link->cnode, name);
    link->next = links;
    links = link;
}

void spec_read(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fault("cannot read %s", path);
    }
    enum { OUTSIDE, OBJECTS, CAPS } part = OUTSIDE;
    char holder[NAME_SIZE] = "";
    char line[8192];
    while (fgets(line, sizeof(line), file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        const char *text = line + strspn(line, " \t");
        char name[NAME_SIZE];
        int end = 0;
        if (strcmp(text, "objects {") == 0) {
            part = OBJECTS;
        } else if (strcmp(text, "caps {") == 0) {
            part = CAPS;
        } else if (strcmp(text, "}") == 0) {
            holder[0] = '\0';
        } else if (part == CAPS && sscanf(text, "%159s {%n", name, &end) == 1 && end > 0 && strchr(name, ':') == NULL) {
            strcpy(holder, name);
        } else if (part == OBJECTS) {
            read_object(text);
        } else if (part == CAPS && find_cspace(holder) != NULL) {
            read_cap(find_cspace(holder), text);
        } else if (part == CAPS) {
            read_link(holder, text);
        }
    }
    fclose(file);
}

/* Whether two names are the same but for characters that object names can't have. */
static bool same_name(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0' && (*a == *b || (!isalnum((unsigned char)*a) && !isalnum((unsigned char)*b)))) {
        a++;
        b++;
    }
    return *a == *b;
}

cspace_t *spec_cspace_of(const char *instance)
{
    /* Objects of an instance begin with its name, and names of threads do so too. */
    char tcb[NAME_SIZE];
    snprintf(tcb, sizeof(tcb), "%s_%s_0_control_tcb", instance, instance);
    for (link_t *link = links; link != NULL; link = link->next) {
        if (same_name(link->tcb, tcb)) {
            return find_cspace(link->cnode);
        }
    }
    return NULL;
}

cap_t *cspace_cap(cspace_t *cspace, seL4_Word slot)
{
    for (size_t i = 0; i < cspace->length; i++) {
        if (cspace->caps[i].slot == slot && (cspace->caps[i].object != NULL || cspace->caps[i].caller != NULL)) {
            return &cspace->caps[i];
        }
    }
    return NULL;
}

cap_t *cspace_insert(cspace_t *cspace, seL4_Word slot)
{
    if (cspace_cap(cspace, slot) != NULL) {
        return NULL;
    }
    for (size_t i = 0; i < cspace->length; i++) {
        if (cspace->caps[i].slot == slot) {
            return &cspace->caps[i];
        }
    }
    cspace->caps = realloc(cspace->caps, (cspace->length + 1) * sizeof(*cspace->caps));
    cap_t *cap = &cspace->caps[cspace->length++];
    memset(cap, 0, sizeof(*cap));
    cap->slot = slot;
    return cap;
}
