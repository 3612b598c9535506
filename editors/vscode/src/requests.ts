// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What the server answers beside the protocol; docs/protocol.md describes it. */

import type { Location, Position, TextDocumentIdentifier } from 'vscode-languageclient/node';

/** Names of requests, each with its parameters and its result. */
export interface Requests {
    'camkes/assemblyGraph': [{ textDocument: TextDocumentIdentifier }, AssemblyGraph | null];
    'camkes/generated': [{ textDocument: TextDocumentIdentifier; position?: Position }, Generated | null];
    'camkes/capdl': [{ textDocument: TextDocumentIdentifier; position: Position }, Reach | null];
    'camkes/syntaxTree': [{ textDocument: TextDocumentIdentifier }, { text: string } | null];
    'camkes/expandMacro': [{ textDocument: TextDocumentIdentifier; position: Position }, Expansion | null];
    'camkes/serverStatus': [null, ServerStatus];
    'camkes/systems': [
        { textDocument?: TextDocumentIdentifier },
        { systems: System[]; ofDocument: string[]; others: { uri: string; name: string }[] },
    ];
    'camkes/setActiveSystem': [{ uri: string | null; architecture?: string | null }, unknown];
}

/** Asks the server; the promise fails with a reason to show when it can't answer. */
export type Ask = <M extends keyof Requests>(method: M, params: Requests[M][0]) => Promise<Requests[M][1]>;

/** The picture of a system. */
export interface AssemblyGraph {
    readonly root: string;
    readonly svg: string;
    readonly instances: Readonly<Record<string, Location>>;
    readonly connections: Readonly<Record<string, Location>>;
}

/** Files that are generated for an instance, or for a system. */
export interface Generated {
    readonly root: string;
    readonly entity: string | null;
    readonly files: readonly { readonly path: string; readonly uri: string }[];
}

/** What an instance can reach. */
export interface Reach {
    readonly root: string;
    readonly instance: string;
    readonly text: string;
}

/** What a use of a macro comes to. */
export interface Expansion {
    readonly name: string;
    readonly expansion: string;
}

/** What the server knows. */
export interface ServerStatus {
    readonly version: string;
    readonly openDocuments: number;
    readonly systems: readonly {
        readonly root: string;
        readonly active: boolean;
        readonly files: number;
        readonly instances: number | null;
        readonly errors: number;
        readonly warnings: number;
    }[];
}

/** A system in use. */
export interface System {
    readonly uri: string;
    readonly name: string;
    readonly active: boolean;
    readonly architecture: string | null;
    readonly instances: number | null;
    readonly errors: number;
    readonly warnings: number;
}
