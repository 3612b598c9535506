// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** The commands of the server's code lenses, which the editor carries out; the server sends no lens for another. */

import type { StaticFeature } from 'vscode-languageclient/node';

export const CLIENT_COMMANDS = ['camkes.showReferences', 'camkes.openGenerated', 'camkes.showGraph'];

/** Names the commands in the capabilities of the client. */
export const clientCommands: StaticFeature = {
    fillClientCapabilities: (capabilities) => {
        const experimental: unknown = capabilities.experimental;
        const others = typeof experimental === 'object' && experimental !== null ? experimental : {};
        capabilities.experimental = { ...others, commands: { commands: CLIENT_COMMANDS } };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
};
