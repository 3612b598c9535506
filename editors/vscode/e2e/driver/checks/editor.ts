// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What needs no server: colours, snippets, comments; and what VS Code shows of the extension. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ask, type Check, eventually, found, open, rangeOf, replace, ruleOf, select } from '../harness';

const ECHO = 'echo/echo.camkes';
const CATTERY = 'cattery/cattery.camkes';

export const editorChecks: readonly Check[] = [
    ['words have colours', async () => {
        await open(CATTERY);
        await eventually('five colours', async () => (await ask('colours', null)) >= 5);
    }],
    ['a snippet is inserted by its name', async () => {
        const editor = await open(ECHO);
        select(editor, rangeOf(editor.document, '\nassembly {', '\n'));
        await vscode.commands.executeCommand('editor.action.insertSnippet', { langId: 'camkes', name: 'Component with a thread of control' });
        await eventually('the text', () => /component Name \{\n {4}control;/.test(editor.document.getText()));
    }],
    ['comments are put on and taken off by the key', async () => {
        const editor = await open(ECHO);
        const before = editor.document.getText();
        select(editor, rangeOf(editor.document, 'component Echo echo;'));
        await vscode.commands.executeCommand('editor.action.commentLine');
        await eventually('a comment', () => editor.document.getText().includes('// component Echo echo;'));
        await vscode.commands.executeCommand('editor.action.commentLine');
        assert.equal(editor.document.getText(), before);
    }],
    ['the walkthrough has its four steps', async () => {
        await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'camkes-lsp.camkes#start', false);
        await eventually('the steps', async () => {
            const steps = await ask('text', { selector: '.step-title' });
            return ['Start the language server', 'Choose the system', 'See the system', 'Generate the code'].every((title) => steps.includes(title));
        });
    }],
    ['commands are there, and the settings have their defaults', async () => {
        const commands = new Set(await vscode.commands.getCommands(true));
        const { contributes } = vscode.extensions.getExtension('camkes-lsp.camkes')?.packageJSON as {
            contributes: { commands: { command: string }[]; configuration: { properties: Record<string, { default: unknown }> } };
        };
        assert.deepEqual(contributes.commands.filter(({ command }) => !commands.has(command)), []);
        const settings = Object.entries(contributes.configuration.properties);
        assert.ok(settings.length > 10);
        for (const [name, { default: value }] of settings) {
            assert.deepEqual(vscode.workspace.getConfiguration().inspect(name)?.defaultValue, value, name);
        }
    }],
    ['a picture of a mistake for the documents', async () => {
        const editor = await open(CATTERY);
        await replace(editor, 'component Pen sunny;', 'component Pan sunny;');
        await eventually('the error', () => found(editor.document.uri).some((each) => ruleOf(each) === 'unknown-component'));
        await vscode.commands.executeCommand('workbench.action.closeSidebar');
        select(editor, rangeOf(editor.document, 'component Pan sunny', 'Pan'));
        const texts = async (selector: string) => (await ask('text', { selector })).join(' ');
        // They come late and move the lines below.
        await eventually('lenses', async () => (await texts('.codelens-decoration')).includes('Show graph'));
        await ask('point', { text: 'Pan' });
        await eventually('the message with its fix', async () => /Pan[^]*Quick Fix/.test(await texts('.monaco-hover')));
        await ask('picture', { name: 'mistake' });
    }],
];
