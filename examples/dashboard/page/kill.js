// Ends a process after a confirmation. Needs the token of the address that the server printed.

import { byId, setText } from './dom.js';

/** @import { Row } from '../sampler.js' */

const KEY = 'dashboard-token';

/** The token of the address that the page was opened with. @type {string | null} */
let fresh = null;

/**
 * Returns the token for this session of the server, or null. It is taken from the address, removed there, and kept by
 * the tab for reloads. The token of an earlier session is dropped.
 * @param {string} session
 */
export function findToken(session) {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token) {
        fresh = token;
        window.history.replaceState(null, '', location.pathname);
    }
    if (fresh) sessionStorage.setItem(KEY, JSON.stringify([session, fresh]));
    fresh = null;
    const [owner, kept] = /** @type {[string?, string?]} */ (JSON.parse(sessionStorage.getItem(KEY) ?? '[]'));
    if (kept && owner === session) return kept;
    if (kept) {
        dropToken();
        showMessage('The server was restarted: open the address that it printed to end processes.', 'failed');
    }
    return null;
}

export function dropToken() {
    sessionStorage.removeItem(KEY);
}

/** @param {string} text @param {'done' | 'failed'} kind */
function showMessage(text, kind) {
    const message = byId('message', HTMLElement);
    message.textContent = text;
    message.dataset['kind'] = kind;
    setTimeout(() => (message.textContent = ''), 6000);
}

/**
 * Asks for confirmation, and then for the server to send the signal.
 * @param {Row} row
 * @param {string} token
 * @param {() => void} onRefused Called if the server does not accept the token.
 */
export function confirmKill({ pid, createTime, name, user, command }, token, onRefused) {
    const dialog = byId('confirm', HTMLDialogElement);
    setText(byId('confirm-title', HTMLElement), `End ${name}?`);
    setText(byId('confirm-what', HTMLElement), `PID ${pid} · ${user ?? 'user unknown'} · ${command || 'no command line'}`);
    dialog.returnValue = '';
    dialog.addEventListener('close', () => {
        const signal = dialog.returnValue;
        if (signal) void kill({ pid, createTime, signal }, token, onRefused);
    }, { once: true });
    dialog.showModal();
}

/**
 * @param {{ pid: number, createTime: number | null, signal: string }} request
 * @param {string} token
 * @param {() => void} onRefused
 */
async function kill(request, token, onRefused) {
    try {
        const response = await fetch('/kill', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'X-Token': token },
            body: JSON.stringify(request)
        });
        showMessage(await response.text(), response.ok ? 'done' : 'failed');
        if (response.headers.get('X-Token') === 'refused') onRefused();
    } catch {
        showMessage('The server does not respond.', 'failed');
    }
}
