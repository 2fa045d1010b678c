'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** Returns the examples in the README of an installed package. */
function readmeExamples(packageRoot) {
    const readme = fs.readFileSync(path.join(packageRoot, 'README.md'), 'utf8');
    return [...readme.matchAll(/^```js\n([^]*?)^```/gm)].map(([, code]) => ({ code, extension: /^import /m.test(code) ? 'mjs' : 'cjs' }));
}

module.exports = { readmeExamples };
