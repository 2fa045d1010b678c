'use strict';

// The rules for the JavaScript of this repository; examples/dashboard uses them too.

const js = require('@eslint/js');
const globals = require('globals');

const strictness = {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
        'array-callback-return': 'error',
        'default-case-last': 'error',
        'dot-notation': 'off', // TypeScript's noPropertyAccessFromIndexSignature prefers brackets in the dashboard
        eqeqeq: 'error',
        'no-constructor-return': 'error',
        'no-else-return': 'error',
        'no-eval': 'error',
        'no-implicit-coercion': 'error',
        'no-implied-eval': 'error',
        'no-lonely-if': 'error',
        'no-new-wrappers': 'error',
        'no-self-compare': 'error',
        'no-shadow': 'error',
        'no-template-curly-in-string': 'error',
        'no-throw-literal': 'error',
        'no-unreachable-loop': 'error',
        'no-unused-vars': ['error', { args: 'all', argsIgnorePattern: '^_', ignoreRestSiblings: true }],
        'no-useless-return': 'error',
        'no-var': 'error',
        'object-shorthand': 'error',
        'prefer-const': 'error',
        'prefer-object-spread': 'error',
        'prefer-promise-reject-errors': ['error', { allowEmptyReject: false }],
        'prefer-rest-params': 'error',
        'prefer-spread': 'error',
        'prefer-template': 'error',
        'symbol-description': 'error'
    }
};

module.exports = { globals, rules: [js.configs.recommended, strictness] };
