#
# Copyright 2026, the camkes-lsp contributors
#
# SPDX-License-Identifier: BSD-2-Clause
#

# Builds CAmkES systems with camkes-lsp instead of the Python tools, with checkouts of camkes-tool and capdl as they are:
#
#   cmake … -DCMAKE_PROJECT_INCLUDE=<this file> [-DCAMKES_LSP=<path of camkes-lsp>]
#
# CMake reads the file after each `project()`. Once camkes-tool has defined the function that adds a system to the build, that function
# is wrapped: it runs as before, but sees three other commands. All else in the build stays the same.

find_program(CAMKES_LSP camkes-lsp DOC "Compiler and language server for CAmkES")

get_property(camkes_lsp_wrapped GLOBAL PROPERTY CAMKES_LSP_WRAPPED)

if(COMMAND GenerateCAmkESRootserver AND NOT camkes_lsp_wrapped)
    set_property(GLOBAL PROPERTY CAMKES_LSP_WRAPPED TRUE)
    if(NOT CAMKES_LSP)
        message(FATAL_ERROR "camkes-lsp was not found; say where it is with -DCAMKES_LSP=<path>")
    endif()

    # CMake keeps the function that this one replaces, with a `_` before its name. A function sees the variables of its caller.
    function(GenerateCAmkESRootserver)
        set(CAMKES_PARSER_TOOL "${CAMKES_LSP}" parser)
        set(CAMKES_TOOL "${CAMKES_LSP}" runner)
        set(CAPDL_LINKER "${CAMKES_LSP}" capdl-linker)
        set(CAPDL_LINKER_DEPENDENCIES "${CAMKES_LSP}")
        # What was made by another version of the program is made anew.
        list(APPEND CAMKES_TOOL_FILES "${CAMKES_LSP}")
        _GenerateCAmkESRootserver(${ARGV})
    endfunction()
endif()
