// The table of processes. Names and command lines are untrusted, so they enter the page as text only.

import { age, byId, bytes, make, perSecond, setText } from './dom.js';

/** @import { Row } from '../sampler.js' */

/** The numbers of rows that are shown at first and on request. The filter searches all processes. */
const FEW_ROWS = 100;
const MANY_ROWS = 500;
const ROW_LIMITS = [FEW_ROWS, MANY_ROWS, Infinity];

/**
 * @typedef {object} Column
 * @property {string} title
 * @property {(row: Row) => number | string | null} value The sort key.
 * @property {(row: Row, now: number) => string} text
 * @property {string} className
 * @property {(row: Row) => number} [part] The length of a bar behind the number, 0 to 1.
 */

/** @type {Column[]} */
const COLUMNS = [
    { title: 'Name', className: 'name', value: row => row.name, text: row => row.name ?? '–' },
    { title: 'PID', className: 'number pid', value: row => row.pid, text: row => String(row.pid) },
    { title: 'User', className: 'user', value: row => row.user, text: row => row.user ?? '–' },
    { title: 'State', className: 'state', value: row => row.status, text: row => row.status ?? '–' },
    { title: 'Threads', className: 'number threads', value: row => row.threads, text: row => String(row.threads ?? '–') },
    {
        title: 'Age', className: 'number age', value: row => (row.createTime === null ? null : -row.createTime),
        text: (row, now) => (row.createTime === null ? '–' : age(now / 1000 - row.createTime))
    },
    {
        title: 'CPU %', className: 'number cpu', value: row => row.cpu, text: row => row.cpu.toFixed(1),
        part: row => row.cpu / 100
    },
    {
        title: 'Memory', className: 'number memory', value: row => row.memory,
        text: row => (row.memory === null ? '–' : bytes(row.memory))
    },
    {
        title: 'Read', className: 'number read', value: row => row.read,
        text: row => (row.read === null ? '–' : perSecond(row.read))
    },
    {
        title: 'Written', className: 'number written', value: row => row.written,
        text: row => (row.written === null ? '–' : perSecond(row.written))
    }
];

const canHover = matchMedia('(hover: hover)');

/** @param {Row} row */
const identity = ({ pid, createTime }) => `${pid} ${createTime}`;

export class Processes {
    #body;
    #onDetails;
    /** @type {((row: Row) => void) | null} */
    #onKill = null;
    #head;
    #isTree = false;
    /** @type {HTMLTableCellElement[]} */
    #headings = [];
    /** @type {Map<string, { row: Row, tr: HTMLTableRowElement | null }>} A table row is created when it is first shown. */
    #known = new Map();
    #now = 0;
    /** @type {string[]} The keys in the order shown last. */
    #order = [];
    #sort = { by: COLUMNS.findIndex(({ title }) => title === 'CPU %'), descending: true };
    #maxRows = FEW_ROWS;
    #filter = byId('filter', HTMLInputElement);
    #more = byId('more', HTMLElement);
    #tree = byId('tree', HTMLButtonElement);

