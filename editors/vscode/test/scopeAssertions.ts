// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/**
 * Files of ADL that say themselves how they are to be coloured.
 *
 * A line of the form `//   ^^^^^ scope` speaks of the code line above it: the columns over the carets are
 * tokens of their own and have that scope. `// <-----` with n dashes speaks of the first n columns, and
 * `!scope` asks that the scope is absent. These lines are taken out before the text is tokenized.
 */

import type { IGrammar } from 'vscode-textmate';
import { type Token, tokenize } from './tokenizer';

export interface ScopeAssertion {
    /** Line in the file, from 1, of the assertion itself. */
    readonly line: number;
    /** Index into `Sample.code`. */
    readonly codeLine: number;
    readonly start: number;
    readonly end: number;
    readonly wanted: readonly string[];
    readonly unwanted: readonly string[];
}

export interface Sample {
    readonly code: readonly string[];
    readonly assertions: readonly ScopeAssertion[];
}

export function parseSample(text: string): Sample {
    const code: string[] = [];
    const assertions: ScopeAssertion[] = [];
    text.split(/\r?\n/).forEach((line, index) => {
        const mark = /^\s*\/\/\s*(?:(\^+)|<(-+))((?: +!?[a-z0-9.-]+)+)\s*$/.exec(line);
        if (mark === null) {
            code.push(line);
            return;
        }
        const [, carets, dashes, scopes = ''] = mark;
        const start = carets === undefined ? 0 : line.indexOf('^');
        const names = scopes.trim().split(/ +/);
        assertions.push({
            line: index + 1,
            codeLine: code.length - 1,
            start,
            end: start + (carets ?? dashes ?? '').length,
            wanted: names.filter((name) => !name.startsWith('!')),
            unwanted: names.filter((name) => name.startsWith('!')).map((name) => name.slice(1)),
        });
    });
    return { code, assertions };
}

/** What is not as the sample says, one sentence each. */
export function check(grammar: IGrammar, sample: Sample): string[] {
    const tokens = tokenize(grammar, sample.code);
    return sample.assertions.flatMap((assertion) => checkOne(assertion, sample, tokens[assertion.codeLine] ?? []));
}

/** The text that an assertion speaks of. */
export function assertedText(sample: Sample, assertion: ScopeAssertion): string {
    return (sample.code[assertion.codeLine] ?? '').slice(assertion.start, assertion.end);
}

function checkOne(assertion: ScopeAssertion, sample: Sample, tokens: readonly Token[]): string[] {
    const { start, end, wanted, unwanted } = assertion;
    const text = assertedText(sample, assertion);
    const where = `line ${assertion.line}, "${text}"`;
    if (text.length !== end - start) {
        return [`${where}: the marks reach beyond the line`];
    }
    const covering = tokens.filter((token) => token.start < end && token.end > start);
    const problems: string[] = [];
    // Part of a string or comment may be marked; a word must be marked whole.
    const whole = wanted.some((scope) => !/^(?:comment|meta|string)\./.test(scope));
    const bounded = tokens.some((token) => token.start === start) && tokens.some((token) => token.end === end);
    if (whole && !bounded) {
        problems.push(`${where}: is not a token of its own`);
    }
    for (const { scopes } of covering) {
        for (const scope of wanted.filter((name) => !scopes.includes(name))) {
            problems.push(`${where}: has not ${scope}, but ${scopes.join(' ')}`);
        }
        for (const scope of unwanted.filter((name) => scopes.includes(name))) {
            problems.push(`${where}: has ${scope}`);
        }
    }
    return problems;
}
