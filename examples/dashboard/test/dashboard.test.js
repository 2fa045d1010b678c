// The page in Chromium, and its server under requests that try to misuse it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { Process } from '../../../bindings/node/index.mjs';

/** @import { ChildProcessByStdio } from 'node:child_process' */
/** @import { TestContext } from 'node:test' */
/** @import { Browser, BrowserContextOptions, Page } from 'playwright-core' */
/** @import { Sample } from '../sampler.js' */

/**
 * @typedef {ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, null>} Child
 * @type {{
 *     start: (t: TestContext, command: string, ...args: string[]) => Child,
 *     until: <T>(condition: () => T | Promise<T>) => Promise<T>
 * }}
 */
const { start, until } = createRequire(import.meta.url)('../../../bindings/node/test/helpers/index.js');

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const SERVER = path.join(import.meta.dirname, '../server.js');
/** The longest wait for the page, in milliseconds; a busy machine is slow. */
const PAGE_TIMEOUT = 120_000;
const SCREENSHOTS = path.join(import.meta.dirname, '../../../build/dashboard');

/** @type {Browser} */
let browser;

before(async () => {
    assert.ok(fs.existsSync(CHROMIUM), `${CHROMIUM} does not exist: install Debian's package chromium, or set CHROMIUM to a browser`);
    browser = await chromium.launch({
        executablePath: CHROMIUM,
        args: [
            '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
            '--disable-sync', '--host-resolver-rules=MAP rebound.example 127.0.0.1'
        ]
    });
    fs.mkdirSync(SCREENSHOTS, { recursive: true });
});

after(() => browser.close());

/** Starts the server on a free port. @param {TestContext} t @param {...string} args */
async function serve(t, ...args) {
    const server = start(t, process.execPath, SERVER, '--port', '0', ...args);
    const [line] = await once(server.stdout, 'data');
    const address = new URL(String(line).trim());
    return { server, address: address.href, base: address.origin, port: address.port, token: address.hash.slice('#token='.length) };
}

/**
 * Opens the page of a new server and waits for its first numbers. A warning or error of the page fails the test.
 * @param {TestContext} t
 * @param {string[]} [args] The server's.
 * @param {BrowserContextOptions & { at?: (served: Awaited<ReturnType<typeof serve>>) => string, expected?: RegExp }} [options]
 */
async function open(t, args = [], { at = ({ address }) => address, expected, ...options } = {}) {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PAGE_TIMEOUT);
    const page = await context.newPage();
    /** @type {string[]} */
    const problems = [];
    page.on('console', message => problems.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', error => problems.push(String(error)));
    t.after(async () => { // before the server ends: the page would log that
        await context.close();
        assert.deepEqual(problems.filter(problem => !expected?.test(problem)), []);
    });
    const served = await serve(t, ...args);
    await page.goto(at(served));
    await page.locator('tbody tr').first().waitFor();
    return { page, ...served };
}

/** Starts a sleeping program with this name. @param {TestContext} t @param {string} name */
function sleeper(t, name) {
    const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'dashboard-'));
    t.after(() => fs.rmSync(directory, { recursive: true }));
    const program = path.join(directory, name);
    fs.copyFileSync('/bin/sleep', program);
    return start(t, program, '1000');
}

/**
 * Waits until a child has this many descendants, and kills them at the end of the test.
 * @param {TestContext} t
 * @param {Child} child
 * @param {number} count
 */
async function killDescendantsAfter(t, child, count) {
    const descendants = await until(() => {
        const found = new Process(child.pid).children({ recursive: true });
        return found.length === count ? found : null;
    });
    t.after(() => descendants?.forEach(descendant => descendant.kill()));
}

/**
 * Sends a request from outside the page.
 * @param {string} base
 * @param {string} where
 * @param {http.RequestOptions} [options]
 * @param {string} [body]
 */
async function send(base, where, options, body = '') {
    const request = http.request(base + where, { agent: false, ...options });
    request.end(body);
    const [response] = await once(request, 'response');
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk;
    return { status: response.statusCode, headers: response.headers, text };
}

