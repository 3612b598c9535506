// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

/** What the editor does by itself while typing: indentation, Enter in comments, folding, snippets. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { INITIAL } from 'vscode-textmate';
import { loadGrammar, ROOT } from './tokenizer';

interface EnterRule {
    readonly beforeText: string;
    readonly afterText?: string;
    readonly previousLineText?: string;
    readonly action: { readonly indent: string; readonly appendText?: string; readonly removeText?: number };
}

interface LanguageConfiguration {
    readonly wordPattern: string;
    readonly folding: { readonly markers: { readonly start: string; readonly end: string } };
    readonly indentationRules: Readonly<Record<string, string>>;
    readonly onEnterRules: readonly EnterRule[];
}

type Snippets = Readonly<Record<string, { prefix: string | string[]; body: string | string[]; description: string }>>;

const json = (file: string): unknown => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'));
const configuration = json('language-configuration.json') as LanguageConfiguration;
const snippets = json('snippets/camkes.json') as Snippets;

/** The rule that VS Code takes when Enter is pressed: the first that fits. */
function enter(before: string, after = '', previous = ''): EnterRule['action'] | undefined {
    return configuration.onEnterRules.find(
        (rule) =>
            new RegExp(rule.beforeText).test(before) &&
            new RegExp(rule.afterText ?? '').test(after) &&
            new RegExp(rule.previousLineText ?? '').test(previous),
    )?.action;
}

test('Enter goes on with a block comment', () => {
    assert.deepEqual(enter('/**', ' */'), { indent: 'indentOutdent', appendText: ' * ' });
    assert.deepEqual(enter('    /** Says something'), { indent: 'none', appendText: ' * ' });
    assert.deepEqual(enter('     * more', '', '    /** Says'), { indent: 'none', appendText: '* ' });
    assert.deepEqual(enter('     *', '', '     * more'), { indent: 'none', appendText: '* ' });
    assert.deepEqual(enter('     */'), { indent: 'none', removeText: 1 });
    assert.deepEqual(enter('    /// Says something'), { indent: 'none', appendText: '/// ' });
});

test('Enter does not start a comment where none is', () => {
    for (const line of ['component Foo {', '    uses A a;', 'int a; /* done */', '// plain', '    a.b = 2']) {
        assert.equal(enter(line)?.appendText, undefined, line);
    }
    assert.equal(enter('    * 3', '', '    a.b = 2')?.appendText, undefined);
});

test('indentation follows brackets', () => {
    const increase = new RegExp(configuration.indentationRules.increaseIndentPattern ?? '(?!)');
    const decrease = new RegExp(configuration.indentationRules.decreaseIndentPattern ?? '(?!)');
    for (const line of ['component Foo {', '    composition {', '    connection A a(', '    a.b = [']) {
        assert.ok(increase.test(line), line);
    }
    for (const line of ['component Foo {}', '    uses A a;', '// {', '    a.b = {"x": 1};', '#define X {']) {
        assert.ok(!increase.test(line), line);
    }
    for (const line of ['}', '    });', '  ];']) {
        assert.ok(decrease.test(line), line);
    }
    assert.ok(!decrease.test('    a.b = {};'));
});

test('#if and #region fold', () => {
    const { start, end } = configuration.folding.markers;
    for (const line of ['#if A', '  # ifdef A', '#ifndef A', '// #region x', '//region']) {
        assert.ok(new RegExp(start).test(line), line);
    }
    for (const line of ['#endif', '  # endif /* A */', '// #endregion', '//endregion']) {
        assert.ok(new RegExp(end).test(line), line);
    }
    assert.ok(!new RegExp(start).test('#include "a"'));
});

test('a word is a name or a number', () => {
    const words = 'rex.age = 0xFF + 1.5;'.match(new RegExp(configuration.wordPattern, 'g'));
    assert.deepEqual(words, ['rex', 'age', '0xFF', '1.5']);
});

test('every snippet has its own prefix and leaves nothing open', async () => {
    const grammar = await loadGrammar();
    const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
    assert.deepEqual(prefixes, [...new Set(prefixes)]);
    for (const [name, { body }] of Object.entries(snippets)) {
        const lines = expandDefaults([body].flat().join('\n')).split('\n');
        assert.doesNotMatch(lines.join('\n'), /[$|]/, name);
        let state = INITIAL;
        for (const line of lines) {
            state = grammar.tokenizeLine(line, state).ruleStack;
        }
        assert.equal(state.depth, 1, `${name}: ${lines.join('\n')}`);
    }
});

test('every construct has a snippet', () => {
    const prefixes = Object.values(snippets).flatMap(({ prefix }) => prefix);
    for (const construct of (
        'import component composition configuration connection connector procedure struct assembly group ' +
        'attribute dataport export schedule'
    ).split(' ')) {
        assert.ok(prefixes.includes(construct), construct);
    }
});

/** A snippet's text when every placeholder is left as it stands. */
function expandDefaults(body: string): string {
    const placeholder = /\$\{\d+:((?:[^${}]|\{[^{}]*\})*)\}|\$\{\d+\|([^,|]*)[^|]*\|\}|\$\{?\d+\}?/;
    let text = body;
    while (placeholder.test(text)) {
        text = text.replace(placeholder, (_, value?: string, choice?: string) => value ?? choice ?? '');
    }
    return text;
}
