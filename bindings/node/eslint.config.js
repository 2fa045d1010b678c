'use strict';

const { globals, rules } = require('./eslint.rules.js');

module.exports = [
    ...rules,
    { files: ['**/*.js', '**/*.cjs'], languageOptions: { sourceType: 'commonjs', globals: globals.node } },
    { files: ['**/*.mjs'], languageOptions: { sourceType: 'module', globals: globals.node } }
];
