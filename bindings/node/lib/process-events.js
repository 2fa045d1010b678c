'use strict';

const { enums, structs } = require('../declarations.js');
const { enumName, recordDecoder } = require('./decode.js');
const { TimeoutExpired } = require('./errors.js');
const native = require('./native.js');
const { sleep } = require('./poll.js');
const { disposable } = require('./process.js');
const { withChecks } = require('./signatures.js');

const decodeRecord = recordDecoder(structs.psutil_process_event_t);
const kindName = enumName('psutil_event', 'PSUTIL_EVENT_');
const { PSUTIL_EVENT_FORK, PSUTIL_EVENT_EXEC, PSUTIL_EVENT_EXIT } = enums.psutil_event;

// Seconds between two looks at the kernel's buffer, which holds what happens in between.
const MIN_PAUSE = 0.001;
const MAX_PAUSE = 0.02;

/** How many events are taken at once. */
const MAX_READ = 512;

const finalizers = new FinalizationRegistry(handle => native.process_events_free(handle));

/** Resolves when other events of the program had their turn. */
const nextTurn = () => new Promise(resolve => setImmediate(resolve));

class ProcessEvents {
    #handle;
    #closed = false;
    #options;
    #ready = []; // events that were taken and not returned yet
    #last = Promise.resolve(); // the previous next(): calls are answered in their order

    constructor(kinds, options) {
        options.signal?.throwIfAborted();
        this.#handle = native.process_events_new(kinds);
        this.#options = options;
        finalizers.register(this, this.#handle, this);
    }

    get closed() {
        return this.#closed;
    }

    read() {
        const events = this.#ready.splice(0);
        while (!this.#closed && events.length < MAX_READ) {
            try {
                const raw = native.process_events_next(this.#handle, 0);
                events.push({ ...decodeRecord(raw), kind: kindName(raw.kind).toLowerCase() });
            } catch (error) {
                if (error instanceof TimeoutExpired) break;
                throw error;
            }
        }
        return events;
    }

    next() {
        const take = () => this.#next();
        this.#last = this.#last.then(take, take);
        return this.#last;
    }

    async return() {
        this.close();
        return { done: true, value: undefined };
    }

    close() {
        if (this.#closed) return;
        this.#closed = true;
        this.#ready = [];
        finalizers.unregister(this);
        native.process_events_free(this.#handle);
    }

    [Symbol.asyncIterator]() {
        return this;
    }

    async #next() {
        for (let pause = MIN_PAUSE; !this.#closed; pause = Math.min(2 * pause, MAX_PAUSE)) {
            if (this.#ready.length === 0) {
                await nextTurn();
                this.#ready = this.read();
            }
            if (this.#ready.length > 0) return { done: false, value: this.#ready.shift() };
            await this.#sleep(pause);
        }
        return { done: true, value: undefined };
    }

    async #sleep(pause) {
        try {
            await sleep(pause, this.#options);
        } catch (error) {
            this.close(); // the signal was aborted
            throw error;
        }
    }
}

disposable(ProcessEvents);

function processEvents({ kinds = [PSUTIL_EVENT_FORK, PSUTIL_EVENT_EXEC, PSUTIL_EVENT_EXIT], ...options } = {}) {
    return new ProcessEvents(kinds.reduce((all, kind) => all | kind, 0), options);
}

module.exports = withChecks({ processEvents });
