-- Copyright 2026, the camkes-lsp contributors
-- SPDX-License-Identifier: BSD-2-Clause

--- What needs no server: file type, highlighting, options, indentation, folds.
local harness = require('harness')
local check, equal, holds = harness.check, harness.equal, harness.holds

--- Lines of ADL, each with words of it and the syntax group that each must be in. A word is its first
--- occurrence as a whole word, or with `word#2` its second.
local SAMPLES = {
    { '/** A kennel. TODO: component */', { ['A kennel'] = 'camkesDocComment', TODO = 'camkesTodo', component = 'camkesDocComment' } },
    { '// component and "text"', { component = 'camkesComment', text = 'camkesComment' } },
    { 'import <std_connector.camkes>;', { import = 'camkesImport', std_connector = 'camkesAngleString' } },
    { 'import "components/" "Dog.camkes"; // from', { import = 'camkesImport', components = 'camkesString', Dog = 'camkesString', from = 'camkesComment' } },
    { '#include <autoconf.h>', { include = 'camkesInclude', autoconf = 'camkesIncluded' } },
    { '#define LEGS 4', { define = 'camkesDefine', ['4'] = 'camkesNumber' } },
    { '#if defined(CONFIG_TAIL)', { ['if'] = 'camkesPreCondit', defined = 'camkesDefined' } },
    { '#endif', { endif = 'camkesPreCondit' } },
    { 'struct Collar {', { struct = 'camkesStructure', Collar = 'camkesTypeName' } },
    { '    unsigned int length; signed char mark; integer i; string s;', { unsigned = 'camkesType', int = 'camkesType', signed = 'camkesType', char = 'camkesType', integer = 'camkesType', string = 'camkesType' } },
    { '    uint64_t a; int64_t b; uint32_t c;', { uint64_t = 'camkesType', int64_t = 'camkesType', uint32_t = 'camkesCType' } },
    { '}', {} },
    { 'component Dog {', { component = 'camkesStructure', Dog = 'camkesComponentName' } },
    { '    control; hardware;', { control = 'camkesStatement', hardware = 'camkesStatement' } },
    { '    include "bone.h";', { include = 'camkesImport', bone = 'camkesString' } },
    { '    provides Fetch fetch;', { provides = 'camkesInterface', Fetch = 'camkesInterfaceType', fetch = 'camkesInterfaceName' } },
    { '    maybe uses Bark bark;', { maybe = 'camkesModifier', uses = 'camkesInterface', Bark = 'camkesInterfaceType', bark = 'camkesInterfaceName' } },
    { '    emits Wag tail; maybe consumes Whistle ear;', { emits = 'camkesInterface', consumes = 'camkesInterface', ear = 'camkesInterfaceName' } },
    { '    dataport Buf(4 * 1024) basket;', { dataport = 'camkesInterface', Buf = 'camkesBuf', ['1024'] = 'camkesNumber', basket = 'camkesInterfaceName' } },
    { '    dataport Buf bowl; dataport bone_t bone;', { bowl = 'camkesInterfaceName', bone_t = 'camkesInterfaceType', bone = 'camkesInterfaceName' } },
    { '    has mutex lock;', { has = 'camkesStatement', mutex = 'camkesLock', lock = 'camkesLockName' } },
    { '    has semaphore s1; has binary_semaphore s2;', { semaphore = 'camkesLock', binary_semaphore = 'camkesLock', s2 = 'camkesLockName' } },
    { '    attribute unsigned int age = 0x2A;', { attribute = 'camkesAttribute', unsigned = 'camkesType', age = 'camkesAttributeName', ['0x2A'] = 'camkesNumber' } },
    { '    attribute Collar collar;', { Collar = 'camkesAttributeDecl', collar = 'camkesAttributeName' } },
    { '    attribute string names[];', { string = 'camkesType', names = 'camkesAttributeName' } },
    { '    uses', { uses = 'camkesInterface' } },
    { '    emits Wag wag;', { emits = 'camkesReserved', } },
    { '    DOG_INTERFACES', { DOG_INTERFACES = 'camkesMacro' } },
    { '}', {} },
    { 'procedure Fetch {', { procedure = 'camkesStructure', Fetch = 'camkesTypeName' } },
    { '    void f(in int a, out int b, inout int c, refin T d);', { void = 'camkesType', f = 'camkesFunction', ['in'] = 'camkesDirection', out = 'camkesDirection', inout = 'camkesDirection', refin = 'camkesDirection' } },
    { '}', {} },
    { 'connector Leash {', { connector = 'camkesStructure', Leash = 'camkesTypeName' } },
    { '    from Procedures with 1 thread; to Procedure with 2 threads;', { from = 'camkesEnd', Procedures = 'camkesEndType', with = 'camkesStatement', thread = 'camkesStatement', to = 'camkesEnd', Procedure = 'camkesEndType', threads = 'camkesStatement' } },
    { '    Event Events Dataport Dataports', { Event = 'camkesEndType', Events = 'camkesEndType', Dataport = 'camkesEndType', Dataports = 'camkesEndType' } },
    { '}', {} },
    { 'assembly kennel {', { assembly = 'camkesStructure', kennel = 'camkesTypeName' } },
    { '    composition {', { composition = 'camkesStructure' } },
    { '        component animals.Dog rex;', { component = 'camkesStructure', animals = 'camkesComponentName', rex = 'camkesInstanceName' } },
    { '        group yard {', { group = 'camkesStructure', yard = 'camkesTypeName' } },
    { '        }', {} },
    { '        connection seL4RPCCall talk(from rex.bark, to b.ear);', { connection = 'camkesStructure', seL4RPCCall = 'camkesConnectorName', talk = 'camkesConnectionName', from = 'camkesEnd', rex = 'camkesInstance', to = 'camkesEnd' } },
    { '        export a.b -> c;', { export = 'camkesExport', ['->'] = 'camkesOperator' } },
    { '    }', {} },
    { '    configuration {', { configuration = 'camkesStructure' } },
    { '        rex.age = 12.5 ** 2 << 1;', { rex = 'camkesInstance', ['12.5'] = 'camkesFloat', ['**'] = 'camkesOperator', ['<<'] = 'camkesOperator' } },
    { '        rex.good = True || true && !False == false;', { True = 'camkesBoolean', ['true'] = 'camkesBoolean', False = 'camkesBoolean', ['false'] = 'camkesBoolean' } },
    { '        rex.dtb = dtb({"path": "/soc"})["reg"];', { ['dtb#2'] = 'camkesFunction', path = 'camkesString', reg = 'camkesString' } },
    { '        rex.age <- b.age;', { ['<-'] = 'camkesOperator', b = 'camkesInstance' } },
    { '        rex.poem = "one', { one = 'camkesString' } },
    { '            configuration";', { configuration = 'camkesString' } },
    { '    }', {} },
    { '    schedule { [(0, 10 ticks), (1, 200us)] }', { schedule = 'camkesStructure', ticks = 'camkesUnit', us = 'camkesUnit', ['200'] = 'camkesNumber' } },
    { '}', {} },
}

