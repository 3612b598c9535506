// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The server's life: where it comes from, what it is told, and that it comes back. */

import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import * as vscode from 'vscode';
import { type Check, documentWith, eventually, fileUri, found, open, placeOf, provided, replace, ruleOf } from '../harness';

const ECHO = 'echo/echo.camkes';

function extension(): vscode.Extension<unknown> {
    const found = vscode.extensions.getExtension('camkes-lsp.camkes');
    assert.ok(found, 'the extension is not installed');
    return found;
}

/** Numbers of the processes that run the server of the extension's package. */
function servers(): number[] {
    const binary = path.join(extension().extensionPath, 'server/camkes-lsp');
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((number) => {
        try {
            return readlinkSync(`/proc/${number}/exe`) === binary;
        } catch {
            return false;
        }
    });
}

async function server(): Promise<number> {
    return eventually('one server of the package', () => {
        const running = servers();
        return running.length === 1 && running[0];
    });
}

async function breakEcho(): Promise<vscode.Uri> {
    const editor = await open(ECHO);
    await replace(editor, 'component Echo echo', 'component Ecko echo');
    return editor.document.uri;
}

export const serverChecks: readonly Check[] = [
    ['the language is CAmkES, and the server that runs is the one of the package', async () => {
        for (const name of [ECHO, 'echo/interfaces/Echo.idl4']) {
            assert.equal((await open(name)).document.languageId, 'camkes', name);
        }
        await extension().activate();
        await server();
    }],
    ['the status names the version and the systems', async () => {
        await open(ECHO);
        const { version } = extension().packageJSON as { version: string };
        await vscode.commands.executeCommand('camkes.showServerStatus');
        const text = await eventually('the document', () => {
            const shown = documentWith(({ path }) => path.includes('server status'))?.getText();
            return shown?.includes('echo.camkes') && shown;
        });
        assert.ok(text.startsWith(`camkes-lsp ${version}\n`), text);
    }],
    ['settings reach the running server', async () => {
        const configuration = vscode.workspace.getConfiguration('camkes');
        const rules = () => found(fileUri(ECHO)).map(ruleOf);
        const before = await server();
        const editor = await open(ECHO);
        await replace(editor, 'assembly {', '#define IDLE 3\nassembly {');
        const rule = await eventually('a warning about the macro', () => rules()[0]);
        await configuration.update('rules', { [rule]: 'allow' }, vscode.ConfigurationTarget.Workspace);
        try {
            await eventually('no warning', () => rules().length === 0);
        } finally {
            await configuration.update('rules', undefined, vscode.ConfigurationTarget.Workspace);
        }
        await eventually('the warning again', () => rules().includes(rule));
        assert.equal(await server(), before, 'it is still the same process');
    }],
    ['a server that was killed comes back with what was edited', async () => {
        const uri = await breakEcho();
        await eventually('the mistake', () => found(uri).length > 0);
        const before = await server();
        process.kill(before, 'SIGKILL');
        await eventually('another process', () => servers().some((number) => number !== before));
        await eventually('the mistake again', () => found(uri).some((each) => ruleOf(each) === 'unknown-component'));
    }],
    ['the command makes a fresh server', async () => {
        const before = await server();
        await vscode.commands.executeCommand('camkes.restartServer');
        await eventually('another process alone', () => servers().length === 1 && servers()[0] !== before);
        const { document } = await open(ECHO);
        await eventually('a hover', async () => {
            const hovers = await provided<vscode.Hover[]>('HoverProvider', document.uri, placeOf(document, 'client.voice', 'voice'));
            return hovers.length > 0;
        });
    }],
];
