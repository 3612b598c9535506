// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** Opens a file that is generated for what is at the cursor; its text follows the editor's. */

import * as vscode from 'vscode';
import { type FileChoice, fileChoices } from './generatedFiles';
import type { Place } from './place';
import type { Ask } from './requests';

export async function openGenerated(ask: Ask, place: Place): Promise<void> {
    const made = await ask('camkes/generated', place);
    if (made === null || made.files.length === 0) {
        void vscode.window.showInformationMessage('CAmkES: nothing is generated for this.');
        return;
    }
    const choices: readonly FileChoice[] = fileChoices(made);
    const title = `Generated files of ${made.entity ?? 'the system'}`;
    const chosen = choices.length === 1 ? choices[0] : await vscode.window.showQuickPick(choices, { title });
    if (chosen !== undefined) {
        await vscode.window.showTextDocument(vscode.Uri.parse(chosen.uri), { viewColumn: vscode.ViewColumn.Beside });
    }
}
