-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- Shows what the server knows of the system around the cursor: its picture, its generated files, what an instance can reach.
local M = {}

--- Milliseconds that an answer may take.
local patience = 5000

--- Asks the server of the current buffer; the answer, or nothing after a message to the user.
local function ask(method, params)
    local answers, why = vim.lsp.buf_request_sync(0, method, params, patience)
    for _, answer in pairs(answers or {}) do
        if answer.result and answer.result ~= vim.NIL then
            return answer.result
        end
        why = answer.err and answer.err.message or why
    end
    vim.notify('camkes: ' .. (why or 'there is nothing to show here'), vim.log.levels.WARN)
end

local function document()
    return { textDocument = vim.lsp.util.make_text_document_params() }
end

local function position()
    local client = require('camkes.client').running()[1]
    return vim.lsp.util.make_position_params(0, client and client.offset_encoding or 'utf-16')
end

--- Opens a text that no file holds; a buffer of the same name is used again.
local function show(name, text, filetype)
    local buffer = vim.fn.bufadd(name)
    -- Its name may end as that of a file for which a server is started.
    local ignored = vim.o.eventignore
    vim.o.eventignore = 'all'
    vim.fn.bufload(buffer)
    vim.o.eventignore = ignored
    vim.bo[buffer].buftype = 'nofile'
    vim.bo[buffer].swapfile = false
    vim.bo[buffer].modifiable = true
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n', { plain = true }))
    vim.bo[buffer].modifiable = false
    vim.bo[buffer].filetype = filetype
    vim.cmd('sbuffer ' .. buffer)
    return buffer
end

--- Writes the picture of the system to a file of its own and opens it with the program of the desktop, or says where it is.
function M.graph()
    local graph = ask('camkes/assemblyGraph', document())
    if not graph then
        return
    end
    local file = vim.fn.tempname() .. '.svg'
    vim.fn.writefile(vim.split(graph.svg, '\n', { plain = true }), file)
    for _, program in ipairs({ 'xdg-open', 'open' }) do
        if vim.fn.executable(program) == 1 then
            vim.fn.jobstart({ program, file }, { detach = true })
            break
        end
    end
    vim.notify('camkes: the picture is in ' .. file)
    return file
end

local filetypes = { c = 'c', h = 'c', lds = 'ld', dot = 'dot', svg = 'svg' }

--- Opens a generated file of the instance at the cursor, or of the system; asks which if there are several.
--- @param wanted string|nil path of the file, to ask nothing
function M.generated(wanted)
    local made = ask('camkes/generated', position())
    local files = made and made.files or {}
    if made and #files == 0 then
        vim.notify('camkes: nothing is generated for ' .. (made.entity or 'this'), vim.log.levels.WARN)
    end
    local function open(file)
        if file then
            local client = require('camkes.client').running()[1]
            -- Neovim takes a name for that of a file unless `://` is in it.
            local name = file.uri:gsub('^([%w-]+):/', '%1:///')
            local buffer = show(name, file.text, filetypes[file.path:match('%.(%w+)$')] or '')
            -- Its names lead back to the ADL.
            if client then
                vim.lsp.buf_attach_client(buffer, client.id)
            end
        end
    end
    local function path(file)
        return file.path
    end
    for _, file in ipairs(files) do
        if file.path == wanted then
            return open(file)
        end
    end
    if #files == 1 then
        open(files[1])
    elseif #files > 1 then
        vim.ui.select(files, { prompt = 'Generated file', format_item = path }, open)
    end
end

--- Opens what the instance at the cursor can reach, and through which capability.
function M.capdl()
    local reach = ask('camkes/capdl', position())
    if reach then
        show('camkes-capdl:' .. reach.instance, reach.text, '')
    end
end

--- Opens the current file after preprocessing.
function M.preprocessed()
    local name = vim.api.nvim_buf_get_name(0)
    local answer = ask('camkes/preprocessed', document())
    if answer then
        show('camkes-preprocessed:' .. name, answer.text, 'camkes')
    end
end

--- Carries out the commands of the server's code lenses.
function M.register_commands()
    vim.lsp.commands['camkes.showGraph'] = function()
        M.graph()
    end
    vim.lsp.commands['camkes.openGenerated'] = function(command)
        local at = command.arguments[2]
        vim.api.nvim_win_set_cursor(0, { at.line + 1, at.character })
        M.generated()
    end
    vim.lsp.commands['camkes.showReferences'] = function(command)
        local client = require('camkes.client').running()[1]
        local encoding = client and client.offset_encoding or 'utf-16'
        local items = vim.lsp.util.locations_to_items(command.arguments[3], encoding)
        vim.fn.setqflist({}, ' ', { title = command.title, items = items })
        vim.cmd('copen')
    end
end

return M
