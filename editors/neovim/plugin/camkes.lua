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
