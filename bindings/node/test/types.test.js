'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const { packageRoot, psutil, run } = require('./helpers/index.js');

const { absent } = require(path.join(packageRoot, 'lib/platform.js'));
const { constants } = require(path.join(packageRoot, 'lib/constants.js'));
const declarations = ['index.d.ts', 'index.d.mts', 'records.d.ts'].map(file => fs.readFileSync(path.join(packageRoot, file), 'utf8'));
const [index] = declarations;
const names = (text, pattern) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();

test('users\' programs compile under tsc --strict', async () => {
    const project = process.env.PSUTIL_TEST_TYPES ?? path.join(__dirname, 'types');
    const tsc = path.join(require.resolve('typescript/package.json'), '../bin/tsc');
    await run(process.execPath, [tsc, '--project', project]).catch(({ stdout }) => assert.fail(stdout));
});

test('the declarations list exactly the exports, constants and methods, with those that this system lacks', () => {
    assert.deepEqual(names(index, /^export (?:class|function|const) (\w+)/gm), [...Object.keys(psutil), ...absent.exports].sort());
    for (const [, name, type] of index.matchAll(/^export const (\w+): (.*);$/gm)) {
        const value = constants[name];
        assert.equal(type, typeof value === 'string' ? `'${value}'` : name === 'RLIM_INFINITY' ? 'number' : String(value), name);
    }
    const methods = names(index.split('export class Process {')[1].split('\n}')[0], /^ {4}(\w+)[(<]/gm);
    assert.deepEqual(methods, [...Object.getOwnPropertyNames(psutil.Process.prototype), ...absent.methods].sort());
    const present = [...Object.keys(psutil), ...Object.getOwnPropertyNames(psutil.Process.prototype)];
    assert.deepEqual(present.filter(name => absent.exports.includes(name) || absent.methods.includes(name)), []);
});

test('every column is declared', () => {
    const columns = Object.keys(require(path.join(packageRoot, 'declarations.js')).columns);
    const interfaces = declarations.join('').matchAll(/^export interface Process(?:Number|Text)?Columns .*?{\n(.*?)^}/gms);
    const declared = [...interfaces].map(([, members]) => members).join('');
    assert.deepEqual(names(declared, /^ {4}(\w+):/gm), columns.sort());
});

test('the declarations contain no any', () => {
    for (const text of declarations) assert.doesNotMatch(text.replace(/\/\*[^]*?\*\/|\/\/.*/g, ''), /\bany\b/);
});
