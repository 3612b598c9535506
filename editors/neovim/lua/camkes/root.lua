-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- The folder that a file's project starts at.
local M = {}

--- What marks a root, the strongest first: a file of ours beats the repository around it.
M.markers = { 'camkes.toml', '.git' }

local function parent(folder)
    return vim.fn.fnamemodify(folder, ':h')
end

--- The nearest of `folder` and the folders above it that has an entry `name`; nil if none has.
local function nearest_with(name, folder)
    while true do
        if vim.loop.fs_stat(folder .. '/' .. name) then
            return folder
        end
        local above = parent(folder)
        if above == folder then
            return nil
        end
        folder = above
    end
end

--- The root for a file: the nearest folder with camkes.toml, else the nearest with .git, else the file's own.
--- @param file string absolute path; empty for a buffer without a file, whose folder is the current one
--- @return string absolute path of a folder
--- @return string|nil the mark that was found; nil if the folder is only the file's own
function M.of_file(file)
    local folder = file == '' and vim.loop.cwd() or parent(file)
    for _, marker in ipairs(M.markers) do
        local root = nearest_with(marker, folder)
        if root then
            return root, marker
        end
    end
    return folder
end

--- How many folders above a C file are looked at for ADL.
local most_folders = 6

--- Whether a C file may belong to a component: a folder above it has ADL, or the settings of a project.
--- @param file string absolute path
--- @return boolean
function M.is_beside_adl(file)
    local folder = parent(file)
    for _ = 1, most_folders do
        local has_adl = #vim.fn.glob(folder .. '/*.camkes', true, true) > 0
        if has_adl or vim.loop.fs_stat(folder .. '/camkes.toml') then
            return true
        end
        local above = parent(folder)
        if above == folder then
            return false
        end
        folder = above
    end
    return false
end

--- The root for a buffer.
--- @param bufnr number
--- @return string, string|nil as of_file()
function M.of_buffer(bufnr)
    return M.of_file(vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':p'))
end

return M