/** Yields the events that the server sends. @param {string} base */
async function* events(base) {
    const response = await fetch(`${base}/events`);
    assert.equal(response.status, 200);
    let text = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const messages = (text + chunk).split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) {
            const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? assert.fail(message);
            yield { name, data: JSON.parse(data ?? '') };
        }
    }
}

/** Resolves with the first sample of the server. @param {string} base @returns {Promise<Sample>} */
async function firstSample(base) {
    for await (const { name, data } of events(base)) if (name === 'sample') return data;
    return assert.fail('no sample');
}

/** Resolves when the next sample has been drawn. @param {Page} page */
async function nextSample(page) {
    const line = page.locator('#cpu-chart .line');
    const now = await line.getAttribute('d');
    await until(async () => (await line.getAttribute('d')) !== now);
}

/** Resolves with the texts of a column. @param {Page} page @param {string} name */
const column = (page, name) => page.locator(`tbody td.${name}`).allTextContents();

/** @param {Page} page @param {Child} child */
const rowOf = (page, child) => page.locator('tbody tr').filter({ has: page.locator('td.pid').getByText(String(child.pid), { exact: true }) });

test('samples have the values of the kernel', async t => {
    const { base } = await serve(t);
    const { memory, cpus, processes } = await firstSample(base);
    const total = /MemTotal: +(\d+) kB/.exec(fs.readFileSync('/proc/meminfo', 'utf8'));
    assert.equal(memory.total, Number(total?.[1]) * 1024);
    assert.equal(cpus.length, fs.readFileSync('/proc/stat', 'utf8').match(/^cpu\d/gm)?.length);
    const me = new Process();
    const row = processes.find(({ pid }) => pid === process.pid);
    assert.deepEqual([row?.createTime, row?.name, row?.user], [me.createTime(), me.name(), me.username()]);
    assert.ok(row?.command.startsWith(me.cmdline().join(' ').slice(0, 100)));
});

test('the page loads and its numbers change', async t => {
    const { page } = await open(t);
    assert.equal(await page.locator('h1').innerText(), os.hostname());
    assert.equal(await page.locator('#state').innerText(), 'Live');
    assert.equal(await page.locator('#cores li').count(), fs.readFileSync('/proc/stat', 'utf8').match(/^cpu\d/gm)?.length);

    const busy = start(t, 'sh', '-c', 'while :; do :; done');
    await page.locator('#filter').fill(String(busy.pid));
    const row = rowOf(page, busy);
    await until(async () => parseFloat(await row.locator('.cpu').innerText()) > 0);
    const age = await row.locator('.age').innerText();
    await until(async () => (await row.locator('.age').innerText()) !== age);
    for (const id of ['cpu', 'memory', 'network', 'disks']) {
        const line = page.locator(`#${id}-chart .line`).first();
        const [, ...points] = (await line.getAttribute('d'))?.split(/[ML]/) ?? [];
        assert.ok(points.length > 1, id);
    }
    busy.kill('SIGKILL');
    await until(async () => (await row.count()) === 0);
});

