// Copyright 2026, the camkes-lsp contributors
// SPDX-License-Identifier: BSD-2-Clause

import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
    globalIgnores(['out/', 'server/']),
    eslint.configs.recommended,
    tseslint.configs.strictTypeChecked,
    tseslint.configs.stylisticTypeChecked,
    {
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
            eqeqeq: 'error',
            'no-console': 'error',
            'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
            '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
        },
    },
    {
        // TypeScript knows which globals exist; the rule would ask for a second list of them.
        rules: { 'no-undef': 'off' },
    },
    {
        // A test file reads as one list; node:test's promises are the runner's own business.
        files: ['test/**', 'e2e/**'],
        rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-floating-promises': 'off' },
    },
);
