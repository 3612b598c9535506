-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

if vim.b.did_indent then
    return
end
vim.b.did_indent = 1

vim.bo.indentexpr = "v:lua.require'camkes.indent'.line()"
-- ':' and 'e' of the default would re-indent at dictionary keys and words that end in 'else'.
vim.bo.indentkeys = '0{,0},0),0],0#,!^F,o,O'
vim.b.undo_indent = 'setlocal indentexpr< indentkeys<'
