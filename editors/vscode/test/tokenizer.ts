// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** VS Code's own tokenizer over our grammar. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate';

/** The extension's folder: `npm test` runs there. */
export const ROOT = process.cwd();

/** One token: columns count UTF-16 units from 0, `scopes` are from the outermost to the innermost. */
export interface Token {
    readonly start: number;
    readonly end: number;
    readonly scopes: readonly string[];
}

const GRAMMARS: Readonly<Record<string, string>> = {
    'source.camkes': 'syntaxes/camkes.tmLanguage.json',
    'markdown.camkes.codeblock': 'syntaxes/markdown-codeblock.tmLanguage.json',
};

export function grammarText(scopeName = 'source.camkes'): string {
    const file = GRAMMARS[scopeName];
    if (file === undefined) {
        throw new Error(`no grammar ${scopeName}`);
    }
    return readFileSync(path.join(ROOT, file), 'utf8');
}

/** Loads a grammar; `adlGrammar` replaces the text of the ADL's own. */
export async function loadGrammar(scopeName = 'source.camkes', adlGrammar = grammarText()): Promise<IGrammar> {
    const registry = new Registry({
        onigLib: oniguruma(),
        loadGrammar: (name) => {
            const text = name === 'source.camkes' ? adlGrammar : grammarText(name);
            return Promise.resolve(parseRawGrammar(text, `${name}.json`));
        },
    });
    const grammar = await registry.loadGrammar(scopeName);
    if (grammar === null) {
        throw new Error(`no grammar ${scopeName}`);
    }
    return grammar;
}

/** The tokens of each line. */
export function tokenize(grammar: IGrammar, lines: readonly string[]): Token[][] {
    let state = INITIAL;
    return lines.map((line) => {
        const result = grammar.tokenizeLine(line, state);
        state = result.ruleStack;
        return result.tokens.map(({ startIndex, endIndex, scopes }) => ({
            start: startIndex,
            // The tokenizer counts a line break that is not in the text.
            end: Math.min(endIndex, line.length),
            scopes,
        }));
    });
}

let loaded: ReturnType<typeof load> | undefined;

function oniguruma() {
    loaded ??= load();
    return loaded;
}

async function load() {
    const wasm = createRequire(path.join(ROOT, 'package.json')).resolve('vscode-oniguruma/release/onig.wasm');
    await loadWASM(readFileSync(wasm));
    return { createOnigScanner, createOnigString };
}
