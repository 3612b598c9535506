-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- Starts the server and attaches buffers, with what this Neovim has for it.
local options = require('camkes.options')
local root = require('camkes.root')

local M = {}

--- Name of the client in Neovim.
M.name = 'camkes'

--- Neovim 0.7 knows no vim.lsp.start(), which finds the client that a buffer can share: client id by root folder.
local clients_by_root = {}

--- What this Neovim can do, and the commands of the server's code lenses, which the plugin carries out.
--- @param given camkes.Options
--- @return table
function M.capabilities(given)
    local own = given.capabilities or vim.lsp.protocol.make_client_capabilities()
    local commands = { 'camkes.showReferences', 'camkes.openGenerated', 'camkes.showGraph' }
    return vim.tbl_deep_extend('keep', own, { experimental = { commands = { commands = commands } } })
end

--- What every version of Neovim is told about the server.
--- @param given camkes.Options
--- @return table
function M.config(given)
    local settings = options.server_settings(given)
    return {
        name = M.name,
        cmd = given.cmd,
        cmd_env = given.cmd_env,
        capabilities = M.capabilities(given),
        -- An empty table must be an object in JSON.
        init_options = vim.tbl_isempty(settings) and vim.empty_dict() or settings,
        settings = { camkes = settings },
        on_exit = given.on_exit,
        on_attach = function(client, bufnr)
            M.set_buffer_options(bufnr)
            if given.on_attach then
                given.on_attach(client, bufnr)
            end
        end,
    }
end

--- Lets CTRL-], CTRL-X CTRL-O and gq ask the server. Later versions of Neovim do so by themselves.
function M.set_buffer_options(bufnr)
    for name, value in pairs({ tagfunc = 'v:lua.vim.lsp.tagfunc', omnifunc = 'v:lua.vim.lsp.omnifunc' }) do
        if vim.bo[bufnr][name] == '' then
            vim.bo[bufnr][name] = value
        end
    end
end

--- File types of C, whose buffers are served when they may belong to a component.
M.c_filetypes = { 'c', 'cpp' }

--- Whether a buffer is one of ours: ADL, or C beside ADL.
--- @param given camkes.Options
--- @param bufnr number
--- @return boolean
function M.serves(given, bufnr)
    local filetype = vim.bo[bufnr].filetype
    -- A view of what the server made is no file of the project.
    if vim.bo[bufnr].buftype ~= '' then
        return false
    end
    if filetype == 'camkes' then
        return true
    end
    local name = vim.api.nvim_buf_get_name(bufnr)
    local is_file = name ~= '' and not name:match('^%a[%w+.-]+:')
    local is_wanted = given.c_files ~= false and vim.tbl_contains(M.c_filetypes, filetype)
    return is_wanted and is_file and root.is_beside_adl(vim.fn.fnamemodify(name, ':p'))
end

--- The root folder to serve a buffer from. A file without a project joins the server that runs already: it is
--- the built-in library's, or it imports and is imported across folders. With a server for each folder, an
--- unsaved edit would not reach the files that import it.
--- @param given camkes.Options
--- @param bufnr number
--- @return string absolute path of a folder
function M.root_of(given, bufnr)
    if given.root_dir then
        return given.root_dir(bufnr)
    end
    local folder, marker = root.of_buffer(bufnr)
    local running = M.running()[1]
    if marker == nil and running and running.config.root_dir then
        return running.config.root_dir
    end
    return folder
end

--- Starts, or shares, the server for a buffer. For Neovim before 0.11.
--- @param given camkes.Options
--- @param bufnr number
--- @return number|nil client id; nil if the server could not be started
function M.start(given, bufnr)
    if vim.fn.executable(given.cmd[1]) == 0 then
        vim.notify_once(('camkes: %s is not executable; see :checkhealth camkes'):format(given.cmd[1]), vim.log.levels.WARN)
        return nil
    end
    local config = M.config(given)
    config.root_dir = M.root_of(given, bufnr)
    if vim.lsp.start then
        return vim.lsp.start(config, { bufnr = bufnr })
    end
    return M.start_shared(config, bufnr)
end

--- What vim.lsp.start() does, for Neovim 0.7.
function M.start_shared(config, bufnr)
    local folder = config.root_dir
    local id = clients_by_root[folder]
    if not id or vim.lsp.client_is_stopped(id) then
        config.workspace_folders = { { uri = vim.uri_from_fname(folder), name = folder } }
        local on_exit = config.on_exit
        config.on_exit = function(code, signal, stopped)
            if clients_by_root[folder] == stopped then
                clients_by_root[folder] = nil
            end
            if on_exit then
                on_exit(code, signal, stopped)
            end
        end
        id = vim.lsp.start_client(config)
        clients_by_root[folder] = id
    end
    if id then
        vim.lsp.buf_attach_client(bufnr, id)
    end
    return id
end

--- The running clients of ours.
--- @return table[]
function M.running()
    local get = vim.lsp.get_clients or vim.lsp.get_active_clients
    return vim.tbl_filter(function(client)
        return client.name == M.name
    end, get())
end

--- The loaded buffers that are served.
--- @param given camkes.Options
--- @return number[]
function M.buffers(given)
    return vim.tbl_filter(function(bufnr)
        return vim.api.nvim_buf_is_loaded(bufnr) and M.serves(given, bufnr)
    end, vim.api.nvim_list_bufs())
end

return M
