// Line charts of the last minute as SVG. The style sheet sets their colours, the layout their width.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300;
const HEIGHT = 100;

/** @typedef {{ time: number, values: number[] }} Point Milliseconds since the epoch, and a value for each line. */

export class Chart {
    #span;
    #gap;
    /** @type {{ line: Element, area: Element }[]} */
    #paths = [];

    /**
     * @param {Element} container Its content is replaced.
     * @param {string[]} lines The classes of the lines.
     * @param {{ span: number, interval: number }} times The milliseconds of the whole chart and between two points.
     */
    constructor(container, lines, { span, interval }) {
        this.#span = span;
        this.#gap = 3 * interval; // the page was not connected: the line is interrupted
        const svg = document.createElementNS(SVG, 'svg');
        svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
        svg.setAttribute('preserveAspectRatio', 'none');
        svg.setAttribute('aria-hidden', 'true'); // the text beside it has the numbers
        for (const name of lines) {
            const area = document.createElementNS(SVG, 'path');
            const line = document.createElementNS(SVG, 'path');
            area.setAttribute('class', `area ${name}`);
            line.setAttribute('class', `line ${name}`);
            svg.append(area, line);
            this.#paths.push({ line, area });
        }
        container.replaceChildren(svg);
    }

    /** @param {Point[]} points @param {number} top The value of the upper edge. */
    draw(points, top) {
        const end = points.at(-1)?.time ?? 0;
        const x = (/** @type {number} */ time) => (WIDTH * (1 - (end - time) / this.#span)).toFixed(1);
        // half the line's width from the edges, so that nothing is cut off
        const y = (/** @type {number} */ value) => (HEIGHT - 1 - (HEIGHT - 2) * Math.min(value / top, 1)).toFixed(1);
        this.#paths.forEach(({ line, area }, i) => {
            let lines = '';
            let areas = '';
            points.forEach(({ time, values }, at) => {
                const before = points[at - 1];
                const after = points[at + 1];
                const here = `${x(time)} ${y(values[i] ?? 0)}`;
                const begins = !before || time - before.time > this.#gap;
                lines += `${begins ? 'M' : 'L'}${here}`;
                areas += `${begins ? `M${x(time)} ${HEIGHT}` : ''}L${here}`;
                if (!after || after.time - time > this.#gap) areas += `L${x(time)} ${HEIGHT}Z`;
            });
            line.setAttribute('d', lines);
            area.setAttribute('d', areas);
        });
    }
}

/**
 * Returns a round number for the upper edge: at least min and every value.
 * @param {Point[]} points
 * @param {number} min
 */
export function roundTop(points, min) {
    const max = Math.max(min, ...points.flatMap(({ values }) => values));
    const power = 10 ** Math.floor(Math.log10(max));
    return power * ([1, 2, 5].find(step => step * power >= max) ?? 10);
}
