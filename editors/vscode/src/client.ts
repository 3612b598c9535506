// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Makes the language client: how the server is started and what it is told. */

import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import {
    DidChangeConfigurationNotification,
    LanguageClient,
    type LanguageClientOptions,
    type ServerOptions,
} from 'vscode-languageclient/node';
import { clientCommands } from './clientCommands';
import { documentUri } from './documentUri';
import { locateServer, type ServerLocation } from './serverLocation';
import { extraEnvironment, type ServerSettings, serverSettings } from './settings';

/** The server that the settings, the extension and `PATH` lead to now. */
export function currentServer(context: vscode.ExtensionContext): ServerLocation {
    return locateServer({
        configured: vscode.workspace.getConfiguration('camkes').get<string>('server.path', ''),
        extensionFolder: context.extensionPath,
        workspaceFolder: firstFolder(),
        home: homedir(),
        environment: process.env,
        platform: process.platform,
        isExecutable,
    });
}

/** A client for the server at `command`, not started yet. */
export function createClient(command: string, log: vscode.LogOutputChannel): LanguageClient {
    const extraEnv = extraEnvironment(vscode.workspace.getConfiguration('camkes').get('server.extraEnv'));
    const server: ServerOptions = {
        command,
        args: ['--stdio'],
        // The binary speaks over stdio by itself; naming the transport here would repeat the argument.
        options: { env: { ...process.env, ...extraEnv } },
    };
    const options: LanguageClientOptions = {
        documentSelector: [
            { scheme: 'file', language: 'camkes' },
            { scheme: 'untitled', language: 'camkes' },
        ],
        outputChannel: log,
        initializationOptions: () => currentSettings(),
        uriConverters: { code2Protocol: documentUri, protocol2Code: (uri) => vscode.Uri.parse(uri) },
        middleware: {
            workspace: {
                // A server that asks gets the same answer as one that is told.
                configuration: async (params, token, next) => {
                    const values = await next(params, token);
                    if (!Array.isArray(values)) {
                        return values;
                    }
                    return values.map((value: unknown, index) => {
                        const item = params.items[index];
                        return item?.section === 'camkes' ? settingsOf(item.scopeUri) : value;
                    });
                },
            },
        },
    };
    const client = new LanguageClient('camkes', 'CAmkES Language Server', server, options);
    client.registerFeature(clientCommands);
    return client;
}

/** Tells a running server the settings as they are now. */
export async function sendSettings(client: LanguageClient): Promise<void> {
    await client.sendNotification(DidChangeConfigurationNotification.type, {
        settings: { camkes: currentSettings() },
    });
}

/** The settings of a folder of the workspace; of the workspace as a whole without one. */
function settingsOf(scopeUri: string | undefined): ServerSettings {
    return currentSettings(scopeUri === undefined ? undefined : vscode.Uri.parse(scopeUri));
}

/** The settings as they are now, of a folder or of the workspace as a whole. */
export function currentSettings(folder?: vscode.Uri): ServerSettings {
    const configuration = vscode.workspace.getConfiguration('camkes', folder);
    return serverSettings(
        {
            importPaths: configuration.get('importPaths'),
            roots: configuration.get('roots'),
            architecture: configuration.get('architecture'),
            includePaths: configuration.get('includePaths'),
            defines: configuration.get('defines'),
            undefines: configuration.get('undefines'),
            preprocess: configuration.get('preprocess'),
            deviceTree: configuration.get('deviceTree'),
            gpioList: configuration.get('gpioList'),
            templatePaths: configuration.get('templatePaths'),
            buildDir: configuration.get('buildDir'),
            forwardReferences: configuration.get('forwardReferences'),
            rules: configuration.get('rules'),
            generateOnSave: configuration.get('generateOnSave'),
            outputFolder: configuration.get('outputFolder'),
            inlayHints: {
                values: configuration.get('inlayHints.values'),
                directions: configuration.get('inlayHints.directions'),
                threads: configuration.get('inlayHints.threads'),
            },
            logLevel: configuration.get('log.level'),
            cFiles: configuration.get('cFiles'),
            checkWorkspace: configuration.get('checkWorkspace'),
        },
        { workspaceFolder: folder?.fsPath ?? firstFolder(), home: homedir() },
    );
}

function firstFolder(): string | undefined {
    return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}
