-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- The CAmkES ADL in Neovim: starts camkes-lsp for .camkes and .idl4 files, and for C files beside them.
local client = require('camkes.client')
local options = require('camkes.options')

local M = {}

--- The options that setup() was called with; nil before.
--- @type camkes.Options|nil
M.options = nil

local function uses_lsp_config()
    return vim.lsp.config and vim.lsp.enable and true or false
end

--- Neovim 0.11 and later: the server is one of vim.lsp.config's.
local function enable(given)
    local config = client.config(given)
    config.name = nil
    config.filetypes = vim.list_extend({ 'camkes' }, client.c_filetypes)
    config.root_dir = function(bufnr, on_dir)
        if client.serves(given, bufnr) then
            on_dir(client.root_of(given, bufnr))
        end
    end
    vim.lsp.config(client.name, config)
    vim.lsp.enable(client.name)
end

--- Before 0.11: an autocommand starts it, also for buffers that are open already.
local function start_on_filetype(given)
    vim.api.nvim_create_autocmd('FileType', {
        group = vim.api.nvim_create_augroup('camkes_client', { clear = true }),
        pattern = vim.list_extend({ 'camkes' }, client.c_filetypes),
        callback = function(event)
            if client.serves(given, event.buf) then
                client.start(given, event.buf)
            end
        end,
    })
    for _, bufnr in ipairs(client.buffers(given)) do
        client.start(given, bufnr)
    end
end

--- Starts the language server for every CAmkES buffer, now and later.
--- @param given table|nil see camkes.Options; :help camkes-setup
function M.setup(given)
    M.options = options.from(given)
    if uses_lsp_config() then
        enable(M.options)
    else
        start_on_filetype(M.options)
    end
end

--- Stops the servers and starts them anew for the buffers that are open: after the binary has changed.
function M.restart()
    local given = M.options or options.from(nil)
    local buffers = client.buffers(given)
    local running = client.running()
    for _, each in ipairs(running) do
        vim.lsp.stop_client(each.id)
    end
    local stopped = vim.wait(2000, function()
        return #client.running() == 0
    end, 10)
    if not stopped then
        for _, each in ipairs(client.running()) do
            vim.lsp.stop_client(each.id, true)
        end
    end
    if uses_lsp_config() then
        -- Enabling anew looks at the open buffers again.
        vim.lsp.enable(client.name)
        return
    end
    for _, bufnr in ipairs(buffers) do
        client.start(given, bufnr)
    end
end

return M
