// Helpers for the document and for numbers.

/**
 * Returns the element with this id and type.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
    const element = document.getElementById(id);
    if (!(element instanceof type)) throw new Error(`the page has no ${type.name} #${id}`);
    return element;
}

/**
 * Returns a new element.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {string} [className]
 * @param {...(Node | string)} children Strings become text, not markup.
 */
export function make(name, className = '', ...children) {
    const element = document.createElement(name);
    element.className = className;
    element.append(...children);
    return element;
}

/**
 * Sets the text of an element; an unchanged text does not touch the document.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/**
 * Returns a number with about three digits and its unit.
 * @param {number} value
 * @param {number} base
 * @param {string[]} units
 */
function scaled(value, base, units) {
    let i = 0;
    for (; value >= 999.5 && i < units.length - 1; i++) value /= base;
    return `${value.toFixed(i > 0 && value < 99.95 ? 1 : 0)} ${units[i]}`;
}

/** @param {number} value */
export const bytes = value => scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']);

/** @param {number} value */
export const perSecond = value => scaled(value, 1000, ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s']);

/** Returns a duration in its largest unit: "42 s", "3 h", "12 d". @param {number} seconds */
export function age(seconds) {
    for (const [unit, length] of /** @type {const} */ ([['d', 86400], ['h', 3600], ['min', 60]])) {
        if (seconds >= length) return `${Math.floor(seconds / length)} ${unit}`;
    }
    return `${Math.max(0, Math.floor(seconds))} s`;
}
