// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The bundle as VS Code loads it, on a stand-in for VS Code that has only what activation needs. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import path from 'node:path';
import test from 'node:test';
import { ROOT } from './tokenizer';

interface Extension {
    activate(context: unknown): Promise<void>;
    deactivate(): Promise<void> | undefined;
}

/** What the extension did to VS Code. */
interface Editor {
    readonly commands: Map<string, () => unknown>;
    readonly errors: string[];
    readonly log: string[];
    readonly status: { text?: string; detail?: string; severity?: unknown };
    shown: number;
}

/** An object that has every member: the client library names hundreds of VS Code's classes when it is loaded. */
function anything(known: Readonly<Record<string, unknown>> = {}): object {
    const nothing = Object.assign(function () {
        // A base class of the library's, never made.
    }, known);
    return new Proxy(nothing, {
        get: (target, name): unknown => (name in target ? Reflect.get(target, name) : anything()),
    });
}

function standIn(settings: Readonly<Record<string, unknown>>): { editor: Editor; vscode: object } {
    const editor: Editor = { commands: new Map(), errors: [], log: [], status: {}, shown: 0 };
    const disposable = { dispose: () => undefined };
    const write = (text: string) => editor.log.push(text);
    const channel = { ...disposable, info: write, warn: write, error: write, show: () => (editor.shown += 1) };
    const vscode = anything({
        EventEmitter: class {
            readonly event = () => disposable;
            readonly dispose = () => undefined;
        },
        Disposable: { from: () => disposable },
        StatusBarAlignment: {},
        tasks: { registerTaskProvider: () => disposable },
        window: anything({
            createStatusBarItem: () => ({ ...disposable, show: () => undefined, hide: () => undefined }),
            onDidChangeActiveTextEditor: () => disposable,
            createOutputChannel: () => channel,
            showErrorMessage: (text: string) => {
                editor.errors.push(text);
                return Promise.resolve(undefined);
            },
        }),
        languages: anything({ createLanguageStatusItem: () => Object.assign(editor.status, disposable) }),
        commands: anything({
            registerCommand: (name: string, action: () => unknown) => {
                editor.commands.set(name, action);
                return disposable;
            },
        }),
        workspace: anything({
            getConfiguration: () => ({ get: (name: string, fallback: unknown) => settings[name] ?? fallback }),
            workspaceFolders: [],
            onDidChangeConfiguration: () => disposable,
            onDidChangeTextDocument: () => disposable,
            registerTextDocumentContentProvider: () => disposable,
            createFileSystemWatcher: () => anything(disposable),
        }),
        LanguageStatusSeverity: { Information: 0, Warning: 1, Error: 2 },
    });
    return { editor, vscode };
}

/** Loads the bundle anew, with `vscode` answered by the stand-in. */
function load(vscode: object): Extension {
    const require = createRequire(path.join(ROOT, 'package.json'));
    const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
    const original = loader._load;
    loader._load = (request, ...rest) => (request === 'vscode' ? vscode : original(request, ...rest));
    try {
        const file = require.resolve('./out/extension.js');
        Reflect.deleteProperty(require.cache, file);
        return require(file) as Extension;
    } finally {
        loader._load = original;
    }
}

test('without a server the extension is active, says why, and offers another try', async () => {
    const { editor, vscode } = standIn({ 'server.path': '/no/such/camkes-lsp' });
    const subscriptions: unknown[] = [];
    const extension = load(vscode);
    await extension.activate({ subscriptions, extensionPath: ROOT });

    const { contributes } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
        contributes: { commands: { command: string }[] };
    };
    assert.deepEqual([...editor.commands.keys()].sort(), contributes.commands.map(({ command }) => command).sort());
    assert.equal(editor.errors.length, 1);
    assert.match(editor.errors[0] ?? '', /\/no\/such\/camkes-lsp/);
    assert.match(editor.status.detail ?? '', /\/no\/such\/camkes-lsp/);
    assert.equal(editor.status.severity, 2);
    assert.ok(subscriptions.length >= 5);

    await editor.commands.get('camkes.restartServer')?.();
    assert.equal(editor.errors.length, 2);
    await editor.commands.get('camkes.selectSystem')?.();
    assert.match(editor.errors[2] ?? '', /not running/);
    editor.commands.get('camkes.showServerLog')?.();
    assert.equal(editor.shown, 1);
    await extension.deactivate();
});
