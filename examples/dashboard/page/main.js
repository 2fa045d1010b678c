// Connects to the server while the page is visible, and passes its data to the parts of the page.

import { age, byId, setText } from './dom.js';
import { showDetails } from './details.js';
import { confirmKill, dropToken, findToken } from './kill.js';
import { Processes } from './processes.js';
import { System } from './system.js';

/** @import { FileSystems, Sample, Sensors } from '../sampler.js' */

/**
 * @typedef {object} Hello The first message of the server.
 * @property {string} host
 * @property {string} system
 * @property {number} bootTime
 * @property {boolean} allowKill
 * @property {string} session Changes when the server is restarted.
 * @property {number} interval
 * @property {number} span
 * @property {Omit<Sample, 'processes'>[]} history
 */

const RETRY = 3000;

const state = byId('state', HTMLElement);
const pause = byId('pause', HTMLButtonElement);
const theme = byId('theme', HTMLSelectElement);

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

/** The time of the latest sample, and the timer that shows its age while there is no newer one. */
let latest = 0;
/** @type {ReturnType<typeof setInterval> | undefined} */
let staleTimer;

/**
 * Shows the state of the connection. Unless it is live, the data is marked as stale.
 * @param {'live' | 'paused' | 'waiting'} name
 * @param {string} text
 */
function setState(name, text) {
    state.dataset['state'] = name;
    document.body.classList.toggle('stale', name !== 'live' && latest > 0);
    clearInterval(staleTimer);
    const show = () => setText(state, name === 'live' || !latest ? text : `${text} · ${age((Date.now() - latest) / 1000)} old`);
    show();
    if (name !== 'live') staleTimer = setInterval(show, 1000);
}

/** @param {MessageEvent<string>} event */
function onHello({ data }) {
    hello = /** @type {Hello} */ (JSON.parse(data));
    history = hello.history;
    setText(byId('host', HTMLElement), hello.host);
    document.title = `${hello.host} – Dashboard`;
    system ??= new System(hello);
    const token = hello.allowKill ? findToken(hello.session) : null;
    processes ??= new Processes(showDetails);
    processes.setKill(token ? row => confirmKill(row, token, onRefused) : null);
}

/** The server refuses the token: it is of an earlier start. */
function onRefused() {
    dropToken();
    processes?.setKill(null);
}

/** @param {MessageEvent<string>} event */
function onSample({ data }) {
    if (!hello || !system || !processes) return;
    const { processes: rows, fileSystems, sensors, ...brief } = /** @type {Sample & { fileSystems: FileSystems, sensors: Sensors }} */ (JSON.parse(data));
    const { span, bootTime, system: name } = hello;
    history = [...history.filter(({ time }) => time >= brief.time - span), brief];
    latest = Date.now();
    setState('live', 'Live');
    const cpus = `${brief.cpus.length} CPU${brief.cpus.length > 1 ? 's' : ''}`;
    setText(byId('about', HTMLElement), `${name} · ${cpus} · up ${age(brief.time / 1000 - bootTime)}`);
    system.show(history, fileSystems, sensors);
    processes.show(rows, brief.time);
}

/**
 * Connects if the page is visible and not paused, and disconnects otherwise; without pages the server reads nothing.
 */
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

const shortcuts = byId('shortcuts', HTMLDialogElement);
byId('help', HTMLButtonElement).addEventListener('click', () => shortcuts.showModal());

/** What a key does when no text field has the focus. @type {Record<string, () => void>} */
const KEYS = {
    '/': () => byId('filter', HTMLInputElement).focus(),
    p: () => pause.click(),
    t: () => byId('tree', HTMLButtonElement).click(),
    '?': () => shortcuts.showModal()
};

document.addEventListener('keydown', event => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    const isField = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (isField) {
        if (key === 'Escape') target.blur();
        return;
    }
    const action = KEYS[key];
    if (!action) return;
    event.preventDefault();
    action();
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