--- Every reserved word of the ADL.
local RESERVED_WORDS = vim.split(
    'assembly attribute binary_semaphore Buf char component composition configuration connection connector consumes '
        .. 'control dataport Dataport Dataports emits Event Events export False false from group hardware has import in '
        .. 'include inout int int64_t integer maybe mutex out procedure Procedure Procedures provides refin schedule '
        .. 'semaphore signed string struct thread threads ticks to True true uint64_t unsigned us uses void with',
    ' '
)

local function occurrence(line, key)
    local word, nth = key:match('^(.*)#(%d)$')
    word, nth = word or key, tonumber(nth or 1)
    local pattern = vim.pesc(word)
    if word:match('^[%w_]+$') then
        -- A unit may stand right behind its number.
        pattern = word:match('^%d') and '%f[%w_]' .. pattern or '%f[%a_]' .. pattern .. '%f[^%w_]'
    end
    local start = 0
    for _ = 1, nth do
        start = line:find(pattern, start + 1)
        holds(start, ('no %q in %q'):format(key, line))
    end
    return start, start + #word - 1
end

local function group_at(lnum, column)
    return vim.fn.synIDattr(vim.fn.synID(lnum, column, 1), 'name')
end

--- A buffer of our file type with these lines, current.
local function open(lines)
    vim.cmd('enew!')
    vim.api.nvim_buf_set_lines(0, 0, -1, true, lines)
    vim.bo.filetype = 'camkes'
end

local function first_lines(samples)
    return vim.tbl_map(function(sample)
        return sample[1]
    end, samples)
end

local function check_filetype()
    for name, wanted in pairs({ ['a.camkes'] = 'camkes', ['b.idl4'] = 'camkes', ['c.txt'] = 'text' }) do
        vim.cmd('edit ' .. vim.fn.fnameescape(vim.fn.tempname() .. name))
        equal(vim.bo.filetype, wanted, name)
    end
end

local function check_groups()
    open(first_lines(SAMPLES))
    equal(vim.b.current_syntax, 'camkes', 'b:current_syntax')
    local wrong = {}
    for lnum, sample in ipairs(SAMPLES) do
        for key, wanted in pairs(sample[2]) do
            local first, last = occurrence(sample[1], key)
            for column = first, last do
                local group = group_at(lnum, column)
                if group ~= wanted then
                    table.insert(wrong, ('%d:%d %s is %q, not %s'):format(lnum, column, key, group, wanted))
                    break
                end
            end
        end
    end
    equal(wrong, {}, 'groups')
