// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The window of VS Code, in a browser that nobody sees. */

import path from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { Actions } from '../protocol';

type Handlers = { [A in Exclude<keyof Actions, 'report' | 'done'>]: (params: Actions[A][0]) => Promise<Actions[A][1]> };

/** What can be done with the window; images go to a folder. */
export function windowActions(page: Page, images: string): Handlers {
    return {
        picture: async ({ name }) => {
            await page.screenshot({ path: path.join(images, `${name}.png`), animations: 'disabled', caret: 'hide' });
            return null;
        },
        graph: async () => {
            const frame = await graphFrame(page);
            return frame && {
                nodes: await attributes(frame, '#picture [data-node]', 'data-node'),
                connections: await attributes(frame, '#picture [data-connection]', 'data-connection'),
                note: await frame.locator('#note').innerText(),
            };
        },
        clickNode: async ({ name }) => {
            const frame = await neededFrame(page);
            await frame.locator(`[data-node="${name}"] text`).first().click();
            return null;
        },
        clickTool: async ({ name }) => {
            const frame = await neededFrame(page);
            await frame.locator(`#${name}`).click();
            return { width: (await frame.locator('#picture svg').boundingBox())?.width ?? 0 };
        },
        choose: async ({ text }) => {
            await page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: text }).first().click();
            return null;
        },
        text: async ({ selector }) => [...new Set(await page.locator(selector).allInnerTexts())],
        colours: async () => {
            const classes = await attributes(page, '.editor-instance .view-line span[class^="mtk"]', 'class');
            return new Set(classes.map((names) => names.split(' ')[0])).size;
        },
        point: async ({ text }) => {
            await page.locator('.view-line span').getByText(text, { exact: true }).first().hover();
            return null;
        },
        press: async ({ key }) => {
            await page.keyboard.press(key);
            return null;
        },
    };
}

/** The page with the picture, when it has one. */
async function graphFrame(page: Page): Promise<Frame | null> {
    for (const frame of page.frames()) {
        const nodes = await frame.locator('#picture [data-node]').count().catch(() => 0);
        if (nodes > 0) {
            return frame;
        }
    }
    return null;
}

async function neededFrame(page: Page): Promise<Frame> {
    const frame = await graphFrame(page);
    if (frame === null) {
        throw new Error('no page has the picture of a system');
    }
    return frame;
}

/** The values of an attribute, each once. */
async function attributes(inside: Frame | Page, selector: string, name: string): Promise<string[]> {
    const values = new Set<string>();
    for (const part of await inside.locator(selector).all()) {
        values.add((await part.getAttribute(name)) ?? '');
    }
    return [...values];
}
