// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { assertedText, check, parseSample, type Sample } from './scopeAssertions';
import { grammarText, loadGrammar, ROOT, tokenize } from './tokenizer';

/** Every reserved word of the ADL: the exceptions of the identifier in the reference's grammar. */
const RESERVED_WORDS = (
    'assembly attribute binary_semaphore Buf char component composition configuration connection connector ' +
    'consumes control dataport Dataport Dataports emits Event Events export False false from group hardware has ' +
    'import in include inout int int64_t integer maybe mutex out procedure Procedure Procedures provides refin ' +
    'schedule semaphore signed string struct thread threads ticks to True true uint64_t unsigned us uses void with'
).split(' ');

const FIXTURES = path.join(ROOT, 'test', 'fixtures');

const samples = new Map<string, Sample>(
    readdirSync(FIXTURES).map((name) => [name, parseSample(readFileSync(path.join(FIXTURES, name), 'utf8'))]),
);

for (const [name, sample] of samples) {
    test(`scopes of ${name}`, async () => {
        assert.ok(sample.assertions.length >= 5, 'a sample asserts something');
        assert.deepEqual(check(await loadGrammar(), sample), []);
    });
}

test('every reserved word is coloured as one', () => {
    const coloured = new Set<string>();
    for (const sample of samples.values()) {
        for (const assertion of sample.assertions) {
            if (assertion.wanted.some((scope) => /^(keyword|storage|support|constant)\./.test(scope))) {
                coloured.add(assertedText(sample, assertion));
            }
        }
    }
    assert.deepEqual(
        RESERVED_WORDS.filter((word) => !coloured.has(word)),
        [],
    );
});

test('a reserved word dropped from the grammar is noticed', async () => {
    const unnoticed: string[] = [];
    for (const word of RESERVED_WORDS) {
        const grammar = await loadGrammar('source.camkes', withoutWord(grammarText(), word));
        if ([...samples.values()].every((sample) => check(grammar, sample).length === 0)) {
            unnoticed.push(word);
        }
    }
    assert.deepEqual(unnoticed, []);
});

test('a word that only begins like a reserved one stays a name', async () => {
    const sample = parseSample(
        [
            'component componentry {',
            '//        ^^^^^^^^^^^ entity.name.type.component.camkes',
            '    uses in_t provides_x;',
            '//       ^^^^ entity.name.type.procedure.camkes',
            '//            ^^^^^^^^^^ entity.name.variable.interface.camkes',
            '}',
        ].join('\n'),
    );
    assert.deepEqual(check(await loadGrammar(), sample), []);
});

test('deep nesting returns to the top level', async () => {
    const deep = `assembly { configuration { a.b = ${'['.repeat(200)}1${']'.repeat(200)}; } }`;
    const lines = tokenize(await loadGrammar(), [deep, 'procedure P {}']);
    assert.deepEqual(lines[1]?.[0]?.scopes, ['source.camkes', 'meta.procedure.camkes', 'storage.type.procedure.camkes']);
});

test('a fenced block of Markdown is coloured, and unfinished ADL does not swallow its end', async () => {
    const grammar = await loadGrammar('markdown.camkes.codeblock');
    const lines = tokenize(grammar, ['```camkes', 'component Foo {', '    uses', '```', 'component Foo {']);
    assert.ok(lines[1]?.[0]?.scopes.includes('storage.type.component.camkes'));
    assert.ok(lines[3]?.every(({ scopes }) => !scopes.includes('source.camkes') && !scopes.includes('meta.component.camkes')));
    assert.deepEqual(lines[4]?.map(({ scopes }) => scopes), [['markdown.camkes.codeblock']]);
});

/** The grammar with `word` taken out of every pattern, as if its author had forgotten it. */
function withoutWord(text: string, word: string): string {
    const plural = word.endsWith('s') ? [word.slice(0, -1) + 's?'] : [word + 's?'];
    const lines = text.split('\n').map((line) => {
        if (!/"(?:match|begin)":/.test(line)) {
            return line;
        }
        const dropped = line.replace(new RegExp(`(?<=\\\\b|[|:(])${word}(?=[|)\\\\"])`, 'g'), '__dropped__');
        // `threads?` stands for two words: dropping one leaves the other.
        return plural.reduce(
            (result, both) =>
                result.replace(
                    new RegExp(`(?<=\\\\b|[|:()])${both.replace('?', '\\?')}`, 'g'),
                    word.endsWith('s') ? word.slice(0, -1) : `${word}s`,
                ),
            dropped,
        );
    });
    return lines.join('\n');
}
