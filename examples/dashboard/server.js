#!/usr/bin/env node
// A page that shows what this machine is doing. See README.md.

import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { isIP } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AccessDenied, bootTime, NoSuchProcess, Process } from '../../bindings/node/index.mjs';
import { INTERVAL, samples } from './sampler.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Sample } from './sampler.js' */

const USAGE = `Usage: node server.js [--host ADDRESS] [--port NUMBER] [--allow-kill]

Serves a page that shows what this machine is doing.

  --host ADDRESS   where to listen (127.0.0.1). Whoever can reach it sees all processes with their command lines.
  --port NUMBER    the port (8080); 0 takes any that is free
  --allow-kill     whoever opens the page by the address with the token may end processes that you may end
  --help           this text`;

/** At most so many pages at a time, and connections in all. */
const MOST_STREAMS = 16;
const MOST_CONNECTIONS = 64;
/** A page that has not taken so many samples in a row is given up. */
const MOST_MISSED = 30;
/** Bytes of a request to kill. */
const MOST_BYTES = 1000;
/** Milliseconds of samples that a page begins with. */
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

/** The page's files, all there are: no path of a request ever reaches the file system. */
const folder = path.join(import.meta.dirname, 'page');
const files = new Map(readdirSync(folder).map(name => [
    name === 'index.html' ? '/' : `/${name}`,
    { body: readFileSync(path.join(folder, name)), type: `${TYPES[path.extname(name)]}; charset=utf-8` }
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
        if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65535) throw new Error(`no port: ${values.port}`);
        return { host: values.host, port: Number(values.port), allowKill: values['allow-kill'] };
    } catch (error) {
        console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
        process.exit(2);
    }
}

// ---- one loop for all pages, which ends when the last one is closed

/** @type {Map<ServerResponse, number>} The open pages, and how many samples each has missed. */
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
            } else if (missed < MOST_MISSED) {
                streams.set(stream, missed + 1);
            } else {
                stream.destroy();
            }
        }
    }
}

/** @param {ServerResponse} response */
function openStream(response) {
    if (streams.size >= MOST_STREAMS) return answer(response, 503, 'too many pages are open');
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    const machine = { host: os.hostname(), system: `${os.type()} ${/^[\d.]*/.exec(os.release())}`, bootTime: bootTime() };
    response.write(message('hello', { ...machine, allowKill, interval: INTERVAL, span: HISTORY, history }));
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
    const given = Buffer.from(String(request.headers['x-token']));
    if (given.length !== token.length || !timingSafeEqual(given, token)) {
        return answer(response, 403, 'not allowed: open the page by the address that the server has printed');
    }
    if (request.headers['content-type'] !== 'application/json') return answer(response, 415, 'not JSON');
    if (!(Number(request.headers['content-length']) <= MOST_BYTES)) return answer(response, 413, 'too long');
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { pid, createTime, signal } = parse(body);
    const known = signal === 'SIGTERM' || signal === 'SIGKILL';
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0 || typeof createTime !== 'number' || !known) {
        return answer(response, 400, 'pid, createTime and signal are wanted');
    }
    try {
        const p = new Process(pid);
        try {
            // The PID may have been given to another process since the page was drawn. From here on the handle sees to it
            // that the signal reaches no other than the one that was compared.
            if (p.createTime() !== createTime) return answer(response, 409, `process ${pid} has ended already`);
            p.sendSignal(signal);
        } finally {
            p.close();
        }
        console.log(`${signal} to process ${pid}`);
        answer(response, 200, `${signal} was sent to process ${pid}`);
    } catch (error) {
        if (error instanceof NoSuchProcess) answer(response, 409, `process ${pid} has ended already`);
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

// ---- requests

/**
 * Why a request is none of ours, if it is not. A name in Host that is not known to be this machine's is how a page of
 * another site, whose name was made to point here, would read along.
 * @param {IncomingMessage} request
 */
function objection({ url, headers }) {
    const base = `http://${headers.host}`;
    const name = URL.canParse(base) ? new URL(base).hostname.replace(/^\[(.*)\]$/, '$1') : '';
    if (name !== 'localhost' && name !== host && !isIP(name)) return 'open this page by the IP address, or by the name given to --host';
    if (headers.origin !== undefined && headers.origin !== base) return 'not for other sites';
    const site = headers['sec-fetch-site'] ?? 'none';
    if (site !== 'none' && site !== 'same-origin' && url !== '/') return 'not for other sites'; // which may link to the page
    return null;
}

/** @param {ServerResponse} response @param {number} status @param {string | Buffer} body @param {Record<string, string>} [headers] */
function answer(response, status, body, headers) {
    response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(body);
}

/** @param {IncomingMessage} request @param {ServerResponse} response */
async function handle(request, response) {
    const reason = objection(request);
    if (reason) return answer(response, 403, reason);
    const killing = allowKill && request.url === '/kill';
    const method = killing ? 'POST' : 'GET';
    const file = files.get(request.url ?? '');
    if (!file && !killing && request.url !== '/events') return answer(response, 404, 'nothing here');
    if (request.method !== method) return answer(response, 405, `only ${method}`, { Allow: method });
    if (killing) return kill(request, response);
    if (file) return answer(response, 200, file.body, { 'Content-Type': file.type });
    return openStream(response);
}

const server = createServer({ headersTimeout: 5000, requestTimeout: 10_000 }, (request, response) => {
    handle(request, response).catch(error => {
        console.error(error);
        if (response.headersSent) response.destroy();
        else answer(response, 500, 'something went wrong: see the server');
    });
});
server.maxConnections = MOST_CONNECTIONS;
server.on('error', error => {
    console.error(error.message);
    process.exit(1);
});
server.listen(port, host, () => {
    const address = server.address();
    const name = isIP(host) === 6 ? `[${host}]` : host;
    const bound = typeof address === 'object' ? address?.port : port;
    console.log(`http://${name}:${bound}/${allowKill ? `#token=${token}` : ''}`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
        server.close();
        server.closeAllConnections();
    });
}
