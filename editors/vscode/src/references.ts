// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Shows the places that a code lens has counted. */

import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient/node';

export async function showReferences(uri: string, at: Position, locations: readonly Location[]): Promise<void> {
    await vscode.commands.executeCommand(
        'editor.action.showReferences',
        vscode.Uri.parse(uri),
        new vscode.Position(at.line, at.character),
        locations.map((location) => new vscode.Location(vscode.Uri.parse(location.uri), rangeOf(location.range))),
    );
}

/** A range of the protocol as the editor has it; both count UTF-16 units. */
export function rangeOf({ start, end }: Location['range']): vscode.Range {
    return new vscode.Range(start.line, start.character, end.line, end.character);
}
