// Connects to the server while the page is visible, and passes its data to the parts of the page.

import { age, byId, setText } from './dom.js';
import { confirmKill, takeToken } from './kill.js';
import { Processes } from './processes.js';
import { System } from './system.js';

/** @import { FileSystems, Sample } from '../sampler.js' */

/**
 * @typedef {object} Hello The first message of the server.
 * @property {string} host
 * @property {string} system
 * @property {number} bootTime
 * @property {boolean} allowKill
 * @property {number} interval
 * @property {number} span
 * @property {Omit<Sample, 'processes'>[]} history
 */

const RETRY = 3000;

const state = byId('state', HTMLElement);
const pause = byId('pause', HTMLButtonElement);
const theme = byId('theme', HTMLSelectElement);
const token = takeToken();

/** @type {EventSource | null} */
let source = null;
let paused = false;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retry;
/** @type {Hello | null} */
let hello = null;
/** @type {Hello['history']} */
let history = [];
/** @type {System | null} */
let system = null;
/** @type {Processes | null} */
let processes = null;

/** @param {'live' | 'paused' | 'waiting'} name @param {string} text */
function setState(name, text) {
    state.dataset['state'] = name;
    setText(state, text);
}

/** @param {MessageEvent<string>} event */
function onHello({ data }) {
    hello = /** @type {Hello} */ (JSON.parse(data));
    history = hello.history;
    setText(byId('host', HTMLElement), hello.host);
    document.title = `${hello.host} – Dashboard`;
    system ??= new System(hello);
    processes ??= new Processes(hello.allowKill && token ? row => confirmKill(row, token) : null);
}

/** @param {MessageEvent<string>} event */
function onSample({ data }) {
    if (!hello || !system || !processes) return;
    const { processes: rows, fileSystems, ...brief } = /** @type {Sample & { fileSystems: FileSystems }} */ (JSON.parse(data));
    const { span, bootTime, system: name } = hello;
    history = [...history.filter(({ time }) => time >= brief.time - span), brief];
    setState('live', 'Live');
    const cpus = `${brief.cpus.length} CPU${brief.cpus.length > 1 ? 's' : ''}`;
    setText(byId('about', HTMLElement), `${name} · ${cpus} · up ${age(brief.time / 1000 - bootTime)}`);
    system.show(history, fileSystems);
    processes.show(rows, brief.time);
}

/** Connects if the page is visible and not paused, and disconnects otherwise; without pages the server reads nothing. */
function connect() {
    clearTimeout(retry);
    source?.close();
    source = null;
    if (paused) return setState('paused', 'Paused');
    if (document.hidden) return;
    setState('waiting', 'Connecting');
    source = new EventSource('/events');
    source.addEventListener('hello', onHello);
    source.addEventListener('sample', onSample);
    source.addEventListener('error', () => {
        setState('waiting', 'No connection');
        // EventSource reconnects after a lost connection, but not after a refusal.
        if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY);
    });
}

pause.addEventListener('click', () => {
    paused = !paused;
    pause.ariaPressed = String(paused);
    connect();
});

theme.value = localStorage.getItem('theme') ?? theme.value;
const setTheme = () => (document.documentElement.style.colorScheme = theme.value);
theme.addEventListener('change', () => {
    localStorage.setItem('theme', theme.value);
    setTheme();
});
setTheme();

document.addEventListener('visibilitychange', connect);
connect();
