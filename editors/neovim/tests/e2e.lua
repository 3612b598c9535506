-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- A real Neovim and a real camkes-lsp over a complete application.
---
--- CAMKES_LSP      the server's binary
--- CAMKES_EXAMPLE  folder with an application; nothing in it is written to
local harness = require('harness')
local editor = require('editor')
local check, equal, holds, wait_for = harness.check, harness.equal, harness.holds, harness.wait_for
local client, diagnostics, go_to, published, set_line = editor.client, editor.diagnostics, editor.go_to, editor.published, editor.set_line
local expect_none, wait_for_errors = editor.expect_none, editor.wait_for_errors

--- Name of a component that no application declares.
local UNKNOWN = 'NoSuchComponent'

local server = assert(os.getenv('CAMKES_LSP'), 'CAMKES_LSP is not set')
local example = assert(os.getenv('CAMKES_EXAMPLE'), 'CAMKES_EXAMPLE is not set')
example = vim.fn.resolve(vim.fn.fnamemodify(example, ':p')):gsub('/$', '')

--- Exit codes of the servers that have left, by client.
local exit_codes = {}

local function count_publications()
    local show = vim.lsp.handlers['textDocument/publishDiagnostics']
    vim.lsp.handlers['textDocument/publishDiagnostics'] = function(err, result, ...)
        local file = vim.uri_to_fname(result.uri)
        published[file] = (published[file] or 0) + 1
        return show(err, result, ...)
    end
end

local function start_plugin()
    count_publications()
    require('camkes').setup({
        cmd = { server, '--stdio' },
        on_exit = function(code, _, id)
            exit_codes[id] = code
        end,
    })
end

--- The first instance of the application whose component is declared in a file that it imports.
local function find_instance(main)
    for lnum, line in ipairs(vim.fn.readfile(main)) do
        local before, component, name = line:match('^(%s*component%s+)([%w_]+)%s+([%w_]+);')
        for _, file in ipairs(vim.fn.globpath(example, '**/*.camkes', false, true)) do
            for declared_at, text in ipairs(component and vim.fn.readfile(file) or {}) do
                if text:match('^component%s+' .. component .. '%s*{') then
                    return {
                        lnum = lnum,
                        column = #before,
                        line = line,
                        component = component,
                        name = name,
                        declared_in = vim.fn.resolve(file),
                        declared_at = declared_at,
                    }
                end
            end
        end
    end
end

local function find_main()
    for _, file in ipairs(vim.fn.globpath(example, '*.camkes', false, true)) do
        local instance = find_instance(file)
        if instance then
            return file, instance
        end
    end
    error('no .camkes file in ' .. example .. ' has an instance of an imported component', 0)
end

--- Types text as a user does, so that each key is an edit of its own.
local function type_keys(keys)
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), 'xt', false)
end

local function check_attached(main)
    vim.cmd('edit ' .. vim.fn.fnameescape(main))
    equal(vim.bo.filetype, 'camkes', 'file type')
    wait_for('the client to attach', function()
        local running = client()
        return running and running.initialized and vim.lsp.buf_is_attached(0, running.id)
    end)
    equal(client().config.root_dir, require('camkes.root').of_file(main), 'root folder')
end

local function check_no_diagnostics(main)
    wait_for('the first diagnostics of ' .. main, function()
        return published[main]
    end)
    equal(diagnostics(), {}, 'diagnostics of the untouched application')
end

