#!/usr/bin/env node
// Serves a page with the use of this machine. See README.md.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { isIP } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AccessDenied, bootTime, NoSuchProcess, Process } from '../../bindings/node/index.mjs';
import { INTERVAL, readDetails, samples } from './sampler.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Sample } from './sampler.js' */

const USAGE = `usage: node server.js [--host ADDRESS] [--port NUMBER] [--allow-kill]

Serves a page with the CPUs, memory, network, disks and processes of this
machine.

  --host ADDRESS   the address to listen on (127.0.0.1); everyone who can reach it
                   sees all processes and their arguments
  --port NUMBER    the port (8080); 0 for any free one
  --allow-kill     let the page that is opened with the printed token end
                   processes, with the rights of this user
  --help           print this text`;

/** Limits of open pages and of connections. */
const MAX_STREAMS = 16;
const MAX_CONNECTIONS = 64;
/** A page that has missed this many samples in a row is disconnected. */
const MAX_MISSED = 30;
/** The largest body of a request to kill, in bytes. */
const MAX_BODY_BYTES = 1000;
/** The age of the oldest sample that a new page gets, in milliseconds. */
const HISTORY = 60_000;

const HEADERS = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff'
};

/** @type {Record<string, string>} */
const TYPES = { '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

const { host, port, allowKill } = readArguments();
const token = Buffer.from(randomBytes(16).toString('hex'));
/** Names this start of the server: a page with the token of an earlier start drops it. */
const session = randomBytes(8).toString('hex');

/** All files of the page. The path of a request is looked up here and never reaches the file system. */
const pageDirectory = path.join(import.meta.dirname, 'page');
const files = new Map(readdirSync(pageDirectory).map(name => [
    name === 'index.html' ? '/' : `/${name}`,
    { body: readFileSync(path.join(pageDirectory, name)), type: `${TYPES[path.extname(name)]}; charset=utf-8` }
]));

function readArguments() {
    try {
        const { values } = parseArgs({
            options: {
                host: { type: 'string', default: '127.0.0.1' },
                port: { type: 'string', default: '8080' },
                'allow-kill': { type: 'boolean', default: false },
                help: { type: 'boolean', default: false }
            }
        });
        if (values.help) {
            console.log(USAGE);
            process.exit(0);
        }
        if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) {
            throw new Error(`port ${values.port}: expected a number from 0 to 65535`);
        }
        return { host: values.host, port: Number(values.port), allowKill: values['allow-kill'] };
    } catch (error) {
        console.error(`server.js: ${error instanceof Error ? error.message : error}\n\n${USAGE}`);
        process.exit(2);
    }
}

// ---- samples: one loop for all pages, which stops when the last page closes

/** @type {Map<ServerResponse, number>} The open pages, with the number of samples that each has missed. */
const streams = new Map();
/** @type {Omit<Sample, 'processes'>[]} */
const history = [];
let feeding = false;

/** @param {string} event @param {object} data */
const message = (event, data) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

async function feed() {
    for await (const sample of samples()) {
        feeding = streams.size > 0;
        if (!feeding) break;
        const { processes, fileSystems, ...brief } = sample;
        history.push(brief);
        while (history[0] && history[0].time < brief.time - HISTORY) history.shift();
        const text = message('sample', sample);
        for (const [stream, missed] of streams) {
            if (!stream.writableNeedDrain) {
                stream.write(text);
                streams.set(stream, 0);
            } else if (missed < MAX_MISSED) {
                streams.set(stream, missed + 1);
            } else {
                stream.destroy();
            }
        }
    }
}

/** @param {ServerResponse} response */
function openStream(response) {
    if (streams.size >= MAX_STREAMS) return answer(response, 503, 'too many open pages');
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    const machine = { host: os.hostname(), system: `${os.type()} ${/^[\d.]*/.exec(os.release())}`, bootTime: bootTime() };
    response.write(message('hello', { ...machine, allowKill, session, interval: INTERVAL, span: HISTORY, history }));
    streams.set(response, 0);
    response.on('close', () => streams.delete(response));
    if (!feeding) {
        feeding = true;
        void feed();
    }
}

// ---- killing

