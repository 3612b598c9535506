-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- What changes text: each check with its name, for the main file and an instance in it.
local harness = require('harness')
local editor = require('editor')
local equal, holds, wait_for = harness.equal, harness.holds, harness.wait_for

local RENAMED = 'NewlyNamed'

local function to_component(main, instance)
    editor.go_to(main)
    vim.fn.cursor(instance.lnum, instance.column + 1)
end

--- Files of locations.
local function files_of(locations)
    local files = {}
    for _, location in ipairs(locations) do
        files[vim.fn.resolve(vim.uri_to_fname(location.uri))] = true
    end
    return files
end

local function check_references(main, instance)
    to_component(main, instance)
    local found = editor.ask_at_cursor('textDocument/references', { context = { includeDeclaration = true } })
    local files = files_of(found or {})
    for _, file in ipairs({ main, instance.declared_in }) do
        holds(files[file], file .. ' is not among ' .. vim.inspect(files))
    end
end

local function check_rename(main, instance)
    to_component(main, instance)
    vim.lsp.buf.rename(RENAMED)
    wait_for('the new name in both files', function()
        local used = editor.line_of(main, instance.lnum):find(RENAMED, 1, true)
        return used and editor.line_of(instance.declared_in, instance.declared_at):find(RENAMED, 1, true)
    end)
    to_component(main, instance)
    -- The server hears of a buffer that is not shown a little later.
    wait_for('the new name to mean the component', function()
        local found = editor.ask_at_cursor('textDocument/references', { context = { includeDeclaration = true } })
        return files_of(found or {})[instance.declared_in]
    end)
    editor.throw_edits_away()
end

local function layout()
    if vim.lsp.buf.format then
        vim.lsp.buf.format({ timeout_ms = harness.wait_limit })
    else
        vim.lsp.buf.formatting_sync(nil, harness.wait_limit)
    end
end

local function check_layout(main, instance)
    to_component(main, instance)
    layout()
    local tidy = editor.lines()
    local lnum = vim.fn.search('component\\s\\+' .. instance.component .. '\\s\\+' .. instance.name, 'cw')
    editor.set_line(lnum, '  component\t' .. instance.component .. '   ' .. instance.name .. ' ;')
    layout()
    equal(editor.lines(), tidy, 'the text after its layout')
    editor.throw_edits_away()
end

local function check_fix(main, instance)
    to_component(main, instance)
    editor.set_line(instance.lnum, (instance.line:gsub(instance.component, instance.component .. 'e', 1)))
    editor.wait_for_errors('an error about the misspelt name')
    to_component(main, instance)
    local title = editor.fix()
    equal(vim.fn.getline(instance.lnum), instance.line, 'the line after ' .. title)
    editor.expect_none('the error to vanish after the fix')
    editor.throw_edits_away()
end

return {
    { 'references in all files', check_references },
    { 'rename across files', check_rename },
    { 'layout', check_layout },
    { 'the fix of a misspelt name', check_fix },
}