--- Waits for errors and holds that there is one, at the component's name in `lnum`.
local function expect_unknown(lnum, column)
    local found = wait_for_errors('an error')
    local lines = vim.tbl_map(function(each)
        return each.lnum + 1
    end, found)
    equal(lines, { lnum }, 'lines with errors')
    equal({ found[1].col, found[1].end_col }, { column, column + #UNKNOWN }, 'columns in bytes')
    holds(found[1].message:find(UNKNOWN, 1, true), 'the message does not name the component: ' .. found[1].message)
end

local function check_break(_, instance)
    set_line(instance.lnum, (instance.line:gsub(instance.component, UNKNOWN, 1)))
    expect_unknown(instance.lnum, instance.column)
end

local function check_repair(_, instance)
    set_line(instance.lnum, instance.line)
    expect_none('the diagnostic to vanish after the repair')
end

local function check_typing(_, instance)
    vim.fn.cursor(instance.lnum, instance.column + 1)
    type_keys('cw' .. UNKNOWN .. '<Esc>')
    expect_unknown(instance.lnum, instance.column)
    type_keys('u')
    equal(vim.fn.getline(instance.lnum), instance.line, 'the line after undo')
    expect_none('the diagnostic to vanish after undo')
end

--- Characters of one, two and four bytes before the name: columns are counted in UTF-16 on the wire.
local function check_wide_characters(_, instance)
    local comment = '/* é 漢 🐈 */ '
    local broken = comment .. vim.trim(instance.line):gsub(instance.component, UNKNOWN, 1)
    set_line(instance.lnum, broken)
    expect_unknown(instance.lnum, broken:find(UNKNOWN, 1, true) - 1)
    set_line(instance.lnum, instance.line)
    expect_none('the diagnostic to vanish after the repair')
end

local function check_moved_line(_, instance)
    vim.api.nvim_buf_set_lines(0, 0, 0, true, { '// one', '// two' })
    local lnum = instance.lnum + 2
    set_line(lnum, (instance.line:gsub(instance.component, UNKNOWN, 1)))
    expect_unknown(lnum, instance.column)
    vim.api.nvim_buf_set_lines(0, 0, 2, true, {})
    set_line(instance.lnum, instance.line)
    expect_none('the diagnostic to vanish after the repair')
end

--- Edits are thrown away by `:edit!`: the server must know the file's own text again, and its columns.
local function check_reload(main, instance)
    set_line(instance.lnum, (instance.line:gsub(instance.component, UNKNOWN, 1)))
    vim.api.nvim_buf_set_lines(0, 0, 0, true, { '// one' })
    expect_unknown(instance.lnum + 1, instance.column)
    vim.cmd('edit!')
    expect_none('the diagnostic to vanish after :edit!')
    check_break(main, instance)
    check_repair(main, instance)
end

--- A half-typed declaration is reported in its own place and leaves the rest known.
local function check_half_typed(_, instance)
    local last = vim.api.nvim_buf_line_count(0)
    vim.api.nvim_buf_set_lines(0, last, last, true, { 'component Half {', '    uses' })
    for _, found in ipairs(wait_for_errors('an error')) do
        holds(found.lnum >= last, ('line %d is blamed: %s'):format(found.lnum + 1, found.message))
    end
    vim.fn.cursor(instance.lnum, instance.column + 1)
    local answer = editor.ask_at_cursor('textDocument/definition')
    holds(answer and not vim.tbl_isempty(answer), 'no definition beside half-typed text')
    vim.api.nvim_buf_set_lines(0, last, -1, true, {})
    expect_none('the diagnostics to vanish')
end

local function check_definition(main, instance)
    vim.fn.cursor(instance.lnum, instance.column + 1)
    vim.lsp.buf.definition()
    wait_for('the jump to the definition', function()
        return vim.api.nvim_buf_get_name(0) ~= main
    end)
    equal(vim.fn.resolve(vim.api.nvim_buf_get_name(0)), instance.declared_in, 'file of the definition')
    equal(vim.fn.line('.'), instance.declared_at, 'line of the definition')
    equal(vim.fn.expand('<cword>'), instance.component, 'word under the cursor')
end

--- The imported file is served by the same server and is as free of errors.
local function check_imported_file(_, instance)
    go_to(instance.declared_in)
    wait_for('the diagnostics of the imported file', function()
        return published[instance.declared_in]
    end)
    equal(diagnostics(), {}, 'diagnostics of the imported file')
    equal(#require('camkes.client').running(), 1, 'number of servers')
    holds(vim.lsp.buf_is_attached(0, client().id), 'the server is not attached to the imported file')
end

--- An edit in the imported file that is not saved shows in the file that imports it, and its repair.
local function check_edit_across_files(main, instance)
    go_to(instance.declared_in)
    local declaration = vim.fn.getline(instance.declared_at)
    set_line(instance.declared_at, (declaration:gsub(instance.component, UNKNOWN, 1)))
    go_to(main)
    local errors = wait_for_errors('an error in the importing file')
    equal(errors[1].lnum + 1, instance.lnum, 'line of the first error')
    go_to(instance.declared_in)
    set_line(instance.declared_at, declaration)
    go_to(main)
    expect_none('the diagnostic to vanish from the importing file')
end

--- The connector of the first connection is in the built-in library, which opens as a file.
local function check_library(main)
    go_to(main)
    local lnum, column, connector
    for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
        local before, name = line:match('^(%s*connection%s+)([%w_]+)%s')
        if name then
            lnum, column, connector = number, #before, name
            break
        end
    end
    holds(lnum, 'no connection in ' .. main)
    vim.fn.cursor(lnum, column + 1)
    vim.lsp.buf.definition()
    wait_for('the jump into the library', function()
        return vim.api.nvim_buf_get_name(0) ~= main
    end)
    holds(vim.fn.getline('.'):match('^connector%s+' .. connector .. '%f[^%w_]'), 'the cursor is at: ' .. vim.fn.getline('.'))
    equal(vim.bo.filetype, 'camkes', 'file type of the library')
    wait_for('the client to attach to the library', function()
        return vim.lsp.buf_is_attached(0, client().id)
    end)
    equal(#require('camkes.client').running(), 1, 'number of servers')
    go_to(main)
end

local function check_hover(_, instance)
    vim.fn.cursor(instance.lnum, instance.column + 1)
    local text = editor.hover()
    holds(text:find(instance.component, 1, true), 'the hover does not name the component: ' .. text)
end

--- Half an instance is typed; its component is offered, and its explanation when it is looked at.
local function check_completion(main, instance)
    local before = instance.line:sub(1, instance.column)
    vim.fn.append(instance.lnum, before .. instance.component:sub(1, 1))
    vim.fn.cursor(instance.lnum + 1, #before + 2)
    local list = editor.ask_at_cursor('textDocument/completion')
    local found
    for _, item in ipairs(list.items) do
        if item.label == instance.component then
            found = item
        end
    end
    holds(found, 'the component is not offered: ' .. vim.inspect(list))
    local documentation = editor.ask('completionItem/resolve', found).documentation
    holds(documentation and documentation.value:find(instance.component, 1, true), 'no explanation: ' .. vim.inspect(documentation))
    vim.cmd('silent! edit!')
    check_no_diagnostics(main)
end

--- What an editor of this age has no window for is answered over the protocol all the same.
local function check_views(main, instance)
    local document = { textDocument = vim.lsp.util.make_text_document_params() }
    holds(#editor.ask('textDocument/semanticTokens/full', document).data > 0, 'no tokens')
    holds(#editor.ask('textDocument/codeLens', document) > 0, 'no lenses in ' .. main)
    holds(editor.ask('camkes/assemblyGraph', document).svg:find('data%-node="' .. instance.name .. '"'), 'no picture of the instance')
    vim.fn.cursor(instance.lnum, #instance.line - #instance.name)
    local items = editor.ask_at_cursor('textDocument/prepareCallHierarchy')
    equal(items[1].name, instance.name, 'item of the call hierarchy')
    local generated = editor.ask_at_cursor('camkes/generated')
    equal(generated.entity, instance.name, 'what is generated')
    holds(#generated.files > 0, 'no generated files')
end

--- The commands open what the server knows, in windows of their own.
local function check_commands(main, instance)
    vim.fn.cursor(instance.lnum, #instance.line - #instance.name)
    require('camkes.views').generated(instance.name .. '/camkes.c')
    holds(table.concat(vim.fn.getline(1, '$'), '\n'):find('get_instance_name', 1, true), 'no generated C: ' .. vim.fn.getline(1))
    equal(vim.bo.filetype, 'c', 'file type of what is generated')
    holds(vim.fn.search('\\<get_instance_name\\>') > 0, 'no name to go back from')
    local back = editor.ask_at_cursor('textDocument/definition')
    holds(back and #back > 0, 'no way back from generated C to the ADL: ' .. vim.api.nvim_buf_get_name(0))
    vim.cmd('close')
    vim.cmd('CamkesCapdl')
    holds(vim.fn.getline(1):find(instance.name, 1, true), 'no capabilities: ' .. vim.fn.getline(1))
    vim.cmd('close')
    vim.cmd('CamkesPreprocessed')
    holds(vim.fn.search('assembly') > 0, 'no preprocessed text')
    vim.cmd('close')
    local document = { textDocument = vim.lsp.util.make_text_document_params() }
    for _, lens in ipairs(editor.ask('textDocument/codeLens', document)) do
        local command = editor.ask('codeLens/resolve', lens).command.command
        holds(vim.lsp.commands[command], 'no one carries out ' .. command)
    end
    -- No program of the desktop is to be opened by a test.
    local executable = vim.fn.executable
    vim.fn.executable = function()
        return 0
    end
    local picture = require('camkes.views').graph()
    vim.fn.executable = executable
    local svg = table.concat(vim.fn.readfile(picture), '\n')
    holds(svg:find('data-node="' .. instance.name .. '"', 1, true), 'no picture of the instance in ' .. picture)
    equal(vim.fn.resolve(vim.api.nvim_buf_get_name(0)), main, 'the buffer behind')
end

--- At an instance the server offers to change more than mistakes.
local function check_actions(_, instance)
    vim.fn.cursor(instance.lnum, #instance.line - #instance.name)
    local titles = {}
    for _, action in ipairs(editor.actions()) do
        titles[action.title] = true
    end
    holds(titles[('Put `%s` into a group'):format(instance.name)], 'no such action among ' .. vim.inspect(vim.tbl_keys(titles)))
end

local function check_symbols(_, instance)
    local params = { textDocument = vim.lsp.util.make_text_document_params() }
    local names = {}
    local function collect(symbols)
        for _, symbol in ipairs(symbols) do
            names[symbol.name] = true
            collect(symbol.children or {})
        end
    end
    collect(editor.ask('textDocument/documentSymbol', params))
    holds(names[instance.name], ('no symbol %q among %s'):format(instance.name, vim.inspect(vim.tbl_keys(names))))
end

local function check_highlighting(_, instance)
    local first = vim.fn.match(instance.line, 'component') + 1
    for column = first, first + #'component' - 1 do
        equal(vim.fn.synIDattr(vim.fn.synID(instance.lnum, column, 1), 'name'), 'camkesStructure', 'group of component')
    end
    local name_group = vim.fn.synIDattr(vim.fn.synID(instance.lnum, instance.column + 1, 1), 'name')
    equal(name_group, 'camkesComponentName', 'group of ' .. instance.component)
end

--- What the application's files hold on the disk.
local function files_on_disk()
    local texts = {}
    for _, file in ipairs(vim.fn.globpath(example, '**/*', false, true)) do
        if vim.fn.isdirectory(file) == 0 then
            texts[file] = vim.fn.readfile(file, 'b')
        end
    end
    return texts
end

local function check_restart()
    local before = client().id
    vim.cmd('CamkesRestart')
    wait_for('another server', function()
        local running = client()
        return running and running.id ~= before and running.initialized and vim.lsp.buf_is_attached(0, running.id)
    end)
    wait_for('the first server to leave', function()
        return exit_codes[before]
    end)
    equal(exit_codes[before], 0, "the first server's exit code")
end

--- The new server knows as much as the old one.
local function check_after_restart(main, instance)
    published[main] = nil
    check_no_diagnostics(main)
    check_break(main, instance)
    check_repair(main, instance)
end

local function check_leaving()
    local id = client().id
    vim.lsp.stop_client(id)
    wait_for('the server to leave', function()
        return exit_codes[id]
    end)
    equal(exit_codes[id], 0, "the server's exit code")
end

harness.run(function()
    local main, instance = find_main()
    local texts = files_on_disk()
    start_plugin()

    --- Runs a check; after a failure the next one starts from the files as they are on the disk.
    local function step(name, body)
        local ok = check(name, function()
            body(main, instance)
        end)
        if not ok then
            editor.throw_edits_away()
            go_to(main)
        end
        return ok
    end

    if not step('the client attaches', check_attached) then
        return
    end
    step('the example has no diagnostics', check_no_diagnostics)
    step('an unknown component is reported in its line', check_break)
    step('the repair takes the diagnostic away', check_repair)
    step('typing and undo', check_typing)
    step('columns behind wide characters', check_wide_characters)
    step('lines that moved', check_moved_line)
    step('reading the file anew', check_reload)
    step('half-typed text', check_half_typed)
    step('definition in the imported file', check_definition)
    step('the imported file has no diagnostics', check_imported_file)
    step('an unsaved edit in the imported file', check_edit_across_files)
    step('definition in the built-in library', check_library)
    step('hover over a component', check_hover)
    step('completion of a component', check_completion)
    step('tokens, lenses, calls and views of the system', check_views)
    step('views of the system', check_commands)
    step('code actions', check_actions)
    step('document symbols', check_symbols)
    step('highlighting', check_highlighting)
    for _, more in ipairs({ 'e2e_editing', 'e2e_c_side' }) do
        for _, each in ipairs(require(more)) do
            step(each[1], each[2])
        end
    end
    step('restart', check_restart)
    step('diagnostics after the restart', check_after_restart)
    step('the server leaves when asked', check_leaving)
    step('nothing was written', function()
        equal(files_on_disk(), texts, 'files of the example')
    end)
end)
