/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What the programs write and bpf_record.go reads. A change needs another RECORD_MAGIC: a pinned file may be older. */
#ifndef RECORD_H
#define RECORD_H

enum { RECORD_MAGIC = 0x70730002 };

/* Bits of `notes`. */
enum {
    NOTE_NO_MEMORY = 1,       /* no mm: a kernel thread or an exiting process */
    NOTE_TORN = 2,            /* the counters changed while they were read */
    NOTE_NAME = 4,            /* the next record is a struct kernel_thread_name */
    NOTE_WORKER = 8,          /* a kworker */
    NOTE_THREAD = 16,         /* a thread that is not the first; only its counters are set (before 6.7) */
    NOTE_USER_NAMESPACE = 32, /* the reading thread is in a user namespace, where IDs differ */
    NOTE_MORE = 64            /* the records contain a struct process_more, and are larger by it */
};

/* What ps shows. */
struct process_record {
    u32 magic, notes;
    s32 pid, ppid;
    u32 flags, state, exit_state;
    u32 running; /* threads on a CPU */
    s32 threads, static_prio, cpu, mm_users;
    u64 start;                  /* nanoseconds since boot, in the reader's time namespace */
    u64 utime, stime, runtime;  /* nanoseconds, of all threads */
    u64 prev_utime, prev_stime; /* what the kernel reported last */
    u64 switches;               /* of all threads */
    s64 rss[4];                 /* pages: of files, anonymous, swapped out, shared memory; without what CPUs keep */
    s64 rss_on_cpus[4];         /* what CPUs keep */
    u64 vm;                     /* pages */
    u32 ids[6];                 /* users, groups: real, effective, saved */
    char comm[16];
};

/* What ps does not show. */
struct process_more {
    u32 tty, unused;            /* major << 20 | minor, 0 for none */
    u64 cutime, cstime, blkio;  /* nanoseconds */
    u64 voluntary, involuntary; /* context switches of the first thread */
    u64 minor, major, children_minor, children_major;
    u64 data, peak_rss, peak_vm, start_code, end_code, huge; /* pages, but for the code's addresses */
};

struct kernel_thread_name {
    char full[64]; /* "" if comm is the name */
    char work[32]; /* a kworker's work queue, behind '+' while it works on it and '-' afterwards; may be "" */
};

#endif
