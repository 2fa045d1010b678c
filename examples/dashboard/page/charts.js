// Lines over the last minute, as SVG: they take the colours of the style sheet and the width that there is.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300;
const HEIGHT = 100;

/** @typedef {{ time: number, values: number[] }} Point Milliseconds since the epoch, and one value a line. */

export class Chart {
    #span;
    #gap;
    /** @type {{ line: Element, area: Element }[]} */
    #paths = [];

    /**
     * @param {Element} place Where it goes.
     * @param {string[]} lines The classes of the lines.
     * @param {{ span: number, interval: number }} times Milliseconds that it shows, and from one point to the next.
     */
    constructor(place, lines, { span, interval }) {
        this.#span = span;
        this.#gap = 3 * interval; // longer than that, nobody looked: the line is broken
        const svg = document.createElementNS(SVG, 'svg');
        svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
        svg.setAttribute('preserveAspectRatio', 'none');
        svg.setAttribute('aria-hidden', 'true'); // the numbers beside it say it in words
        for (const name of lines) {
            const area = document.createElementNS(SVG, 'path');
            const line = document.createElementNS(SVG, 'path');
            area.setAttribute('class', `area ${name}`);
            line.setAttribute('class', `line ${name}`);
            svg.append(area, line);
            this.#paths.push({ line, area });
        }
        place.replaceChildren(svg);
    }

    /** @param {Point[]} points @param {number} top The value at the upper edge. */
    draw(points, top) {
        const end = points.at(-1)?.time ?? 0;
        const x = (/** @type {number} */ time) => (WIDTH * (1 - (end - time) / this.#span)).toFixed(1);
        // half a line's width from the edges, where it would be cut off
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

/** A round number that is not below any of the values, for the upper edge. @param {Point[]} points @param {number} least */
export function roundTop(points, least) {
    const most = Math.max(least, ...points.flatMap(({ values }) => values));
    const power = 10 ** Math.floor(Math.log10(most));
    return power * ([1, 2, 5].find(step => step * power >= most) ?? 10);
}
