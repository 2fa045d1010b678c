'use strict';
// The peers of Node: node peer.js KIND. It reads once for every line of its input and answers with a line of JSON.

const fs = require('fs');
const readline = require('readline');

function allPids() {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
}

/** Ours: whole columns, each of them fetched. */
function ours(names, row) {
  const { processTable } = require('../../../bindings/node');
  return {
    readAll: () => {
      const table = processTable({ columns: names });
      const columns = names.map((name) => table.column(name));
      table.close();
      return columns;
    },
    count: (columns) => columns[0].length,
    rows: (columns) => columns[0].map((_, i) => row(...columns.map((column) => column[i]))),
  };
}

/** What a peer's own objects are in rows. */
function theirs(row) {
  return { count: (found) => found.length, rows: (found) => found.map(row) };
}

/** How each kind reads, how many it finds and what they are in rows. What prepares a read is not counted. */
const kinds = {
  libpsutil: () =>
    ours(
      ['pid', 'ppid', 'name', 'status', 'cpuTimesUser', 'cpuTimesSystem', 'createTime', 'numThreads', 'rss', 'vms',
        'uidsReal', 'uidsEffective', 'uidsSaved', 'username', 'cmdline'],
      (pid, ppid, name, status, user, system, created, threads, rss, vms, real, effective, saved, username, cmdline) => ({
        pid, ppid, name, status, user, system, create_time: created, threads, rss, vms,
        uids: [real, effective, saved], username, cmdline,
      })
    ),

  'libpsutil-four': () =>
    ours(['pid', 'ppid', 'cpuTimesUser', 'cpuTimesSystem', 'rss'], (pid, ppid, user, system, rss) => ({
      pid, ppid, user, system, rss,
    })),

  systeminformation() {
    const { processes } = require('systeminformation');
    return {
      readAll: async () => (await processes()).list,
      ...theirs((p) => ({
        pid: p.pid,
        ppid: p.parentPid,
        rss: p.memRss * 1024,
        vms: p.memVsz * 1024,
        username: p.user,
        line: `${p.command} ${p.params}`,
      })),
    };
  },

  pidusage() {
    const pidusage = require('pidusage');
    return {
      prepare: allPids,
      readAll: async (pids) => Object.values(await pidusage(pids)).filter(Boolean),
      ...theirs((p) => ({ pid: p.pid, ppid: p.ppid, cpu: p.ctime / 1000, rss: p.memory })),
    };
  },
};

async function main(kind) {
  const { prepare = () => undefined, readAll, count, rows } = kinds[kind]();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const prepared = prepare();
    const start = process.hrtime.bigint();
    const found = await readAll(prepared);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    console.log(JSON.stringify(line === 'time' ? { seconds, rows: count(found) } : { rows: rows(found) }));
  }
}

main(process.argv[2]);