/** Returns the value of a text with a unit, as the page writes it. @param {string} text */
function amount(text) {
    const units = { 'B/s': 1, 'kB/s': 1e3, 'MB/s': 1e6, 'GB/s': 1e9, s: 1, min: 60, h: 3600, d: 86400, B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
    const [number, unit] = text.split(' ');
    return Number(number) * (unit ? units[/** @type {keyof typeof units} */ (unit)] : 1);
}

test('each column sorts in both directions', async t => {
    sleeper(t, 'two a');
    sleeper(t, 'two  b'); // innerText would return it with one blank
    const { page } = await open(t);
    const headings = await page.locator('th').count();
    assert.equal(headings, 10);
    for (let i = 0; i < headings; i++) {
        const heading = page.locator('th').nth(i);
        const [kind, name] = /^(number )?(\w+)$/.exec((await heading.getAttribute('class')) ?? '')?.slice(1) ?? [];
        const read = async () => {
            // all texts at once, between two samples
            const texts = await column(page, `${name}${name === 'name' ? ' span' : ''}`);
            return texts.filter(text => text !== '–').map(text => (kind ? amount(text) : text));
        };
        /** @type {Set<string | null>} */
        const directions = new Set();
        for (let click = 0; click < 2; click++) {
            if (click === 0) {
                await heading.locator('button').click();
                await page.mouse.move(0, 0); // off the table
            } else {
                await heading.locator('button').press('Enter'); // the keyboard works as well
            }
            await nextSample(page); // changes the rows and keeps the order
            const direction = await heading.getAttribute('aria-sort');
            directions.add(direction);
            assert.equal(await page.locator('th[aria-sort]').count(), 1);
            const values = await read();
            assert.ok(values.length > 2);
            values.forEach((value, at) => {
                const earlier = values[at - 1] ?? value;
                assert.ok(direction === 'ascending' ? earlier <= value : earlier >= value, `${name} ${direction}: ${earlier}, ${value}`);
            });
        }
        assert.deepEqual([...directions].sort(), ['ascending', 'descending']);
    }
});

test('rows keep their places while the pointer is on them', async t => {
    const { page } = await open(t);
    const first = page.locator('tbody tr').first();
    await first.hover();
    await nextSample(page);
    await page.locator('#held').waitFor();
    const earlier = await column(page, 'pid');
    await nextSample(page);
    const later = await column(page, 'pid');
    assert.deepEqual(later.filter(pid => earlier.includes(pid)), earlier.filter(pid => later.includes(pid)));
    await page.locator('h1').hover();
    await nextSample(page);
    await page.locator('#held').waitFor({ state: 'hidden' });
});

test('the filter finds names, PIDs and command lines', async t => {
    const name = `needle-${process.pid}`;
    const [one, two] = [sleeper(t, name), sleeper(t, name)];
    const { page } = await open(t);
    const filter = page.getByLabel('Filter processes');
    await filter.fill(name.toUpperCase());
    await until(async () => (await column(page, 'pid')).length === 2);
    assert.deepEqual((await column(page, 'pid')).map(Number).sort(), [one.pid, two.pid].sort());
    assert.match(await page.locator('#count').innerText(), /^2 of \d+$/);
    await filter.fill(`${name} ${one.pid}`);
    assert.deepEqual(await column(page, 'pid'), [String(one.pid)]);
    await filter.fill('matches no process');
    assert.deepEqual(await column(page, 'pid'), []);
    assert.ok(await page.locator('#nothing').isVisible());
    await filter.fill('');
    assert.ok((await column(page, 'pid')).length > 2);
});

test('a name that is markup is shown as text', async t => {
    const name = '<img src=x onerror=document.body.remove()>';
    const child = sleeper(t, name);
    const { page } = await open(t, ['--allow-kill']);
    await page.locator('#filter').fill(String(child.pid));
    const row = rowOf(page, child);
    assert.equal(await row.locator('.name span').innerText(), name);
    await row.getByRole('button', { name: /^End/ }).click();
    assert.equal(await page.locator('#confirm h2').innerText(), `End ${name}?`);
    assert.equal(await page.locator('img').count(), 0);
});

test('without --allow-kill the server kills nothing', async t => {
    const { page, base } = await open(t, [], { at: ({ address }) => `${address}#token=guessed` });
    assert.equal(await page.locator('#processes .action button').count(), 0);
    assert.equal((await send(base, '/kill', { method: 'POST' })).status, 404);
});

test('without the token the page has no button', async t => {
    const { page } = await open(t, ['--allow-kill'], { at: ({ base }) => base });
    assert.equal(await page.locator('#processes .action button').count(), 0);
});

test('a process is killed only after a confirmation', async t => {
    const { page } = await open(t, ['--allow-kill']);
    assert.equal(new URL(page.url()).hash, '', 'the token is removed from the address');
    await page.reload();
    /** @type {string[]} */
    const requests = [];
    page.on('request', request => requests.push(request.url()));
    const dialog = page.locator('#confirm');

    for (const [choice, signal] of /** @type {const} */ ([['Terminate', 'SIGTERM'], ['Kill', 'SIGKILL']])) {
        const child = sleeper(t, `target-${choice}`);
        await page.locator('#filter').fill(`target-${choice} ${child.pid}`);
        const button = page.getByRole('button', { name: `End target-${choice}, PID ${child.pid}` });

        await button.click();
        await dialog.getByRole('button', { name: 'Cancel' }).click();
        await button.press('Enter');
        assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Cancel');
        await page.keyboard.press('Enter');
        await button.click();
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'hidden' });
        await nextSample(page);
        assert.deepEqual(requests.filter(url => url.endsWith('/kill')), []);
        assert.equal(child.exitCode ?? child.signalCode, null);

        const ended = once(child, 'exit');
        await button.click();
        assert.match(await dialog.innerText(), new RegExp(`End target-${choice}\\?\\s+PID ${child.pid} · `));
        await dialog.getByRole('button', { name: choice }).click();
        assert.deepEqual(await ended, [null, signal]);
        await page.getByText(`${signal} was sent to process ${child.pid}`).waitFor();
        await until(async () => (await rowOf(page, child).count()) === 0);
        requests.length = 0;
    }
});

