// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** package.json, the files it names and the code say the same. */

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { renderIcon } from '../scripts/icon.mjs';
import { CLIENT_COMMANDS } from '../src/clientCommands';
import { ARCHITECTURES, LOG_LEVELS } from '../src/settings';
import { ROOT } from './tokenizer';

interface Manifest {
    readonly version: string;
    readonly main: string;
    readonly icon: string;
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
    readonly contributes: {
        readonly languages: readonly {
            id: string;
            aliases: string[];
            extensions: string[];
            configuration: string;
            icon: Record<string, string>;
        }[];
        readonly grammars: readonly { language?: string; scopeName: string; path: string }[];
        readonly snippets: readonly { language: string; path: string }[];
        readonly commands: readonly { command: string; title: string; category: string }[];
        readonly menus: Readonly<Record<string, readonly { command: string }[]>>;
        readonly taskDefinitions: readonly { properties: { architecture: { enum: unknown[] } } }[];
        readonly tomlValidation: readonly { url: string }[];
        readonly walkthroughs: readonly {
            steps: readonly { description: string; media: { markdown: string }; completionEvents: string[] }[];
        }[];
        readonly configuration: { readonly properties: Readonly<Record<string, { enum?: unknown[]; default: unknown }>> };
        readonly semanticTokenTypes: readonly { id: string; superType: string }[];
        readonly semanticTokenScopes: readonly { language: string; scopes: Readonly<Record<string, string[]>> }[];
        readonly problemPatterns: readonly { name: string; regexp: string }[];
        readonly problemMatchers: readonly { pattern: string }[];
    };
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const { contributes } = manifest;
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
const sources = readdirSync(path.join(ROOT, 'src'))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(`src/${name}`))
    .join('\n');

const files = [
    manifest.icon,
    ...contributes.languages.flatMap((language) => [language.configuration, ...Object.values(language.icon)]),
    ...contributes.grammars.map((grammar) => grammar.path),
    ...contributes.snippets.map((snippet) => snippet.path),
    ...contributes.tomlValidation.map((schema) => schema.url),
    ...steps.map((step) => step.media.markdown),
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
];

test('every file that the manifest names is packed', () => {
    const packed = read('.vscodeignore')
        .split('\n')
        .filter((line) => line.startsWith('!'))
        .map((line) => new RegExp(`^${line.slice(1).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`));
    const wanted = [manifest.main, 'out/graph.js', ...files].map((file) => path.normalize(file));
    assert.deepEqual(
        wanted.filter((file) => !packed.some((pattern) => pattern.test(file))),
        [],
    );
});

test('every file that the manifest names is there', () => {
    assert.deepEqual(
        files.filter((file) => !existsSync(path.join(ROOT, file))),
        [],
    );
    assert.match(read('scripts/bundle.mjs'), new RegExp(`outfile: '${manifest.main.slice(2)}'`));
});

test('.camkes and .idl4 are CAmkES', () => {
    const camkes = contributes.languages.find((language) => language.id === 'camkes');
    assert.deepEqual(camkes?.extensions, ['.camkes', '.idl4']);
    assert.ok(camkes.aliases.includes('CAmkES'));
});

test('every grammar has the scope name that the manifest says', () => {
    for (const grammar of contributes.grammars) {
        assert.equal((JSON.parse(read(grammar.path)) as { scopeName: string }).scopeName, grammar.scopeName);
    }
});

test('commands of the manifest and commands of the code are the same', () => {
    const registered = [...sources.matchAll(/registerCommand\(\s*'([^']+)'/g)].map((match) => match[1]);
    assert.deepEqual(registered.sort(), contributes.commands.map(({ command }) => command).sort());
});

const ours = contributes.commands.map(({ command }) => command);

/** Kinds of words that every client of the protocol knows. */
const STANDARD_TYPES = new Set(
    (
        'namespace type class enum interface struct typeParameter parameter variable property enumMember event function ' +
        'method macro keyword modifier comment string number regexp operator decorator label'
    ).split(' '),
);

/** Commands of VS Code itself. */
const EDITOR_COMMANDS = ['editor.action.showReferences', 'workbench.action.openSettings', 'workbench.action.tasks.build'];

test('commands of menus, walkthrough and lenses are there', () => {
    const inMenus = Object.values(contributes.menus).flatMap((menu) => menu.map(({ command }) => command));
    const inSteps = steps.flatMap((step) => [
        ...[...step.description.matchAll(/\(command:([^?)]+)/g)].map((match) => match[1] ?? ''),
        ...step.completionEvents.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []),
    ]);
    assert.ok(inMenus.length > 0 && inSteps.length > 0);
    const known = new Set([...ours, ...EDITOR_COMMANDS]);
    assert.deepEqual(
        [...inMenus, ...inSteps, ...CLIENT_COMMANDS].filter((command) => !known.has(command)),
        [],
    );
});

