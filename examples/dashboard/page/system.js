// CPU, memory, network and disks.

import { Chart, roundTop } from './charts.js';
import { byId, bytes, make, perSecond, setText } from './dom.js';

/** @import { FileSystems, Sample, Sensors } from '../sampler.js' */
/** @typedef {Omit<Sample, 'processes'>} Brief */

/** The least upper edge of a chart of rates, in bytes per second. */
const MIN_RATE_TOP = 10_000;

/** @param {number[]} values */
const sum = values => values.reduce((total, value) => total + value, 0);

/** @param {Brief} sample */
const overall = ({ cpus }) => sum(cpus) / cpus.length;

/** Returns the rates of all interfaces but loopback. @param {Brief} sample */
function traffic({ network }) {
    const real = network.filter(({ loopback }) => !loopback);
    return [sum(real.map(({ received }) => received)), sum(real.map(({ sent }) => sent))];
}

/** @param {number} part @param {number} whole */
const percentOf = (part, whole) => (whole > 0 ? `${Math.round((100 * part) / whole)} %` : '–');

/** A list of names, values and meters. Its elements are created when their number changes. */
class List {
    /** @param {string} id */
    constructor(id) {
        this.element = byId(id, HTMLUListElement);
    }

    /** @param {{ name: string, title?: string, value: string, part?: number }[]} items */
    show(items) {
        if (this.element.childElementCount !== items.length) {
            this.element.replaceChildren(...items.map(({ part }) => {
                const item = make('li', '', make('span', 'name'), make('span', 'value'));
                if (part !== undefined) item.append(make('div', 'meter', make('i', 'first')));
                return item;
            }));
        }
        items.forEach(({ name, title = name, value, part }, i) => {
            const [label, number, meter] = this.element.children[i]?.children ?? [];
            if (!(label instanceof HTMLElement) || !number) return;
            setText(label, name);
            label.title = title;
            setText(number, value);
            if (part !== undefined) setPart(meter, part);
        });
    }
}

/** Sets the lengths of a meter's bars. @param {Element | undefined} meter @param {...number} parts From 0 to 1. */
function setPart(meter, ...parts) {
    parts.forEach((part, i) => {
        const bar = meter?.children[i];
        if (bar instanceof HTMLElement) bar.style.width = `${(100 * Math.min(part, 1)).toFixed(1)}%`;
    });
}

export class System {
    #times;
    #cpu;
    #memory;
    #network;
    #disks;
    /** @type {{ chart: Chart, value: Element }[]} */
    #cores = [];
    #swap = new List('swap');
    #legend = new List('memory-legend');
    #interfaces = new List('interfaces');
    #fileSystems = new List('filesystems');
    #sensors = new List('sensors');

    /** @param {{ span: number, interval: number }} times */
    constructor(times) {
        this.#times = times;
        this.#cpu = new Chart(byId('cpu-chart', HTMLElement), ['first'], times);
        this.#memory = new Chart(byId('memory-chart', HTMLElement), ['first'], times);
        this.#network = new Chart(byId('network-chart', HTMLElement), ['first', 'second'], times);
        this.#disks = new Chart(byId('disks-chart', HTMLElement), ['first', 'second'], times);
    }

