import shared from '../../bindings/node/eslint.rules.js';

const { globals, rules } = shared;

export default [
    ...rules,
    { languageOptions: { sourceType: 'module' } },
    { ignores: ['page/'], languageOptions: { globals: globals.node } },
    { files: ['page/**', 'test/**'], languageOptions: { globals: globals.browser } } // the tests evaluate functions in the page
];
