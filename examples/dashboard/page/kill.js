// Ends a process after a confirmation. Needs the token of the address that the server printed.

import { byId, setText } from './dom.js';

/** @import { Row } from '../sampler.js' */

const KEY = 'dashboard-token';

/** Returns the token from the address, and removes it there. The tab's session keeps it for reloads. */
export function takeToken() {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token) {
        sessionStorage.setItem(KEY, token);
        window.history.replaceState(null, '', location.pathname);
    }
    return sessionStorage.getItem(KEY);
}

/** Asks for confirmation, and then for the server to send the signal. @param {Row} row @param {string} token */
export function confirmKill({ pid, createTime, name, user, command }, token) {
    const dialog = byId('confirm', HTMLDialogElement);
    setText(byId('confirm-title', HTMLElement), `End ${name}?`);
    setText(byId('confirm-what', HTMLElement), `PID ${pid} · ${user ?? 'user unknown'} · ${command || 'no command line'}`);
    dialog.returnValue = '';
    dialog.addEventListener('close', () => {
        const signal = dialog.returnValue;
        if (signal) void kill({ pid, createTime, signal }, token);
    }, { once: true });
    dialog.showModal();
}

/** @param {{ pid: number, createTime: number | null, signal: string }} what @param {string} token */
async function kill(what, token) {
    const message = byId('message', HTMLElement);
    try {
        const response = await fetch('/kill', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'X-Token': token },
            body: JSON.stringify(what)
        });
        message.textContent = await response.text();
        message.dataset['kind'] = response.ok ? 'done' : 'failed';
    } catch {
        message.textContent = 'The server does not respond.';
        message.dataset['kind'] = 'failed';
    }
    setTimeout(() => (message.textContent = ''), 6000);
}
