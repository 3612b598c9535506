-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- Runs checks in a headless Neovim: a line for each, an exit code, and no way to hang.
local M = {}

--- Milliseconds that one wait may take, and the whole script.
M.wait_limit = 30000
local script_limit = 240000

local failures = 0
local checks = 0

local function say(line)
    io.stdout:write(line .. '\n')
    io.stdout:flush()
end

--- Ends Neovim in an orderly way, so that it stops its servers: 0 if every check was ok and there was one, else 1.
local function leave()
    if checks == 0 then
        say('FAILED the script: no check ran')
    end
    vim.cmd((failures == 0 and checks > 0) and 'qall!' or 'cquit 1')
end

--- Waits until `condition` returns a value, which is returned; fails with `what` when the time is over.
function M.wait_for(what, condition)
    local value
    local done = vim.wait(M.wait_limit, function()
        value = condition()
        return value
    end, 5)
    if not done then
        error(('waited %d s for %s'):format(M.wait_limit / 1000, what), 0)
    end
    return value
end

--- Fails unless both are the same, tables by content.
function M.equal(actual, expected, what)
    if not vim.deep_equal(actual, expected) then
        error(('%s: expected %s, got %s'):format(what, vim.inspect(expected), vim.inspect(actual)), 0)
    end
end

--- Fails unless `condition` holds.
function M.holds(condition, what)
    if not condition then
        error(what, 0)
    end
end

--- Runs one check and prints how it went. Returns whether it was ok.
function M.check(name, body)
    checks = checks + 1
    local ok, why = xpcall(body, function(reason)
        -- A reason with a place in it is a fault of the script: say where it came from.
        return tostring(reason):match(':%d+:') and debug.traceback(reason, 2) or reason
    end)
    if ok then
        say('ok ' .. name)
    else
        failures = failures + 1
        say(('FAILED %s: %s'):format(name, why))
    end
    return ok
end

--- Runs a script of checks and leaves Neovim. Whatever goes wrong, it leaves.
function M.run(script)
    local watchdog = vim.loop.new_timer()
    watchdog:start(script_limit, 0, function()
        say(('FAILED the script: not done after %d s'):format(script_limit / 1000))
        os.exit(1)
    end)
    local ok, why = xpcall(script, debug.traceback)
    if not ok then
        failures = failures + 1
        say('FAILED the script: ' .. tostring(why))
    end
    leave()
end

return M
