// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What the driver inside of VS Code asks the runner for, which has the browser: each a POST with JSON to a path of this name. */

/** Parameters and result of each. */
export interface Actions {
    /** A check has ended. */
    report: [{ name: string; failure?: string }, null];
    /** All checks have ended. */
    done: [null, null];
    /** Writes what the window shows to an image. */
    picture: [{ name: string }, null];
    /** What the picture of the system shows, when its page has it. */
    graph: [null, { nodes: string[]; connections: string[]; note: string } | null];
    /** Clicks an instance in that picture. */
    clickNode: [{ name: string }, null];
    /** Presses a button of that page. */
    clickTool: [{ name: string }, { width: number }];
    /** Chooses the line of an open list that has this text; an answer when it is chosen. */
    choose: [{ text: string }, null];
    /** The text of what a selector finds in the window, each once. */
    text: [{ selector: string }, string[]];
    /** How many colours the words of the editor in front have. */
    colours: [null, number];
    /** Moves the pointer over a word of an editor. */
    point: [{ text: string }, null];
    /** Presses a key. */
    press: [{ key: string }, null];
}

/** Name of the variable with the runner's address. */
export const RUNNER = 'CAMKES_E2E_RUNNER';

/** Name of the variable with a text: of the checks, only those run that have it in their name. */
export const ONLY = 'CAMKES_E2E_ONLY';