test('a request to kill needs the token, the origin and the identity', async t => {
    const { base, token } = await serve(t, '--allow-kill');
    const child = sleeper(t, 'bystander');
    const { pid = 0 } = child;
    const createTime = new Process(pid).createTime();
    const request = { pid, createTime, signal: 'SIGKILL' };
    const headers = { 'Content-Type': 'application/json', 'X-Token': token };
    /** @param {object | string} body @param {Record<string, string>} [others] */
    const post = async (body, others) => {
        const text = typeof body === 'string' ? body : JSON.stringify(body);
        const length = { 'Content-Length': String(Buffer.byteLength(text)) };
        return (await send(base, '/kill', { method: 'POST', headers: { ...headers, ...length, ...others } }, text)).status;
    };

    assert.equal((await send(base, '/kill', { headers })).status, 405);
    assert.equal(await post(request, { 'X-Token': '' }), 403);
    assert.equal(await post(request, { 'X-Token': token.replace(/./g, '0') }), 403);
    assert.equal(await post(request, { 'Content-Type': 'text/plain' }), 415);
    assert.equal(await post({ ...request, more: 'x'.repeat(1000) }), 413);
    assert.equal(await post(request, { Origin: 'http://elsewhere.example' }), 403);
    assert.equal(await post(request, { Origin: base.replace(/\d+$/, '1') }), 403);
    assert.equal(await post(request, { Origin: 'null' }), 403);
    assert.equal(await post(request, { Host: 'rebound.example' }), 403);
    assert.equal(await post(request, { 'Sec-Fetch-Site': 'same-site' }), 403);
    for (const wrong of [{ pid: String(pid) }, { pid: -pid }, { pid: 0 }, { pid: pid + 0.5 }, { createTime: null }, { signal: 'SIGSTOP' }, { signal: 9 }]) {
        assert.equal(await post({ ...request, ...wrong }), 400, JSON.stringify(wrong));
    }
    for (const text of ['', 'null', '{', '[]', '1']) assert.equal(await post(text), 400, text);
    // a reused PID
    assert.equal(await post({ ...request, createTime: createTime - 0.01 }), 409);
    assert.equal(await post({ ...request, pid: 2 ** 40 }), 409);
    assert.equal(child.exitCode ?? child.signalCode, null);

    const ended = once(child, 'exit');
    assert.equal(await post(request, { Origin: base }), 200); // the same request is accepted when nothing is wrong
    assert.deepEqual(await ended, [null, 'SIGKILL']);
    assert.equal(await post(request), 409);
});

test('other sites are refused', async t => {
    const { base, port } = await serve(t);
    for (const name of ['rebound.example', `rebound.example:${port}`, 'localhost.example', ':', '127.0.0.1.example']) {
        for (const where of ['/', '/events']) assert.equal((await send(base, where, { headers: { Host: name } })).status, 403, name);
    }
    for (const name of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
        assert.equal((await send(base, '/', { headers: { Host: name } })).status, 200, name);
    }

    assert.equal((await send(base, '/events', { headers: { Origin: 'http://elsewhere.example' } })).status, 403);
    for (const site of ['cross-site', 'same-site']) {
        assert.equal((await send(base, '/events', { headers: { 'Sec-Fetch-Site': site } })).status, 403);
        assert.equal((await send(base, '/', { headers: { 'Sec-Fetch-Site': site } })).status, 200, 'a link');
    }

    const elsewhere = http.createServer((_, response) => response.end('<!doctype html>')).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    t.after(() => elsewhere.close());
    const page = await (await browser.newContext()).newPage();
    t.after(() => page.context().close());

    const rebound = await page.goto(`http://rebound.example:${port}/`);
    assert.equal(rebound?.status(), 403);

    const bound = elsewhere.address();
    assert.ok(bound && typeof bound === 'object');
    await page.goto(`http://127.0.0.1:${bound.port}/`);
    const seen = await page.evaluate(address => new Promise(resolve => {
        const source = new EventSource(address);
        source.onopen = () => resolve('open');
        source.onerror = () => resolve('refused');
    }), `${base}/events`);
    assert.equal(seen, 'refused');
    const fetched = await page.evaluate(address => fetch(address, { mode: 'no-cors' }).then(() => 'answered', () => 'refused'), `${base}/style.css`);
    assert.equal(fetched, 'refused');
});

