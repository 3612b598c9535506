// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** One server's life after another: started, restarted and stopped, strictly in turn. */

import * as vscode from 'vscode';
import { type LanguageClient, LSPErrorCodes, ResponseError, State } from 'vscode-languageclient/node';
import { createClient, currentServer, sendSettings } from './client';
import type { Requests } from './requests';
import type { Status } from './status';

/** How often a request is sent anew that a change of the text has overtaken. */
const RETRIES = 3;

export class Session implements vscode.Disposable {
    private client: LanguageClient | undefined;
    /** The last step asked for. The next one waits for it: two servers at once would both publish diagnostics. */
    private lastStep: Promise<void> = Promise.resolve();

    constructor(
        private readonly context: vscode.ExtensionContext,
        private readonly log: vscode.LogOutputChannel,
        private readonly status: Status,
        /** Hears when answers may have become others: another system, another server, other settings. */
        private readonly changed: () => void,
    ) {}

    /** Stops the running server, if any, and starts the one that the settings name now. */
    restart(): Promise<void> {
        return this.inTurn(async () => {
            await this.stopClient();
            await this.startClient();
        });
    }

    stop(): Promise<void> {
        return this.inTurn(() => this.stopClient());
    }

    /** Tells the server about changed settings; a server that is not running reads them when it starts. */
    settingsChanged(): Promise<void> {
        return this.inTurn(async () => {
            if (this.client?.state === State.Running) {
                await sendSettings(this.client);
                this.changed();
            }
        });
    }

    /** Asks the server; it fails where none runs, or the server can't answer. */
    async ask<M extends keyof Requests>(method: M, params: Requests[M][0]): Promise<Requests[M][1]> {
        await this.lastStep;
        for (let left = RETRIES; ; left -= 1) {
            const client = this.client;
            if (client?.state !== State.Running) {
                throw new Error('The language server is not running.');
            }
            try {
                return await client.sendRequest<Requests[M][1]>(method, params);
            } catch (error) {
                const overtaken = error instanceof ResponseError && error.code === LSPErrorCodes.ContentModified;
                if (!overtaken || left === 0) {
                    throw error;
                }
            }
        }
    }

    dispose(): void {
        void this.stop();
    }

    private inTurn(step: () => Promise<void>): Promise<void> {
        this.lastStep = this.lastStep.then(step).catch((error: unknown) => {
            this.log.error(String(error));
        });
        return this.lastStep;
    }

    private async startClient(): Promise<void> {
        const server = currentServer(this.context);
        if (server.kind === 'missing') {
            this.log.error(server.reason);
            this.status.failed(server.reason);
            void this.offerSettings(server.reason);
            return;
        }
        this.log.info(`starting ${server.command} (from ${server.origin})`);
        const client = createClient(server.command, this.log);
        client.onDidChangeState((change) => {
            if (client === this.client) {
                this.status.show(change.newState, server.command);
            }
        });
        client.onNotification('camkes/activeSystemChanged', this.changed);
        this.client = client;
        try {
            await client.start();
            this.status.running(client.initializeResult?.serverInfo?.version, server.command);
            this.changed();
        } catch (error) {
            this.status.failed(`${server.command} did not start: ${String(error)}`);
            throw error;
        }
    }

    private async stopClient(): Promise<void> {
        const client = this.client;
        this.client = undefined;
        if (client === undefined) {
            return;
        }
        try {
            await client.dispose();
        } catch (error) {
            // A server that died before it was asked to stop is as stopped as we want it.
            this.log.warn(`stopping the server: ${String(error)}`);
        }
        this.status.stopped();
    }

    private async offerSettings(reason: string): Promise<void> {
        const openSettings = 'Open Settings';
        const choice = await vscode.window.showErrorMessage(`CAmkES: ${reason}.`, openSettings);
        if (choice === openSettings) {
            await vscode.commands.executeCommand('workbench.action.openSettings', 'camkes.server.path');
        }
    }
}