/** @param {IncomingMessage} request @param {ServerResponse} response */
async function kill(request, response) {
    const received = Buffer.from(String(request.headers['x-token']));
    if (received.length !== token.length || !timingSafeEqual(received, token)) {
        return answer(response, 403, 'not allowed: open the page with the address that the server printed', { 'X-Token': 'refused' });
    }
    if (request.headers['content-type'] !== 'application/json') return answer(response, 415, 'expected JSON');
    if (!(Number(request.headers['content-length']) <= MAX_BODY_BYTES)) return answer(response, 413, 'request too long');
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { pid, createTime, signal } = parse(body);
    const known = signal === 'SIGTERM' || signal === 'SIGKILL';
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof createTime !== 'number' || !known) {
        return answer(response, 400, 'expected pid, createTime, and the signal SIGTERM or SIGKILL');
    }
    try {
        const p = new Process(pid);
        try {
            // The PID may belong to a later process than the one on the page. After this check the handle guards the
            // signal.
            if (p.createTime() !== createTime) return answer(response, 409, `process ${pid} has already exited`);
            p.sendSignal(signal);
        } finally {
            p.close();
        }
        console.log(`${signal} to process ${pid}`);
        answer(response, 200, `${signal} was sent to process ${pid}`);
    } catch (error) {
        if (error instanceof NoSuchProcess) answer(response, 409, `process ${pid} has already exited`);
        else if (error instanceof AccessDenied) answer(response, 403, `the server may not end process ${pid}`);
        else throw error;
    }
}

/** @param {string} body @returns {Record<string, unknown>} */
function parse(body) {
    try {
        return Object(JSON.parse(body));
    } catch {
        return {};
    }
}

/** @param {URLSearchParams} parameters @param {ServerResponse} response */
function sendDetails(parameters, response) {
    const [pid, createTime] = ['pid', 'createTime'].map(name => Number(parameters.get(name) ?? NaN));
    if (pid === undefined || !Number.isSafeInteger(pid) || pid <= 0 || createTime === undefined || !Number.isFinite(createTime)) {
        return answer(response, 400, 'expected pid and createTime');
    }
    const details = readDetails(pid, createTime);
    if (!details) return answer(response, 409, `process ${pid} has already exited`);
    return answer(response, 200, JSON.stringify(details), { 'Content-Type': 'application/json' });
}

// ---- requests

/**
 * Returns why a request is refused, or null. The Host header must name this machine: a page of another site whose name
 * resolves to this machine (DNS rebinding) sends that site's name.
 * @param {IncomingMessage} request
 */
function refusal({ url, headers }) {
    const base = `http://${headers.host}`;
    const name = URL.canParse(base) ? new URL(base).hostname.replace(/^\[(.*)\]$/, '$1') : '';
    if (name !== 'localhost' && name !== host && !isIP(name)) return 'open this page with an IP address, localhost or the name given to --host';
    if (headers.origin !== undefined && headers.origin !== base) return 'other sites may not read this';
    const site = headers['sec-fetch-site'] ?? 'none';
    if (site !== 'none' && site !== 'same-origin' && url !== '/') return 'other sites may not read this'; // other sites may link to the page
    return null;
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string | Buffer} body
 * @param {Record<string, string>} [headers]
 */
function answer(response, status, body, headers) {
    response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(body);
}

/** @param {IncomingMessage} request @param {ServerResponse} response */
async function handle(request, response) {
    const reason = refusal(request);
    if (reason) return answer(response, 403, reason);
    const [pathname, query] = (request.url ?? '').split('?');
    const killing = allowKill && request.url === '/kill';
    const method = killing ? 'POST' : 'GET';
    const file = files.get(request.url ?? '');
    if (!file && !killing && request.url !== '/events' && pathname !== '/process') return answer(response, 404, 'not found');
    if (request.method !== method) return answer(response, 405, `use ${method}`, { Allow: method });
    if (killing) return kill(request, response);
    if (file) return answer(response, 200, file.body, { 'Content-Type': file.type });
    if (pathname === '/process') return sendDetails(new URLSearchParams(query), response);
    return openStream(response);
}

/** @param {string} address */
const isLoopback = address => /^(127\.|::1$|::ffff:127\.)/.test(address);

const server = createServer({ headersTimeout: 5000, requestTimeout: 10_000 }, (request, response) => {
    handle(request, response).catch(error => {
        console.error(error);
        if (response.headersSent) response.destroy();
        else answer(response, 500, 'internal error: see the output of the server');
    });
});
server.maxConnections = MAX_CONNECTIONS;
server.on('error', error => {
    console.error(error.message);
    process.exit(1);
});
server.listen(port, host, () => {
    const address = server.address();
    const name = isIP(host) === 6 ? `[${host}]` : host;
    const bound = typeof address === 'object' ? address?.port : port;
    console.log(`http://${name}:${bound}/${allowKill ? `#token=${token}` : ''}`);
    if (!isLoopback(typeof address === 'object' && address ? address.address : host)) {
        console.error(`warning: everyone who can reach ${host} sees all processes, and the connection is not encrypted`);
    }
});

for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
        server.close();
        server.closeAllConnections();
    });
}