    /** @param {(row: Row) => void} onDetails */
    constructor(onDetails) {
        this.#onDetails = onDetails;
        const table = byId('processes', HTMLTableElement);
        const body = table.tBodies[0];
        const head = table.tHead?.rows[0];
        if (!body || !head) throw new Error('the table is incomplete');
        this.#body = body;
        this.#headings = COLUMNS.map(({ title, className }, i) => {
            const button = make('button', '', title);
            button.type = 'button';
            button.addEventListener('click', () => this.#sortBy(i));
            const heading = make('th', className, button);
            heading.scope = 'col';
            return heading;
        });
        head.replaceChildren(...this.#headings);
        this.#head = head;
        this.#filter.addEventListener('input', () => this.#arrange());
        this.#tree.addEventListener('click', () => {
            this.#isTree = !this.#isTree;
            this.#tree.ariaPressed = String(this.#isTree);
            this.#arrange();
        });
        this.#markSorted();
    }

    /** Adds a button to each row that ends the process, or removes it. @param {((row: Row) => void) | null} onKill */
    setKill(onKill) {
        const changes = Boolean(onKill) !== Boolean(this.#onKill);
        this.#onKill = onKill;
        if (!changes) return;
        this.#head.querySelector('.action')?.remove();
        if (onKill) this.#head.append(make('td', 'action'));
        for (const known of this.#known.values()) known.tr = null;
        this.#arrange();
    }

    /** @param {Row[]} rows @param {number} now Milliseconds since the epoch. */
    show(rows, now) {
        this.#now = now;
        this.#known = new Map(rows.map(row => {
            const key = identity(row);
            return [key, { row, tr: this.#known.get(key)?.tr ?? null }];
        }));
        this.#arrange(this.#held);
    }

    /** Whether rows must keep their places because the pointer or the keyboard focus is on one. */
    get #held() {
        return this.#body.matches(':focus-within') || (canHover.matches && this.#body.matches(':hover'));
    }

    /** @param {string} key */
    #makeRow(key) {
        const tr = make('tr', '', ...COLUMNS.map(({ className }) => make('td', className)));
        /** @param {HTMLElement} content @param {(row: Row) => void} action */
        const makeButton = (content, action) => {
            const button = make('button', '', content);
            button.type = 'button';
            button.addEventListener('click', () => {
                const row = this.#known.get(key)?.row;
                if (row) action(row);
            });
            return button;
        };
        tr.cells[0]?.append(makeButton(make('span', ''), row => this.#onDetails(row)), make('small', ''));
        if (this.#onKill) tr.append(make('td', 'action', makeButton(make('span', '', 'End …'), row => this.#onKill?.(row))));
        return tr;
    }

    /**
     * Sorts by a column: numbers descending, text ascending at first, and reversed the second time.
     * @param {number} i
     */
    #sortBy(i) {
        const textual = !COLUMNS[i]?.className.startsWith('number');
        const descending = this.#sort.by === i ? !this.#sort.descending : !textual;
        this.#sort = { by: i, descending };
        this.#markSorted();
        this.#arrange();
    }

    #markSorted() {
        this.#headings.forEach((heading, i) => {
            if (i === this.#sort.by) heading.ariaSort = this.#sort.descending ? 'descending' : 'ascending';
            else heading.removeAttribute('aria-sort');
        });
    }

    /** Sorts and shows the rows that match the filter; if held, rows that are shown keep their places. */
    #arrange(held = false) {
        const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
        const matches = (/** @type {Row} */ { pid, name, user, status, command }) => {
            const text = `${pid} ${name} ${user} ${status} ${command}`.toLowerCase();
            return words.every(word => text.includes(word));
        };
        const all = [...this.#known];
        const matching = words.length > 0 ? all.filter(([, { row }]) => matches(row)) : all;
        const places = new Map(held ? this.#order.map((key, i) => [key, i]) : []);
        const place = (/** @type {string} */ key) => places.get(key) ?? Infinity;
        const value = COLUMNS[this.#sort.by]?.value ?? (() => null);
        const sign = this.#sort.descending ? -1 : 1;
        matching.sort(([keyA, { row: a }], [keyB, { row: b }]) => {
            if (place(keyA) !== place(keyB)) return place(keyA) - place(keyB);
            return sign * compare(value(a), value(b)) || Number(b.memory) - Number(a.memory) || a.pid - b.pid;
        });
        const depths = this.#isTree && !held ? treeOrder(matching) : null;
        this.#order = matching.map(([key]) => key);
        this.#place(matching.slice(0, this.#maxRows).map(([key, known]) => {
            known.tr ??= this.#makeRow(key);
            fill(known.tr, known.row, this.#now);
            if (depths || !this.#isTree) known.tr.cells[0]?.style.setProperty('--depth', String(depths?.get(key) ?? 0));
            return known.tr;
        }));

        const some = matching.length;
        setText(byId('count', HTMLElement), words.length > 0 ? `${some} of ${all.length}` : String(some));
        byId('held', HTMLElement).hidden = !held;
        byId('nothing', HTMLElement).hidden = some > 0;
        this.#showMore(some);
    }

    /** Shows the buttons that set how many of these rows are shown. @param {number} count */
    #showMore(count) {
        this.#more.hidden = count <= FEW_ROWS;
        const limits = ROW_LIMITS.filter(limit => limit < count || limit === Infinity);
        if (this.#more.childElementCount !== limits.length) {
            this.#more.replaceChildren(...limits.map(limit => {
                const button = make('button', '');
                button.type = 'button';
                button.addEventListener('click', () => {
                    this.#maxRows = limit;
                    this.#arrange();
                });
                return button;
            }));
        }
        limits.forEach((limit, i) => {
            const button = this.#more.children[i];
            if (!(button instanceof HTMLButtonElement)) return;
            setText(button, limit === Infinity ? `All ${count}` : `First ${limit}`);
            button.ariaPressed = String(limit === Infinity ? this.#maxRows >= count : limit === this.#maxRows);
        });
    }

    /** Makes these the rows of the body. Rows that are in place are not touched. @param {Element[]} rows */
    #place(rows) {
        const focused = document.activeElement;
        const wanted = new Set(rows);
        for (const tr of [...this.#body.rows]) if (!wanted.has(tr)) tr.remove();
        rows.forEach((tr, i) => {
            const current = this.#body.rows[i];
            if (current !== tr) this.#body.insertBefore(tr, current ?? null);
        });
        if (focused instanceof HTMLElement && focused !== document.activeElement && this.#body.contains(focused)) focused.focus();
    }
}

/** @param {HTMLTableRowElement} tr @param {Row} row @param {number} now */
function fill(tr, row, now) {
    COLUMNS.forEach(({ text, part, className }, i) => {
        const cell = tr.cells[i];
        if (!cell) return;
        if (className === 'name') {
            const name = cell.querySelector('span');
            const command = cell.querySelector('small');
            if (name) setText(name, text(row, now));
            if (command) setText(command, row.command);
            cell.title = row.command;
        } else {
            setText(cell, text(row, now));
        }
        if (part) cell.style.setProperty('--part', Math.min(part(row), 1).toFixed(3));
    });
    const button = tr.querySelector('.action button');
    if (button) button.ariaLabel = `End ${row.name}, PID ${row.pid}`;
}

/**
 * Sorts entries so that children follow their parents, in the order that they have; returns the depth of each.
 * @param {[string, { row: Row, tr: HTMLTableRowElement | null }][]} entries
 */
function treeOrder(entries) {
    const byPid = new Map(entries.map(entry => [entry[1].row.pid, entry]));
    /** @type {Map<string, typeof entries>} */
    const children = new Map();
    /** @type {typeof entries} */
    const roots = [];
    for (const entry of entries) {
        const { pid, ppid, createTime } = entry[1].row;
        const parent = ppid === null || ppid === pid ? undefined : byPid.get(ppid);
        // an older process is not a child of the one that has its parent's PID now
        const isChild = parent && Number(parent[1].row.createTime) <= Number(createTime);
        if (!isChild) roots.push(entry);
        else if (children.has(parent[0])) children.get(parent[0])?.push(entry);
        else children.set(parent[0], [entry]);
    }
    const depths = new Map();
    /** @type {[(typeof entries)[number], number][]} */
    const stack = roots.reverse().map(entry => [entry, 0]);
    entries.length = 0;
    for (let next; (next = stack.pop()); ) {
        const [entry, depth] = next;
        if (depths.has(entry[0])) continue;
        entries.push(entry);
        depths.set(entry[0], depth);
        for (const child of (children.get(entry[0]) ?? []).reverse()) stack.push([child, depth + 1]);
    }
    return depths;
}

/**
 * Compares two sort keys; unknown values come first, and so last in descending order.
 * @param {number | string | null} a
 * @param {number | string | null} b
 */
function compare(a, b) {
    if (a === null || b === null) return Number(b === null) - Number(a === null);
    if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : Number(a > b);
    return Number(a) - Number(b);
}