    /**
     * @param {Brief[]} history Ends with the latest sample.
     * @param {FileSystems} fileSystems
     * @param {Sensors} sensors
     */
    show(history, fileSystems, sensors) {
        const now = history.at(-1);
        if (!now) return;
        this.#showCpu(now, history);
        this.#showMemory(now, history);
        this.#showSensors(sensors);

        this.#showRates('network', this.#network, ['received', 'sent'], history, traffic);
        this.#interfaces.show(now.network.map(({ name, received, sent }) => (
            { name, value: `↓ ${perSecond(received)}  ↑ ${perSecond(sent)}` })));

        this.#showRates('disks', this.#disks, ['read', 'written'], history, ({ disks }) => [disks.read, disks.written]);
        this.#fileSystems.show(fileSystems.map(({ mountpoint, used, total, percent }) => (
            { name: mountpoint, value: `${bytes(used)} of ${bytes(total)}`, part: percent / 100 })));
    }

    /** @param {Sensors} sensors */
    #showSensors({ temperatures, fans, battery }) {
        const items = [
            ...temperatures.map(({ name, title, current, high }) => (
                { name, title, value: `${current.toFixed(0)} °C`, part: high ? Math.max(current / high, 0) : 0 })),
            ...fans.map(({ name, current }) => ({ name, value: `${current} rpm`, part: 0 }))
        ];
        if (battery) {
            const { percent, powerPlugged } = battery;
            const value = `${percent === null ? '–' : `${percent.toFixed(0)} %`}${powerPlugged ? ', plugged in' : ''}`;
            items.push({ name: 'Battery', value, part: (percent ?? 0) / 100 });
        }
        byId('sensors-card', HTMLElement).hidden = items.length === 0;
        this.#sensors.show(items);
    }

    /** @param {Brief} now @param {Brief[]} history */
    #showCpu(now, history) {
        setText(byId('cpu', HTMLElement), overall(now).toFixed(0));
        setText(byId('load', HTMLElement), `Load ${now.load.map(load => load.toFixed(2)).join('  ')}`);
        this.#cpu.draw(history.map(sample => ({ time: sample.time, values: [overall(sample)] })), 100);

        if (this.#cores.length !== now.cpus.length) {
            const cores = byId('cores', HTMLUListElement);
            cores.classList.toggle('many', now.cpus.length > 16);
            this.#cores = now.cpus.map(() => {
                const place = make('div', 'chart');
                return { place, value: make('span', 'value'), chart: new Chart(place, ['first'], this.#times) };
            }).map(({ place, value, chart }, i) => {
                cores.append(make('li', '', make('span', 'name', `CPU ${i}`), value, place));
                return { value, chart };
            });
            while (cores.childElementCount > now.cpus.length) cores.firstElementChild?.remove();
        }
        this.#cores.forEach(({ value, chart }, i) => {
            setText(value, `${now.cpus[i]?.toFixed(0)} %`);
            chart.draw(history.map(({ time, cpus }) => ({ time, values: [cpus[i] ?? 0] })), 100);
        });
    }

    /** @param {Brief} now @param {Brief[]} history */
    #showMemory({ memory, swap }, history) {
        const { total, used, available, cache } = memory;
        setText(byId('memory', HTMLElement), bytes(used));
        setText(byId('memory-total', HTMLElement), `${percentOf(used, total)} of ${bytes(total)}`);
        this.#memory.draw(history.map(sample => ({ time: sample.time, values: [sample.memory.used] })), total);
        setPart(byId('memory-meter', HTMLElement), used / total, Math.min(cache, total - used) / total);
        this.#legend.show([
            { name: 'In use', value: bytes(used) },
            { name: 'Cache', value: bytes(cache) },
            { name: 'Available', value: bytes(available) }
        ]);
        this.#swap.show([swap.total > 0
            ? { name: 'Swap', value: `${bytes(swap.used)} of ${bytes(swap.total)}`, part: swap.used / swap.total }
            : { name: 'Swap', value: 'none' }]);
    }

    /**
     * @param {string} name
     * @param {Chart} chart
     * @param {string[]} ids The elements for the latest rates.
     * @param {Brief[]} history
     * @param {(sample: Brief) => number[]} rates
     */
    #showRates(name, chart, ids, history, rates) {
        const points = history.map(sample => ({ time: sample.time, values: rates(sample) }));
        const top = roundTop(points, MIN_RATE_TOP);
        chart.draw(points, top);
        byId(`${name}-chart`, HTMLElement).dataset['top'] = perSecond(top).replace('.0 ', ' ');
        ids.forEach((id, i) => setText(byId(id, HTMLElement), perSecond(points.at(-1)?.values[i] ?? 0)));
    }
}
