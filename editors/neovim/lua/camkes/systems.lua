-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- Lets the user choose the system to work on, where several share files.
local client = require('camkes.client')

local M = {}

--- One line for a system.
function M.line(system)
    local parts = { (system.active and '* ' or '  ') .. system.name }
    if not system.files then
        table.insert(parts, 'not in use')
        return table.concat(parts, ', ')
    end
    if type(system.architecture) == 'string' then
        table.insert(parts, system.architecture)
    end
    if type(system.instances) == 'number' then
        table.insert(parts, ('%d instances'):format(system.instances))
    else
        table.insert(parts, 'no assembly')
    end
    if system.errors > 0 then
        table.insert(parts, ('%d errors'):format(system.errors))
    end
    return table.concat(parts, ', ')
end

--- Asks which system is to be the active one, and tells the server.
function M.select()
    local server = client.running()[1]
    if not server then
        vim.notify('camkes: no server is running', vim.log.levels.WARN)
        return
    end
    server.request('camkes/systems', vim.empty_dict(), function(failed, answer)
        if failed or not answer then
            vim.notify('camkes: ' .. (failed and failed.message or 'no answer'), vim.log.levels.ERROR)
            return
        end
        local all = vim.list_extend(answer.systems, answer.others)
        vim.ui.select(all, { prompt = 'Active system:', format_item = M.line }, function(chosen)
            if chosen then
                server.request('camkes/setActiveSystem', { uri = chosen.uri }, function() end)
            end
        end)
    end)
end

return M
