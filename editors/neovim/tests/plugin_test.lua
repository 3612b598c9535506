-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- The plugin's own part: roots, setup(), settings, health, help, commands. Needs no server.
local harness = require('harness')
local check, equal, holds = harness.check, harness.equal, harness.holds

local function check_roots()
    local root = require('camkes.root')
    local top = vim.fn.resolve(vim.fn.tempname())
    vim.fn.mkdir(top .. '/.git', 'p')
    vim.fn.mkdir(top .. '/apps/echo/components', 'p')
    vim.fn.mkdir(top .. '/apps/other/.git', 'p')
    vim.fn.writefile({}, top .. '/apps/echo/camkes.toml')
    equal(root.of_file(top .. '/apps/echo/components/Echo.camkes'), top .. '/apps/echo', 'by camkes.toml')
    equal(root.of_file(top .. '/apps/main.camkes'), top, 'by .git')
    equal(root.of_file(top .. '/apps/other/main.camkes'), top .. '/apps/other', 'by the nearest .git')
    vim.fn.writefile({}, top .. '/camkes.toml')
    equal(root.of_file(top .. '/apps/other/main.camkes'), top, 'camkes.toml before .git')
end

local function check_root_without_marks()
    local root = require('camkes.root')
    local folder = vim.fn.resolve(vim.fn.tempname())
    vim.fn.mkdir(folder, 'p')
    -- A mark above the temporary folder would be found, rightly; then this machine can't show the rule.
    for _, marker in ipairs(root.markers) do
        holds(vim.fn.finddir(marker, folder .. ';') == '', 'a mark above ' .. folder)
    end
    equal({ root.of_file(folder .. '/main.camkes') }, { folder }, 'the folder of the file')
end

--- Runs `body` with some of a table's members replaced.
local function with(target, members, body)
    local kept = {}
    for name, value in pairs(members) do
        kept[name] = rawget(target, name) or false
        target[name] = value
    end
    local ok, why = pcall(body)
    for name, value in pairs(kept) do
        target[name] = value or nil
    end
    if not ok then
        error(why, 0)
    end
end

--- A buffer of our file type for a file that need not be there, current. Returns its number.
local function open(file)
    vim.cmd('enew!')
    vim.api.nvim_buf_set_name(0, file)
    vim.bo.filetype = 'camkes'
    return vim.api.nvim_get_current_buf()
end

--- A file without a project joins the server that is there, one with a project does not.
local function check_shared_root()
    local client = require('camkes.client')
    local options = require('camkes.options').defaults()
    local folder = vim.fn.resolve(vim.fn.tempname())
    vim.fn.mkdir(folder .. '/marked/.git', 'p')
    local loose, marked = open(folder .. '/loose/a.camkes'), open(folder .. '/marked/a.camkes')
    local function roots()
        return { client.root_of(options, loose), client.root_of(options, marked) }
    end
    equal(roots(), { folder .. '/loose', folder .. '/marked' }, 'roots without a server')
    local running = { { config = { root_dir = '/app' } } }
    with(client, { running = function() return running end }, function()
        equal(roots(), { '/app', folder .. '/marked' }, 'roots with a server')
    end)
end

local function check_setup_errors()
    local setup = require('camkes').setup
    for option, value in pairs({ command = 'x', architecture = 'arm64', cmd = 'camkes-lsp', import_paths = '/lib', roots = 'a.camkes' }) do
        local ok, why = pcall(setup, { [option] = value })
        holds(not ok and why:find(option, 1, true), ('setup() takes %s = %q'):format(option, value))
    end
end

local function check_server_settings()
    local options = require('camkes.options')
    local given = options.from({
        import_paths = { '~/lib', '/abs' },
        roots = { 'apps/echo.camkes' },
        architecture = 'riscv64',
        include_paths = { '/include' },
        defines = { 'A=1' },
        undefines = { 'B' },
        preprocess = false,
        template_paths = { '/t' },
        device_tree = '~/board.dtb',
        gpio_list = '/gpio.yaml',
        build_dir = '/build',
        forward_references = 'forbid',
        rules = { ['unused-import'] = 'allow' },
        generate_on_save = true,
        output_folder = '~/generated',
    })
    equal(options.server_settings(given), {
        importPaths = { vim.env.HOME .. '/lib', '/abs' },
        roots = { 'apps/echo.camkes' },
        architecture = 'riscv64',
        includePaths = { '/include' },
        defines = { 'A=1' },
        undefines = { 'B' },
        preprocess = false,
        templatePaths = { '/t' },
        deviceTree = vim.env.HOME .. '/board.dtb',
        gpioList = '/gpio.yaml',
        buildDir = '/build',
        forwardReferences = 'forbid',
        rules = { ['unused-import'] = 'allow' },
        generateOnSave = true,
        outputFolder = vim.env.HOME .. '/generated',
    }, 'settings')
    local config = require('camkes.client').config(options.from(nil))
    equal(vim.fn.json_encode(config.init_options), '{}', 'nothing set is an empty object')
