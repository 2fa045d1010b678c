'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** The examples in the README of an installed package. */
function examples(packageRoot) {
    const readme = fs.readFileSync(path.join(packageRoot, 'README.md'), 'utf8');
    return [...readme.matchAll(/^```js\n([^]*?)^```/gm)].map(([, code]) => ({ code, extension: /^import /m.test(code) ? 'mjs' : 'cjs' }));
}

module.exports = { examples };
