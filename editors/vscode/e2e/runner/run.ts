// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Starts VS Code with the package and the driver in it, and does what the driver asks for; each check is a line of the output. */

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import type { Actions } from '../protocol';
import { startCodeServer } from './codeServer';
import { windowActions } from './window';

/** Milliseconds after which a run that has not ended has failed. */
const LONGEST = 30 * 60_000;

/** The size of the window, which is that of the images. */
const WINDOW = { width: 1280, height: 690 };

const { values: options } = parseArgs({
    options: {
        cache: { type: 'string', default: '' },
        vsix: { type: 'string', default: '' },
        driver: { type: 'string', default: '' },
        examples: { type: 'string', default: '' },
        images: { type: 'string', default: '' },
        browser: { type: 'string', default: '' },
    },
});

type Answer = (action: string, params: unknown) => Promise<unknown>;

async function main(): Promise<number> {
    const scratch = await mkdtemp(path.join(os.tmpdir(), 'camkes-e2e-'));
    await mkdir(options.images, { recursive: true });
    let answer: Answer = () => Promise.reject(new Error('there is no window yet'));
    const control = await listen((action, params) => answer(action, params));
    try {
        const address = control.address();
        const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
        const { url: window, process: codeServer } = await startCodeServer({ ...options, scratch }, url);
        const browser = await chromium.launch({ executablePath: options.browser, args: ['--no-sandbox', '--force-color-profile=srgb'] });
        try {
            const page = await browser.newPage({ viewport: WINDOW });
            page.setDefaultTimeout(30_000);
            return await new Promise<number>((resolve, reject) => {
                answer = conversation({ ...windowActions(page, options.images) }, resolve);
                setTimeout(() => {
                    reject(new Error(`the driver has not ended within ${LONGEST} ms`));
                }, LONGEST).unref();
                codeServer.on('exit', (code) => {
                    reject(new Error(`code-server ended with the code ${String(code)}`));
                });
                page.goto(window, { timeout: LONGEST }).catch(reject);
            });
        } finally {
            await browser.close();
            codeServer.removeAllListeners('exit');
            codeServer.kill();
        }
    } finally {
        control.close();
        control.closeAllConnections();
        await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
}

/** Answers the driver, and tells how many checks failed when it is done. */
function conversation(actions: Readonly<Record<string, (params: never) => Promise<unknown>>>, done: (failed: number) => void): Answer {
    let failed = 0;
    return async (action, params) => {
        if (action === 'report') {
            const { name, failure } = params as Actions['report'][0];
            process.stdout.write(failure === undefined ? `ok ${name}\n` : `FAILED ${name}: ${failure}\n`);
            failed += failure === undefined ? 0 : 1;
            return null;
        }
        if (action === 'done') {
            done(failed);
            return null;
        }
        const act = actions[action];
        if (act === undefined) {
            throw new Error(`there is no action ${action}`);
        }
        return act(params as never);
    };
}

/** Listens for the driver. */
async function listen(answer: Answer): Promise<Server> {
    const handle = async (request: IncomingMessage) => answer((request.url ?? '').slice(1), JSON.parse(await text(request)) as unknown);
    const server = createServer((request, response) => {
        handle(request).then(
            (result) => response.end(JSON.stringify(result ?? null)),
            (error: unknown) => {
                response.writeHead(500).end(error instanceof Error ? error.message : String(error));
            },
        );
    });
    return new Promise((resolve) => server.listen(0, '127.0.0.1', () => { resolve(server); }));
}

main().then(
    (failed) => {
        process.exitCode = failed > 0 ? 1 : 0;
    },
    (error: unknown) => {
        process.stdout.write(`FAILED to run: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    },
);
