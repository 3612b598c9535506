-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

if vim.b.did_ftplugin then
    return
end
vim.b.did_ftplugin = 1

local option = vim.opt_local

option.comments = 'sO:* -,mO:*  ,exO:*/,s1:/*,mb:*,ex:*/,:///,://'
option.commentstring = '// %s'
option.formatoptions:remove('t')
option.formatoptions:append('croql')

option.expandtab = true
option.shiftwidth = 4
option.softtabstop = 4

-- gf, [i and [d follow imports and C headers; components/Foo is found as components/Foo.camkes.
option.suffixesadd = { '.camkes', '.idl4' }
option.include = [[^\s*\%(import\|include\|#\s*include\)\>]]
option.define = [[^\s*\%(assembly\|component\|composition\|configuration\|connector\|procedure\|struct\|#\s*define\)\>]]

-- For matchit's %.
vim.b.match_ignorecase = 0
vim.b.match_words = [[^\s*#\s*if\%(n\=def\)\=\>:^\s*#\s*el\%(se\|if\)\>:^\s*#\s*endif\>]]

vim.b.undo_ftplugin = table.concat({
    'setlocal comments< commentstring< formatoptions< expandtab< shiftwidth< softtabstop<',
    'setlocal suffixesadd< include< define<',
    'unlet! b:match_ignorecase b:match_words',
}, ' | ')
