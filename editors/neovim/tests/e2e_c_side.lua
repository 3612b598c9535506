-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- C files of components, with no server for C around: each check with its name, for the main file.
local harness = require('harness')
local editor = require('editor')
local equal, holds, wait_for = harness.equal, harness.holds, harness.wait_for

local RENAMED = 'newlynamed'

local example = vim.fn.resolve(vim.fn.fnamemodify(os.getenv('CAMKES_EXAMPLE'), ':p')):gsub('/$', '')

--- The interfaces that components use or provide, by name: file, line and column.
local function interfaces(word)
    local found = {}
    for _, file in ipairs(vim.fn.globpath(example, '**/*.camkes', false, true)) do
        for lnum, line in ipairs(vim.fn.readfile(file)) do
            local column, name = line:match('^%s*' .. word .. '%s+[%w_]+%s+()([%w_]+);')
            if name then
                found[name] = { file = vim.fn.resolve(file), lnum = lnum, column = column }
            end
        end
    end
    return found
end

--- The first function in a C file, in a line that `fits`, that is a method of an interface: file, line, column, and the declaration of
--- the interface.
local function find(word, fits)
    local known = interfaces(word)
    for _, file in ipairs(vim.fn.globpath(example, '**/*.c', false, true)) do
        for lnum, line in ipairs(vim.fn.readfile(file)) do
            for column, interface, method in line:gmatch('()(%w+)_(%a[%w_]*)%(') do
                if known[interface] and fits(line) then
                    return {
                        file = vim.fn.resolve(file),
                        lnum = lnum,
                        column = column,
                        interface = interface,
                        method = method,
                        name = interface .. '_' .. method,
                        declared = known[interface],
                    }
                end
            end
        end
    end
    error('no C file has a method of an interface that a component ' .. word, 0)
end

--- A call of a method.
local function find_call()
    return find('uses', function(line)
        return line:find(';', 1, true)
    end)
end

--- The definition of a method.
local function find_definition()
    return find('provides', function(line)
        return line:match('^%a') and not line:find(';', 1, true)
    end)
end

local function to_call(call)
    editor.go_to(call.file)
    vim.fn.cursor(call.lnum, call.column + #call.interface + 1)
end

local function check_definition()
    local call = find_call()
    editor.go_to(call.file)
    equal(vim.bo.filetype, 'c', 'file type')
    wait_for('the server to attach to the C file', function()
        return vim.lsp.buf_is_attached(0, editor.client().id)
    end)
    equal(#require('camkes.client').running(), 1, 'number of servers')
    wait_for('the diagnostics of the C file', function()
        return editor.published[call.file]
    end)
    equal(editor.diagnostics(), {}, 'diagnostics of the C file')
    for _, part in ipairs({ { call.method, #call.interface + 1 }, { call.interface, 0 } }) do
        editor.go_to(call.file)
        vim.fn.cursor(call.lnum, call.column + part[2])
        vim.lsp.buf.definition()
        wait_for('the jump to the ADL', function()
            return vim.bo.filetype == 'camkes'
        end)
        equal(vim.fn.expand('<cword>'), part[1], 'word under the cursor')
    end
end

local function check_hover()
    local call = find_call()
    to_call(call)
    local text = editor.hover()
    holds(text:find(call.name .. '(', 1, true), 'the hover does not declare the function: ' .. text)
end

local function check_completion()
    local call = find_call()
    to_call(call)
    local labels = {}
    for _, item in ipairs(editor.ask_at_cursor('textDocument/completion').items) do
        labels[item.label] = true
    end
    holds(labels[call.name], call.name .. ' is not among ' .. vim.inspect(vim.tbl_keys(labels)))
end

--- A rename in the ADL changes the C.
local function check_rename()
    local call = find_call()
    editor.go_to(call.declared.file)
    vim.fn.cursor(call.declared.lnum, call.declared.column)
    vim.lsp.buf.rename(RENAMED)
    wait_for('the new name in C', function()
        return editor.line_of(call.file, call.lnum):find(RENAMED .. '_' .. call.method .. '(', 1, true)
    end)
    editor.throw_edits_away()
end

--- A method leads to its function; without the function it is reported, and the fix writes one.
local function check_implementation()
    local made = find_definition()
    editor.go_to(made.file)
    vim.fn.cursor(made.lnum, 1)
    local last = vim.fn.search('^}')
    vim.api.nvim_buf_set_lines(0, made.lnum - 1, last, true, {})
    equal(vim.fn.search(made.name .. '('), 0, 'line of the function that was taken out')
    editor.go_to(made.declared.file)
    local missing = wait_for('the missing function', function()
        for _, found in ipairs(editor.diagnostics()) do
            if found.message:find(made.name, 1, true) then
                return found
            end
        end
    end)
    equal({ missing.lnum + 1, missing.col + 1 }, { made.declared.lnum, made.declared.column }, 'place of the finding')
    vim.fn.cursor(made.declared.lnum, made.declared.column)
    editor.fix()
    editor.go_to(made.file)
    holds(vim.fn.search(made.name .. '(') > 0, 'the fix did not write the function')
    editor.go_to(made.declared.file)
    editor.expect_none('the finding to vanish after the fix')
    editor.throw_edits_away()
end

--- C that is beside no ADL is left alone.
local function check_other(main)
    -- Deep enough that what lies about in the folder for temporary files does not matter.
    local folder = vim.fn.tempname() .. '/a/b/c/d/e/f'
    vim.fn.mkdir(folder, 'p')
    vim.fn.writefile({ 'int main(void) { return 0; }' }, folder .. '/main.c')
    vim.cmd('edit ' .. folder .. '/main.c')
    equal(vim.bo.filetype, 'c', 'file type')
    vim.wait(100)
    holds(not vim.lsp.buf_is_attached(0, editor.client().id), 'the server is attached to a C file of something else')
    vim.cmd('bwipeout')
    editor.go_to(main)
end

return {
    { 'from a C file to the ADL', check_definition },
    { 'hover in C', check_hover },
    { 'completion in C', check_completion },
    { 'a rename in the ADL changes the C', check_rename },
    { 'a function that is missing and its fix', check_implementation },
    { 'a C file of something else', check_other },
}
