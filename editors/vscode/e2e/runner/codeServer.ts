// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** A code-server with the package installed, and a copy of the examples open. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { RUNNER } from '../protocol';

/** Milliseconds until it must answer. */
const PATIENCE = 60_000;

/** What the editor is set to: nothing that moves, asks, or goes to the network. */
const SETTINGS = {
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.renderWhitespace': 'none',
    'extensions.autoCheckUpdates': false,
    'extensions.ignoreRecommendations': true,
    'files.autoSave': 'off',
    'files.hotExit': 'off',
    'security.workspace.trust.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'window.commandCenter': false,
    'workbench.colorTheme': 'Default Light Modern',
    'workbench.layoutControl.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
};

/** Where things are. */
export interface Places {
    /** Folder with npm's code-server. */
    readonly cache: string;
    /** The package under test. */
    readonly vsix: string;
    /** The companion extension, unpacked. */
    readonly driver: string;
    readonly examples: string;
    /** An empty folder for all that is written. */
    readonly scratch: string;
}

export interface CodeServer {
    readonly url: string;
    readonly process: ChildProcess;
}

export async function startCodeServer(places: Places, runner: string): Promise<CodeServer> {
    const { scratch } = places;
    const [user, extensions, workspace] = ['user', 'extensions', 'examples'].map((name) => path.join(scratch, name)) as [string, string, string];
    await cp(places.examples, workspace, { recursive: true });
    await mkdir(path.join(user, 'User'), { recursive: true });
    await writeFile(path.join(user, 'User/settings.json'), JSON.stringify(SETTINGS));
    await cp(places.driver, path.join(extensions, 'camkes-lsp.camkes-driver-0.0.0'), { recursive: true });

    const entry = path.join(places.cache, 'node_modules/code-server/out/node/entry.js');
    const folders = ['--user-data-dir', user, '--extensions-dir', extensions];
    const environment = { ...process.env, [RUNNER]: runner };
    execFileSync(process.execPath, [entry, ...folders, '--install-extension', places.vsix], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });

    const port = await freePort();
    const options = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'];
    const child = spawn(process.execPath, [entry, ...options, ...folders], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
    const url = `http://127.0.0.1:${port}`;
    await answers(url, child);
    return { url: `${url}/?folder=${encodeURIComponent(workspace)}`, process: child };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (Date.now() < end) {
        await pause(100);
        if (child.exitCode !== null) {
            throw new Error(`code-server ended with the code ${child.exitCode}`);
        }
        if (await fetch(url).then(({ ok }) => ok, () => false)) {
            return;
        }
    }
    throw new Error(`code-server does not answer within ${PATIENCE} ms`);
}

/** A port that nobody listens at now. */
async function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.on('error', reject);
        server.listen(0, '127.0.0.1', () => {
            const address = server.address();
            server.close(() => {
                resolve(typeof address === 'object' && address ? address.port : 0);
            });
        });
    });
}
