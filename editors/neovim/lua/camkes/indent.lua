-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- Indentation by brackets, which is all that the ADL's layout depends on.
local M = {}

--- A line without its strings and comments, in which brackets count for nothing.
local function code_of(line)
    return (line:gsub('"[^"]*"', ''):gsub('/%*.-%*/', ''):gsub('//.*$', ''):gsub('/%*.*$', ''))
end

--- The last line before `lnum` that says something about indentation: no blank and no directive.
local function line_before(lnum)
    repeat
        lnum = vim.fn.prevnonblank(lnum - 1)
    until lnum == 0 or not vim.fn.getline(lnum):match('^%s*#')
    return lnum
end

--- Whether a line is inside a block comment, or ends one: these keep what the comments option does.
local function in_comment(lnum)
    local stack = vim.fn.synstack(lnum, 1)
    local top = stack[#stack]
    return top ~= nil and vim.fn.synIDattr(top, 'name'):match('Comment$') ~= nil
end

--- The bracket depth that a line adds for those after it. A bracket that closes first was already
--- answered by that line's own indentation.
local function added_depth(line)
    local depth = 0
    for bracket in code_of(line):gsub('^%s*[%]})]+', ''):gmatch('[%[%](){}]') do
        depth = depth + (bracket:match('[%[({]') and 1 or -1)
    end
    -- Several brackets opened on one line are closed on one line: one step.
    return math.max(-1, math.min(1, depth))
end

--- The value of 'indentexpr': columns for line `v:lnum`, or -1 to leave it as it is.
function M.line()
    local lnum = vim.v.lnum
    local line = vim.fn.getline(lnum)
    if line:match('^%s*#') then
        return 0
    end
    if in_comment(lnum) and not line:match('^%s*/') then
        return -1
    end
    local before = line_before(lnum)
    if before == 0 then
        return 0
    end
    local depth = added_depth(vim.fn.getline(before))
    if line:match('^%s*[%]})]') then
        depth = depth - 1
    end
    -- A comment's last line is one column in.
    local base = vim.fn.indent(before)
    if vim.fn.getline(before):match('^%s*%*') then
        base = base - 1
    end
    return math.max(0, base + depth * vim.fn.shiftwidth())
end

return M
