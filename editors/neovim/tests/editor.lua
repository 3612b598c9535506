-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- What the checks do in the editor, and what they see there.
local harness = require('harness')

local M = {}

--- Number of publishDiagnostics that arrived, by file: an empty list is an answer only when it was sent.
M.published = {}

--- The client of the server that runs.
function M.client()
    return require('camkes.client').running()[1]
end

--- The diagnostics of the current buffer, sorted by place; with a severity only those that have it.
function M.diagnostics(severity)
    local found = vim.diagnostic.get(0, { severity = severity })
    table.sort(found, function(a, b)
        return a.lnum < b.lnum or (a.lnum == b.lnum and a.col < b.col)
    end)
    return found
end

--- Waits until the current buffer has errors, and returns them. What an error makes unused may be hinted at, too.
function M.wait_for_errors(what)
    return harness.wait_for(what, function()
        local errors = M.diagnostics(vim.diagnostic.severity.ERROR)
        return #errors > 0 and errors
    end)
end

--- Waits until the current buffer has no diagnostics.
function M.expect_none(what)
    harness.wait_for(what, function()
        return #vim.diagnostic.get(0) == 0
    end)
end

function M.set_line(lnum, text)
    vim.api.nvim_buf_set_lines(0, lnum - 1, lnum, true, { text })
end

--- All lines of the current buffer.
function M.lines()
    return vim.api.nvim_buf_get_lines(0, 0, -1, true)
end

--- A line of a file as its buffer has it; empty while there is no buffer.
function M.line_of(file, lnum)
    return vim.fn.getbufline(vim.fn.bufnr(file), lnum)[1] or ''
end

--- Makes a file's buffer the current one, without reading the file anew.
function M.go_to(file)
    if vim.fn.resolve(vim.api.nvim_buf_get_name(0)) ~= file then
        vim.cmd('edit ' .. vim.fn.fnameescape(file))
    end
end

--- Reads every file anew that was edited.
function M.throw_edits_away()
    for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
        if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].modified and vim.bo[buffer].buftype == '' then
            vim.cmd('buffer ' .. buffer)
            vim.cmd('silent! edit!')
        end
    end
end

--- The text of the floating windows, and the window.
function M.floating_text()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
            local lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true)
            return table.concat(lines, '\n'), window
        end
    end
end

--- What a hover at the cursor shows.
function M.hover()
    vim.lsp.buf.hover()
    harness.wait_for('the hover window', M.floating_text)
    local text, window = M.floating_text()
    vim.api.nvim_win_close(window, true)
    return text
end

--- The answer to a request about the current buffer.
function M.ask(method, params)
    local answers = vim.lsp.buf_request_sync(0, method, params, harness.wait_limit)
    local _, answer = next(answers or {})
    harness.holds(answer and not answer.err, method .. ': ' .. vim.inspect(answers))
    return answer.result
end

--- As `ask`, at the cursor.
function M.ask_at_cursor(method, more)
    local position = vim.lsp.util.make_position_params(0, M.client().offset_encoding)
    return M.ask(method, vim.tbl_extend('force', position, more or {}))
end

--- The code actions at the cursor.
function M.actions()
    local range = vim.lsp.util.make_range_params(0, M.client().offset_encoding)
    range.context = { diagnostics = {} }
    return M.ask('textDocument/codeAction', range) or {}
end

--- Makes the fix at the cursor that is meant where there is one alone.
function M.fix()
    for _, action in ipairs(M.actions()) do
        if action.isPreferred and action.kind == 'quickfix' then
            vim.lsp.util.apply_workspace_edit(action.edit, M.client().offset_encoding)
            return action.title
        end
    end
    error('no fix is preferred: ' .. vim.inspect(M.actions()), 0)
end

return M
