-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- :checkhealth camkes
local client = require('camkes.client')
local root = require('camkes.root')

local M = {}

--- The reporting functions, which have had three homes.
local function reporter()
    local home = vim.health or require('health')
    return {
        start = home.start or home.report_start,
        ok = home.ok or home.report_ok,
        warn = home.warn or home.report_warn,
        error = home.error or home.report_error,
        info = home.info or home.report_info,
    }
end

local function command()
    local config = require('camkes').options
    if config then
        return config.cmd
    end
    local enabled = vim.lsp.config and vim.lsp.config.camkes
    return enabled and enabled.cmd or require('camkes.options').defaults().cmd
end

local function check_editor(report)
    if vim.fn.has('nvim-0.7') == 0 then
        report.error('Neovim 0.7 or later is needed')
    elseif vim.lsp.config then
        report.ok('Neovim starts the server through vim.lsp.config()')
    elseif vim.lsp.start then
        report.ok('Neovim starts the server through vim.lsp.start()')
    else
        report.ok('Neovim starts the server through vim.lsp.start_client()')
    end
end

local function check_server(report)
    local binary = command()[1]
    if vim.fn.executable(binary) == 0 then
        report.error(('%s is not executable'):format(binary), {
            'Install camkes-lsp, or give its path: require("camkes").setup({ cmd = { "/path/to/camkes-lsp", "--stdio" } })',
        })
        return
    end
    local version = vim.trim(vim.fn.system({ binary, '--version' }))
    if vim.v.shell_error == 0 then
        report.ok(('%s is %s'):format(vim.fn.exepath(binary), version))
    else
        report.warn(('%s --version says: %s'):format(vim.fn.exepath(binary), version))
    end
end

local function check_clients(report)
    local running = client.running()
    if #running == 0 then
        report.info('no server is running; it starts with the first .camkes or .idl4 file')
    end
    for _, each in ipairs(running) do
        report.ok(('client %d serves %s'):format(each.id, each.config.root_dir or 'single files'))
    end
    for _, bufnr in ipairs(client.buffers(require('camkes').options or {})) do
        report.info(('%s belongs to %s'):format(vim.api.nvim_buf_get_name(bufnr), root.of_buffer(bufnr)))
    end
end

function M.check()
    local report = reporter()
    report.start('camkes')
    check_editor(report)
    check_server(report)
    check_clients(report)
end

return M
