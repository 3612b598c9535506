-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

-- An autocommand and not vim.filetype.add(): Neovim 0.7 reads what that adds only when asked to.
vim.api.nvim_create_autocmd({ 'BufNewFile', 'BufRead' }, {
    group = vim.api.nvim_create_augroup('camkes_filetype', { clear = true }),
    pattern = { '*.camkes', '*.idl4' },
    command = 'setfiletype camkes',
})