test('commands that the code starts are ours or of VS Code', () => {
    const known = new Set([...ours, ...EDITOR_COMMANDS]);
    const started = [...sources.matchAll(/(?:executeCommand\(\s*|command: |command = )'([^']+)'/g)].map(
        (match) => match[1] ?? '',
    );
    assert.ok(started.length > 0);
    assert.deepEqual(
        started.filter((command) => !known.has(command)),
        [],
    );
});

test('every setting is read by the code, except the one that the client library reads itself', () => {
    const unread = Object.keys(contributes.configuration.properties)
        .map((name) => name.replace(/^camkes\./, ''))
        .filter((name) => !sources.includes(`'${name}'`));
    assert.deepEqual(unread, ['trace.server']);
});

test('the architectures of the schema are those that the server is told', () => {
    const { enum: values } = contributes.configuration.properties['camkes.architecture'] ?? {};
    assert.deepEqual(values, [null, ...ARCHITECTURES]);
    assert.deepEqual(contributes.taskDefinitions[0]?.properties.architecture.enum, [...ARCHITECTURES]);
});

test('the levels of the log in the schema are those that the server is told', () => {
    assert.deepEqual(contributes.configuration.properties['camkes.log.level']?.enum, [...LOG_LEVELS]);
});

test('kinds of words that VS Code does not know have one that it knows, and a scope of the grammar', () => {
    const server = readFileSync(path.join(ROOT, '../../crates/lsp-server/src/handlers/request/semantic_tokens.rs'), 'utf8');
    const [, types = ''] = /const TYPES: [^=]*= \[([^\]]*)\]/.exec(server) ?? [];
    const all = [...types.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
    const contributed = contributes.semanticTokenTypes.map(({ id }) => id);
    assert.ok(all.length > 0);
    assert.deepEqual(
        all.filter((type) => !STANDARD_TYPES.has(type)),
        contributed,
    );
    assert.ok(contributes.semanticTokenTypes.every(({ superType }) => STANDARD_TYPES.has(superType)));
    const [mapped] = contributes.semanticTokenScopes;
    assert.deepEqual(Object.keys(mapped?.scopes ?? {}), contributed);
    const grammar = read('syntaxes/camkes.tmLanguage.json');
    const scopes = Object.values(mapped?.scopes ?? {}).flat();
    assert.deepEqual(
        scopes.filter((scope) => !grammar.includes(`"${scope}"`)),
        [],
    );
});

test('the problem matcher reads a line of camkes-lsp', () => {
    const [pattern] = contributes.problemPatterns;
    assert.equal(contributes.problemMatchers[0]?.pattern, `$${pattern?.name ?? ''}`);
    const regexp = new RegExp(pattern?.regexp ?? '(?!)');
    const fields = (line: string) => regexp.exec(line)?.slice(1);
    assert.deepEqual(fields('apps/a b/x.camkes:12:7: error[unknown-component]: there is no component `Foo`'), [
        'apps/a b/x.camkes',
        '12',
        '7',
        'error',
        'unknown-component',
        'there is no component `Foo`',
    ]);
    assert.deepEqual(fields('C:\\src\\x.idl4:1:1: warning: w: 1:2')?.slice(0, 4), ['C:\\src\\x.idl4', '1', '1', 'warning']);
    assert.equal(fields('   Compiling camkes-syntax v0.1.0'), undefined);
    assert.equal(fields('note: 3 files written'), undefined);
});

test('the icon is the drawing', async () => {
    const png = readFileSync(path.join(ROOT, manifest.icon));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [128, 128]);
    assert.ok(png.equals(await renderIcon()), 'run `npm run icon`');
});

test('dependencies are pinned, and the lock file names no registry', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
        assert.match(version, /^\d+\.\d+\.\d+$/, name);
    }
    assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
});

test('the changelog speaks of this version', () => {
    assert.match(read('CHANGELOG.md'), new RegExp(`^## ${manifest.version.replaceAll('.', '\\.')}\\b`, 'm'));
});
