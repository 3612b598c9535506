/*#
 * Copyright 2026, the camkes-lsp contributors
 * SPDX-License-Identifier: BSD-2-Clause
 -#*/
/* Everything that component sources of instance '/*? me.name ?*/' need. Generated: changes will be lost. */

#pragma once
/*-- for header in headers -*/

#include </*? header ?*/>
/*-- endfor -*/
