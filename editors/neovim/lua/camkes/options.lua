-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- What setup() takes, its defaults, and what the server is told of it.
local M = {}

M.architectures = { 'aarch32', 'arm_hyp', 'aarch64', 'ia32', 'x86_64', 'riscv32', 'riscv64' }

--- @class camkes.Options
--- @field cmd string[] the server's command line
--- @field cmd_env table<string, string>|nil environment variables to add for the server
--- @field import_paths string[] folders for `import <...>`, searched in this order
--- @field roots string[] files with the assemblies of the project, from its root folder; empty: the server finds them
--- @field include_paths string[] folders for `#include`, searched in this order
--- @field defines string[] macros, as NAME or NAME=VALUE
--- @field undefines string[] macros that are not defined after all
--- @field preprocess boolean|nil whether files go through the preprocessor
--- @field template_paths string[] folders with templates that come before the built-in ones
--- @field device_tree string|nil flattened device tree that `dtb(...)` asks
--- @field gpio_list string|nil list of pins that `gpio(...)` asks
--- @field build_dir string|nil CMake build folder whose records say how its system is read
--- @field forward_references string|nil 'allow', 'warn' or 'forbid'
--- @field rules table<string, string>|nil levels of rules: 'allow', 'hint', 'info', 'warning' or 'error'
--- @field generate_on_save boolean|nil generate the systems of a file whenever it is saved
--- @field output_folder string|nil folder for generated files, with a folder for each system; nil: build in the root folder
--- @field c_files boolean serve C files of components, beside a server for C; true
--- @field architecture string|nil one of M.architectures; nil: the project's own choice
--- @field on_attach fun(client: table, bufnr: number)|nil called when a buffer is attached
--- @field on_exit fun(code: number, signal: number, client_id: number)|nil called when a server has left
--- @field capabilities table|nil client capabilities, for example those of a completion plugin
--- @field root_dir (fun(bufnr: number): string)|nil another way to find the root folder

--- @return camkes.Options
function M.defaults()
    return {
        cmd = { 'camkes-lsp', '--stdio' },
        import_paths = {},
        roots = {},
        include_paths = {},
        defines = {},
        undefines = {},
        template_paths = {},
        c_files = true,
    }
end

local function check_architecture(name)
    return name == nil or vim.tbl_contains(M.architectures, name)
end

local function check_forward_references(word)
    return word == nil or vim.tbl_contains({ 'allow', 'warn', 'forbid' }, word)
end

--- The options with defaults filled in. Raises an error that names the option which is wrong.
--- @param given table|nil
--- @return camkes.Options
function M.from(given)
    local options = vim.tbl_extend('force', M.defaults(), given or {})
    local known = {
        cmd = { options.cmd, 'table' },
        cmd_env = { options.cmd_env, 'table', true },
        import_paths = { options.import_paths, 'table' },
        roots = { options.roots, 'table' },
        include_paths = { options.include_paths, 'table' },
        defines = { options.defines, 'table' },
        undefines = { options.undefines, 'table' },
        preprocess = { options.preprocess, 'boolean', true },
        template_paths = { options.template_paths, 'table' },
        device_tree = { options.device_tree, 'string', true },
        gpio_list = { options.gpio_list, 'string', true },
        build_dir = { options.build_dir, 'string', true },
        forward_references = { options.forward_references, check_forward_references, 'allow, warn or forbid' },
        rules = { options.rules, 'table', true },
        generate_on_save = { options.generate_on_save, 'boolean', true },
        output_folder = { options.output_folder, 'string', true },
        c_files = { options.c_files, 'boolean' },
        architecture = { options.architecture, check_architecture, 'one of ' .. table.concat(M.architectures, ', ') },
        on_attach = { options.on_attach, 'function', true },
        on_exit = { options.on_exit, 'function', true },
        capabilities = { options.capabilities, 'table', true },
        root_dir = { options.root_dir, 'function', true },
    }
    for name in pairs(options) do
        if not known[name] then
            error(('camkes: setup() knows no option %q'):format(name), 0)
        end
    end
    vim.validate(known)
    return options
end

--- The server's settings: its initializationOptions, and section "camkes" of its configuration.
--- @param options camkes.Options
--- @return table
function M.server_settings(options)
    -- An empty Lua table would be sent as an object.
    local function paths(list)
        return not vim.tbl_isempty(list) and vim.tbl_map(vim.fn.expand, list) or nil
    end
    local function texts(list)
        return not vim.tbl_isempty(list) and list or nil
    end
    local function path(given)
        return given and vim.fn.expand(given)
    end
    local rules = options.rules
    local settings = {
        importPaths = paths(options.import_paths),
        roots = paths(options.roots),
        architecture = options.architecture,
        includePaths = paths(options.include_paths),
        defines = texts(options.defines),
        undefines = texts(options.undefines),
        preprocess = options.preprocess,
        templatePaths = paths(options.template_paths),
        deviceTree = path(options.device_tree),
        gpioList = path(options.gpio_list),
        buildDir = path(options.build_dir),
        forwardReferences = options.forward_references,
        rules = rules and not vim.tbl_isempty(rules) and rules or nil,
        generateOnSave = options.generate_on_save,
        outputFolder = path(options.output_folder),
    }
    -- The server's default is the same.
    if options.c_files == false then
        settings.cFiles = false
    end
    return settings
end

return M