end

--- What later versions of Neovim are asked, as this one may not have it.
local function check_lsp_start()
    local started
    local folder = vim.fn.resolve(vim.fn.tempname())
    local bufnr = open(folder .. '/a.camkes')
    local function start(config, opts)
        started = { config.name, config.cmd, config.root_dir, opts.bufnr }
    end
    with(vim.lsp, { start = start, config = false, enable = false }, function()
        require('camkes').setup({ cmd = { 'sh', '-c', 'true' } })
    end)
    equal(started, { 'camkes', { 'sh', '-c', 'true' }, folder, bufnr }, 'what vim.lsp.start() is given')
    vim.api.nvim_del_augroup_by_name('camkes_client')
end

local function check_lsp_config()
    local configured, enabled
    local folder = vim.fn.resolve(vim.fn.tempname())
    local bufnr = open(folder .. '/a.camkes')
    local function config(name, value)
        configured = { name = name, value = value }
    end
    with(vim.lsp, { config = config, enable = function(name) enabled = name end }, function()
        require('camkes').setup({ architecture = 'ia32' })
    end)
    equal({ configured.name, enabled }, { 'camkes', 'camkes' }, 'the names of the configuration')
    equal(configured.value.filetypes, { 'camkes', 'c', 'cpp' }, 'filetypes')
    equal(configured.value.init_options, { architecture = 'ia32' }, 'init_options')
    configured.value.root_dir(bufnr, function(root)
        equal(root, folder, 'root_dir')
    end)
end

--- The file that vim.lsp.enable() reads by itself.
local function check_lsp_file()
    local config = dofile(vim.fn.globpath(vim.o.runtimepath, 'lsp/camkes.lua'))
    equal(config.cmd, require('camkes.options').defaults().cmd, 'cmd')
    equal(config.filetypes, { 'camkes', 'c', 'cpp' }, 'filetypes')
    local folder = vim.fn.resolve(vim.fn.tempname())
    local root
    config.root_dir(open(folder .. '/a.camkes'), function(found)
        root = found
    end)
    equal(root, folder, 'root_dir')
end

local function check_health()
    require('camkes').setup({ cmd = { 'no-such-camkes-lsp' } })
    vim.cmd('silent checkhealth camkes')
    local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
    holds(text:find('no-such-camkes-lsp is not executable', 1, true), 'checkhealth says nothing of the server: ' .. text)
end

local function check_help()
    local doc = vim.fn.globpath(vim.o.runtimepath, 'doc/camkes.txt')
    local copy = vim.fn.tempname()
    vim.fn.mkdir(copy .. '/doc', 'p')
    vim.fn.writefile(vim.fn.readfile(doc), copy .. '/doc/camkes.txt')
    -- Reports a tag that stands twice as an error.
    vim.cmd('helptags ' .. vim.fn.fnameescape(copy .. '/doc'))
    vim.opt.runtimepath:append(copy)
    for _, tag in ipairs({ 'camkes', 'camkes-setup', 'camkes-health', ':CamkesRestart', ':CamkesLog' }) do
        vim.cmd('help ' .. tag)
        equal(vim.fn.expand('%:t'), 'camkes.txt', 'help for ' .. tag)
    end
end

local function check_commands()
    for _, command in ipairs({ ':CamkesRestart', ':CamkesLog' }) do
        equal(vim.fn.exists(command), 2, command)
    end
end

harness.run(function()
    check('root folder by its marks', check_roots)
    check('root folder without marks', check_root_without_marks)
    check('a file without a project joins the running server', check_shared_root)
    check('setup() names the option that is wrong', check_setup_errors)
    check('settings for the server', check_server_settings)
    check('setup() through vim.lsp.start()', check_lsp_start)
    check('setup() through vim.lsp.config()', check_lsp_config)
    check('lsp/camkes.lua', check_lsp_file)
    check('checkhealth', check_health)
    check('help file', check_help)
    check('commands', check_commands)
end)