test('responses carry headers that keep other sites out', async t => {
    const { base } = await serve(t);
    const { headers } = await send(base, '/');
    assert.match(headers['content-security-policy'], /default-src 'none'.*frame-ancestors 'none'/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    for (const where of ['/../server.js', '/..%2fserver.js', '/server.js', '//', '/index.html', '/?x']) {
        assert.equal((await send(base, where)).status, 404, where);
    }
    assert.equal((await send(base, '/', { method: 'POST' })).status, 405);
    assert.equal((await send(base, '/events', { method: 'DELETE' })).status, 405);
});

test('all pages share one loop, and their number is limited', async t => {
    const { base } = await serve(t);
    const all = Array.from({ length: 16 }, () => events(base));
    const begun = await Promise.all(all.map(stream => stream.next()));
    assert.ok(begun.every(({ value }) => value?.name === 'hello'));
    assert.equal((await send(base, '/events')).status, 503);
    const nextTime = async (/** @type {typeof all[number]} */ stream) => (await stream.next()).value?.data.time;
    const times = await Promise.all(all.map(nextTime));
    const newest = Math.max(...times); // a stream that was opened earlier may have had an earlier sample
    for (const [i, stream] of all.entries()) {
        while (times[i] < newest) times[i] = await nextTime(stream);
    }
    assert.deepEqual(new Set(times), new Set([newest]));
    await all.pop()?.return(undefined);
    await until(async () => {
        const response = await fetch(`${base}/events`);
        await response.body?.cancel();
        return response.status === 200;
    });
    await Promise.all(all.map(stream => stream.return(undefined)));
});

test('the server reads nothing while no page is visible', async t => {
    const { page, server } = await open(t);
    const reads = () => new Process(server.pid).ioCounters().readCount;
    const idle = async () => {
        const earlier = reads();
        await sleep(2500); // two intervals
        return reads() === earlier;
    };
    const atStart = reads();
    await until(() => reads() > atStart);
    await page.getByRole('button', { name: 'Pause' }).click();
    assert.match(await page.locator('#state').innerText(), /^Paused( · \d+ s old)?$/);
    await until(idle);
    await page.getByRole('button', { name: 'Pause' }).click();
    await nextSample(page);
    assert.equal(await page.locator('#state').innerText(), 'Live');
    await page.close();
    await until(idle);
});

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    test(`${signal} ends the server, with or without open pages`, async t => {
        const { base, server } = await serve(t);
        const stream = events(base);
        await stream.next();
        server.kill(signal);
        assert.deepEqual(await once(server, 'exit'), [0, null]);
        await assert.rejects(async () => {
            for await (const event of stream) void event;
        });
    });
}

test('wrong arguments and a port in use are errors', async t => {
    for (const [args, code] of /** @type {const} */ ([[['--port', 'http'], 2], [['--port', '70000'], 2], [['--kill'], 2], [['--help'], 0]])) {
        const server = start(t, process.execPath, SERVER, ...args);
        assert.deepEqual(await once(server, 'exit'), [code, null], args.join(' '));
    }
    const { port } = await serve(t);
    assert.deepEqual(await once(start(t, process.execPath, SERVER, '--port', port), 'exit'), [1, null]);
});

