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
# is wrapped: it runs as before, but sees three other commands. The function that makes C of a CapDL specification is replaced by one that
# calls camkes-lsp. All else in the build stays the same.

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

    # The C form of the specification is made here, too, so that the Haskell tool is neither built nor run.
    function(CapDLToolCFileGen target output static_alloc object_sizes input capdl_tool)
        set(allocation --code-dynamic-alloc "--object-sizes=${object_sizes}")
        if(static_alloc)
            set(allocation --code-static-alloc)
        endif()
        cmake_parse_arguments(PARSE_ARGV 6 CAPDL "" "MAX_IRQS" "DEPENDS")
        # Those are the target and the file of the tool that is not run.
        list(REMOVE_ITEM CAPDL_DEPENDS install_capdl_tool "${capdl_tool}")
        add_custom_command(
            OUTPUT ${output}
            COMMAND "${CAMKES_LSP}" capdl to-c --code ${output} ${allocation} "${input}"
            DEPENDS "${input}" "${object_sizes}" "${CAMKES_LSP}" ${CAPDL_DEPENDS}
        )
        add_custom_target(${target} DEPENDS ${output} ${object_sizes})
    endfunction()
endif()
