-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

-- For Neovim 0.11 and later: vim.lsp.enable('camkes') and nothing else. What is set here can be changed by
-- vim.lsp.config('camkes', { ... }).
return {
    cmd = { 'camkes-lsp', '--stdio' },
    filetypes = { 'camkes', 'c', 'cpp' },
    root_dir = function(bufnr, on_dir)
        local client = require('camkes.client')
        if client.serves({}, bufnr) then
            on_dir(client.root_of({}, bufnr))
        end
    end,
}