/** Returns the lowest contrast of a text to its background, and its element. */
function lowestContrast() {
    /** @param {string} colour */
    const numbers = colour => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d');
        if (!canvas) throw new Error('no canvas');
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    /** @param {string} colour */
    const luminance = colour => {
        const [r = 0, g = 0, b = 0] = numbers(colour).map(value => value / 255)
            .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let lowest = { ratio: 21, html: '' };
    for (const element of document.querySelectorAll('body *')) {
        const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
        if (!own || !(element instanceof HTMLElement) || !element.checkVisibility()) continue;
        /** @type {Element | null} */
        let ground = element;
        while (ground && numbers(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
        const pair = [element, ground ?? document.body].map((at, i) => luminance(getComputedStyle(at)[i ? 'backgroundColor' : 'color']));
        const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
        if (ratio < lowest.ratio) lowest = { ratio, html: element.outerHTML.slice(0, 100) };
    }
    return lowest;
}

for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const [size, width, height] of /** @type {const} */ ([['wide', 1280, 900], ['narrow', 375, 740]])) {
        test(`${colorScheme} and ${size}: the page fits and its text is legible`, async t => {
            const { page } = await open(t, ['--allow-kill'], { colorScheme, viewport: { width, height } });
            await nextSample(page);
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
            const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
            assert.equal(ground, colorScheme === 'light' ? 'rgb(244, 245, 247)' : 'rgb(15, 17, 21)');
            const checkContrast = async () => {
                const { ratio, html } = await page.evaluate(lowestContrast);
                assert.ok(ratio >= 4.5, `${ratio}: ${html}`);
            };
            await checkContrast();
            await page.screenshot({ path: path.join(SCREENSHOTS, `${colorScheme}-${size}.png`) });
            await page.locator('.action button').first().click();
            await checkContrast();
            await page.screenshot({ path: path.join(SCREENSHOTS, `${colorScheme}-${size}-kill.png`) });
        });
    }
}

test('after the server stops the data is marked as stale, with its age', async t => {
    const { page, server } = await open(t, [], { expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|Failed to load/ });
    assert.equal(await page.locator('body.stale').count(), 0);
    server.kill('SIGKILL');
    await page.locator('body.stale').waitFor();
    await page.getByText(/^No connection · ([2-9]|\d\d) s old$/).waitFor();
});

test('a restarted server gets no token of an earlier start', async t => {
    const expected = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|Failed to load/;
    const { page, server, port } = await open(t, ['--allow-kill'], { expected });
    await page.locator('.action button').first().waitFor();
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
    const restarted = start(t, process.execPath, SERVER, '--port', port, '--allow-kill');
    const [line] = await once(restarted.stdout, 'data');
    await page.getByText('The server was restarted: open the address that it printed to end processes.').waitFor();
    await until(async () => (await page.locator('.action button').count()) === 0);
    await page.getByText('Live', { exact: true }).waitFor();
    await page.goto('about:blank');
    await page.goto(String(line).trim());
    await page.locator('.action button').first().waitFor();
});

test('the tree shows a child below its parent', async t => {
    const name = `branch-${process.pid}`;
    const shell = start(t, 'sh', '-c', `sh -c "sleep 1000; :" ${name} & echo; wait`);
    await once(shell.stdout, 'data');
    await killDescendantsAfter(t, shell, 2);
    const { page } = await open(t);
    await page.locator('#filter').fill(name);
    await page.getByRole('button', { name: 'Tree' }).click();
    await until(async () => (await column(page, 'pid')).length === 2);
    assert.equal((await column(page, 'pid'))[0], String(shell.pid));
    const depths = await page.locator('tbody td.name').evaluateAll(cells => cells.map(cell => getComputedStyle(cell).getPropertyValue('--depth')));
    assert.deepEqual(depths, ['0', '1']);
});

test('the details of a process have the values of the kernel', async t => {
    const child = sleeper(t, `detail-${process.pid}`);
    const { page, base } = await open(t);
    await page.locator('#filter').fill(String(child.pid));
    await rowOf(page, child).locator('.name button').click();
    const dialog = page.locator('#details');
    const text = await until(async () => {
        const shown = await dialog.innerText();
        return shown.includes('Working directory') ? shown : '';
    });
    assert.ok(text.includes(`PID ${child.pid}`) && text.includes(process.cwd()) && text.includes('1000'));
    assert.ok(text.includes(`PID ${process.pid}`));
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });

    const { createTime } = /** @type {{ createTime: number }} */ ({ createTime: new Process(child.pid).createTime() });
    const status = async (/** @type {string} */ query) => (await send(base, `/process${query}`)).status;
    assert.equal(await status(`?pid=${child.pid}&createTime=${createTime}`), 200);
    assert.equal(await status(`?pid=${child.pid}&createTime=${createTime - 1}`), 409);
    assert.equal(await status(`?pid=${2 ** 30}&createTime=1`), 409);
    for (const wrong of ['', '?pid=1', '?pid=x&createTime=1', '?pid=-1&createTime=1', '?pid=1&createTime=x']) assert.equal(await status(wrong), 400, wrong);
    assert.equal((await send(base, '/process?pid=1&createTime=1', { headers: { Host: 'rebound.example' } })).status, 403);
});