end

local function check_every_word()
    local seen = {}
    for _, sample in ipairs(SAMPLES) do
        for key, group in pairs(sample[2]) do
            if not (group:match('Comment') or group:match('String') or group:match('Name$')) then
                seen[key:gsub('#%d$', '')] = true
            end
        end
    end
    local missing = vim.tbl_filter(function(word)
        return not seen[word]
    end, RESERVED_WORDS)
    equal(missing, {}, 'reserved words without a sample')
end

local function check_links()
    local unlinked = {}
    for _, group in ipairs(vim.fn.getcompletion('camkes', 'highlight')) do
        -- Regions that only hold others: one folds, one is the size of a buffer.
        local holds_others = group == 'camkesBlock' or group == 'camkesBufSize'
        if not holds_others and vim.fn.synIDtrans(vim.fn.hlID(group)) == vim.fn.hlID(group) then
            table.insert(unlinked, group)
        end
    end
    equal(unlinked, {}, 'groups without a colour')
end

local function check_options()
    open({ 'import "a.camkes";' })
    equal(vim.bo.commentstring, '// %s', 'commentstring')
    equal(vim.bo.suffixesadd, '.camkes,.idl4', 'suffixesadd')
    equal({ vim.bo.shiftwidth, vim.bo.expandtab }, { 4, true }, 'shiftwidth, expandtab')
    for _, line in ipairs({ 'import "a.camkes";', '    include <a.h>;', '#  include "a.h"' }) do
        holds(vim.fn.match(line, vim.bo.include) >= 0, "'include' does not fit " .. line)
    end
    for _, line in ipairs({ 'component A {', 'procedure A {', '#define A', 'connector A {' }) do
        holds(vim.fn.match(line, vim.bo.define) >= 0, "'define' does not fit " .. line)
    end
    vim.bo.filetype = 'text'
    equal(vim.bo.suffixesadd, '', 'suffixesadd after another file type')
end

local function check_goto_file()
    local folder = vim.fn.tempname()
    vim.fn.mkdir(folder .. '/components', 'p')
    vim.fn.writefile({ 'component Dog {}' }, folder .. '/components/Dog.camkes')
    vim.fn.writefile({ 'import "components/Dog.camkes";' }, folder .. '/main.camkes')
    vim.cmd('edit ' .. vim.fn.fnameescape(folder .. '/main.camkes'))
    vim.fn.cursor(1, 12)
    vim.cmd('normal! gf')
    equal(vim.fn.expand('%:t'), 'Dog.camkes', 'gf on an import')
end

local INDENTED = {
    'component Dog {',
    '    control;',
    '#if defined(TAIL)',
    '    emits Wag tail; // {',
    '#endif',
    '    attribute string name = "{";',
    '    composition {',
    '        component {',
    '            control;',
    '        } nameless;',
    '        /*',
    '         * A comment {',
    '         */',
    '        connection seL4RPCCall a(from b.c,',
    '            to d.e);',
    '    }',
    '    configuration {',
    '        b.c = [{',
    '            "x": 1',
    '        }];',
    '        b.d = 2;',
    '    }',
    '}',
    'procedure P {',
    '}',
}

local function check_indent()
    -- Comments keep their own columns, so they are not pushed to the left.
    local flat = vim.tbl_map(function(line)
        return line:match('^%s*%*') and line or vim.trim(line)
    end, INDENTED)
    open(flat)
    vim.cmd('silent normal! gg=G')
    equal(vim.api.nvim_buf_get_lines(0, 0, -1, true), INDENTED, 'gg=G')
    vim.cmd('silent normal! gg=G')
    equal(vim.api.nvim_buf_get_lines(0, 0, -1, true), INDENTED, 'gg=G again')
end

local function check_folds()
    open({ 'component Dog {', '    control;', '}' })
    vim.wo.foldmethod = 'syntax'
    vim.wo.foldlevel = 0
    equal(vim.fn.foldclosedend(1), 3, 'end of the fold of a component')
    vim.wo.foldmethod = 'manual'
end

harness.run(function()
    check('file type of .camkes and .idl4', check_filetype)
    check('highlighting of every construct', check_groups)
    check('a sample for every reserved word', check_every_word)
    check('a colour for every group', check_links)
    check('options of the file type', check_options)
    check('gf opens an import', check_goto_file)
    check('indentation', check_indent)
    check('folding by blocks', check_folds)
end)
