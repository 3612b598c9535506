-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

if vim.g.loaded_camkes then
    return
end
vim.g.loaded_camkes = 1

vim.api.nvim_create_user_command('CamkesRestart', function()
    require('camkes').restart()
end, { desc = 'Restart camkes-lsp for the open buffers' })

vim.api.nvim_create_user_command('CamkesSystem', function()
    require('camkes.systems').select()
end, { desc = 'Choose the system to work on' })

vim.api.nvim_create_user_command('CamkesLog', function()
    vim.cmd('tabedit ' .. vim.fn.fnameescape(require('vim.lsp.log').get_filename()))
end, { desc = 'Open the log of the language clients' })

local views = {
    CamkesGraph = { 'graph', 'Show the picture of the system' },
    CamkesOpenGenerated = { 'generated', 'Open a generated file of the instance at the cursor' },
    CamkesCapdl = { 'capdl', 'Show what the instance at the cursor can reach' },
    CamkesPreprocessed = { 'preprocessed', 'Show the file after preprocessing' },
}
for name, view in pairs(views) do
    vim.api.nvim_create_user_command(name, function()
        require('camkes.views')[view[1]]()
    end, { desc = view[2] })
end
require('camkes.views').register_commands()