test('the I/O of a process that writes is shown', async t => {
    const directory = fs.mkdtempSync(path.join(import.meta.dirname, 'io-'));
    t.after(() => fs.rmSync(directory, { recursive: true }));
    const script = 'const f = fs.openSync(process.argv[1], "w"); for (;;) { fs.writeSync(f, Buffer.alloc(65536), 0, 65536, 0); fs.fsyncSync(f); }';
    const writer = start(t, process.execPath, '-e', script, path.join(directory, 'file'));
    const p = new Process(writer.pid);
    for (let i = 0; p.ioCounters().writeBytes === 0; i++) {
        if (i === 200) {
            t.skip('writing to a file here writes to no disk');
            return;
        }
        await sleep(25);
    }
    const { page } = await open(t, [], { viewport: { width: 1400, height: 900 } });
    await page.locator('#filter').fill(String(writer.pid));
    await until(async () => amount(await rowOf(page, writer).locator('.written').innerText()) > 0);
});

test('keyboard shortcuts', async t => {
    const { page } = await open(t);
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'filter');
    await page.keyboard.type('pt?');
    assert.equal(await page.locator('#filter').inputValue(), 'pt?');
    await page.keyboard.press('Escape');
    assert.notEqual(await page.evaluate(() => document.activeElement?.id), 'filter');
    await page.keyboard.press('t');
    assert.equal(await page.locator('#tree').getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('p');
    await page.getByText('Paused').waitFor();
    await page.keyboard.press('?');
    await page.locator('#shortcuts').waitFor();
    await page.keyboard.press('p'); // not while a dialog is open
    await page.keyboard.press('Escape');
    assert.match(await page.locator('#state').innerText(), /^Paused/);
});

test('all processes can be shown', async t => {
    const shell = start(t, 'sh', '-c', 'for i in $(seq 150); do sleep 1000 & done; echo; wait');
    await once(shell.stdout, 'data');
    await killDescendantsAfter(t, shell, 150);
    const { page } = await open(t);
    assert.equal((await column(page, 'pid')).length, 100);
    await page.getByRole('button', { name: /^All \d+$/ }).click();
    await until(async () => (await column(page, 'pid')).length > 150);
    await page.getByRole('button', { name: 'First 100' }).click();
    assert.equal((await column(page, 'pid')).length, 100);
});

test('a host that is not loopback is a warning', async t => {
    for (const [host, warns] of /** @type {const} */ ([['0.0.0.0', true], ['127.0.0.1', false], ['localhost', false]])) {
        const server = spawn(process.execPath, [SERVER, '--port', '0', '--host', host], { stdio: ['ignore', 'pipe', 'pipe'] });
        t.after(() => server.kill());
        let error = '';
        server.stderr.setEncoding('utf8').on('data', text => (error += text));
        await once(server.stdout, 'data');
        if (warns) await until(() => error);
        assert.equal(error, warns ? `warning: everyone who can reach ${host} sees all processes, and the connection is not encrypted\n` : '');
    }
});

test('the chosen colours are kept', async t => {
    const { page } = await open(t, [], { colorScheme: 'light' });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByLabel('Colours').selectOption('Dark');
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.reload();
    assert.equal(await ground(), dark);
    await page.getByLabel('Colours').selectOption('Auto');
    assert.equal(await ground(), light);
});
