/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * An iterator over tasks that writes a record for each process. It takes no lock and does not sleep, and keeps a record
 * on its stack, so that any number of readers may use it at once.
 *
 * With BEFORE_6_7 it is for kernels that have no iterator over the threads of a process: threads have records of their
 * own, which the reader adds up.
 */
#include "kernel.h"
#include "record.h"

enum { PROC_THREADS = 2, KERNEL_THREAD = 0x200000, WORKQUEUE_WORKER = 0x20, MAX_CPUS = 512 };

#define CPUS OPTION(0)
#define MORE OPTION(1) /* also what ps does not show */

/* A cast makes the verifier treat all that is read as untrusted, where each load may fault. It then need not search the
   BTF by name for each pointer, which takes most of the time of a load. */
#ifdef BEFORE_6_7
#define UNTRUSTED(task) (task)
#define SELF get_current_task_btf()
#else
#define UNTRUSTED(task) ((struct task_struct *)bpf_rdonly_cast(task, TYPE_ID(struct task_struct)))
#define SELF UNTRUSTED((void *)get_current_task())
#endif

/* The distance of each CPU's memory from the addresses in per-CPU pointers. */
struct per_cpu {
    u64 scratch, offset[MAX_CPUS];
};
struct {
    MAP_INT(type, MAP_ARRAY);
    MAP_INT(max_entries, 1);
    u32 *key;
    struct per_cpu *value;
} offsets SECTION(".maps");
struct {
    MAP_INT(type, MAP_PERCPU_ARRAY);
    MAP_INT(max_entries, 1);
    u32 *key;
    u64 *value;
} measure SECTION(".maps");

/* A pointer goes through memory to become a number. */
INLINE u64 number_of(struct per_cpu *memory, const void *pointer)
{
    *(volatile u64 *)&memory->scratch = (u64)pointer;
    return *(volatile u64 *)&memory->scratch;
}

/* Compares where a per-CPU map is on each CPU with where its pointer points. CPU 0 is last: it says that all are there.
 */
INLINE void find_offsets(struct per_cpu *per_cpu)
{
    u64 base = 0;
    u32 zero = 0, n = CPUS;
    u64 map = number_of(per_cpu, &measure);
    probe_read_kernel(&base, sizeof base, (void *)(map + FIELD_OFFSET(struct bpf_array, pptrs)));
    for (u32 i = n - 1; i < MAX_CPUS; i--) {
        const void *here = map_lookup_percpu_elem(&measure, &zero, i);
        if (!here) break;
        per_cpu->offset[i] = number_of(per_cpu, here) - base;
    }
}

/* Returns the number of a PID in the namespace at a level; where is the address of the pointer to it. */
INLINE int number_in(const void *where, u32 level)
{
    int nr = 0;
    u64 pid = 0;
    if (probe_read_kernel(&pid, sizeof pid, where) || !pid) return 0;
    pid += FIELD_OFFSET(struct pid, numbers) + level * TYPE_SIZE(struct upid) + FIELD_OFFSET(struct upid, nr);
    probe_read_kernel(&nr, sizeof nr, (void *)pid);
    return nr;
}

INLINE void add_thread(struct process_record *r, struct task_struct *t)
{
    r->utime += t->utime;
    r->stime += t->stime;
    r->runtime += t->se.sum_exec_runtime;
    r->switches += t->nvcsw + t->nivcsw;
    r->running += t->on_cpu != 0;
    if (MORE) {
        r->minor += t->min_flt;
        r->major += t->maj_flt;
    }
}

INLINE void add_memory(struct process_record *r, struct mm_struct *mm, struct per_cpu *per_cpu)
{
#ifdef BEFORE_6_7
    struct mm_struct___6_1 *old = (void *)mm;
    if (FIELD_EXISTS(struct mm_struct___6_1, rss_stat.count)) {
        probe_read_kernel(r->rss, sizeof r->rss, &old->rss_stat.count);
    } else
#endif
    {
        u32 n = CPUS;
        r->rss[0] = mm->rss_stat[0].count;
        r->rss[1] = mm->rss_stat[1].count;
        r->rss[2] = mm->rss_stat[2].count;
        r->rss[3] = mm->rss_stat[3].count;
        u64 first = (u64)mm->rss_stat[0].counters, second = (u64)mm->rss_stat[1].counters;
        u64 third = (u64)mm->rss_stat[2].counters, fourth = (u64)mm->rss_stat[3].counters;
        int adjacent = second == first + 4 && third == first + 8 && fourth == first + 12; /* since 6.6 */
        for (u32 i = 0; i < n && i < MAX_CPUS; i++) {
            s32 counts[4] = {0};
            u64 offset = per_cpu->offset[i];
            if (adjacent) {
                if (probe_read_kernel(counts, sizeof counts, (void *)(first + offset))) break;
            } else {
                probe_read_kernel(&counts[0], 4, (void *)(first + offset));
                probe_read_kernel(&counts[1], 4, (void *)(second + offset));
                probe_read_kernel(&counts[2], 4, (void *)(third + offset));
                probe_read_kernel(&counts[3], 4, (void *)(fourth + offset));
            }
            r->rss_on_cpus[0] += counts[0];
            r->rss_on_cpus[1] += counts[1];
            r->rss_on_cpus[2] += counts[2];
            r->rss_on_cpus[3] += counts[3];
        }
    }
    r->vm = mm->total_vm;
    r->mm_users = mm->mm_users.counter;
    if (MORE) {
        r->data = mm->data_vm + mm->stack_vm;
        r->peak_rss = mm->hiwater_rss;
        r->peak_vm = mm->hiwater_vm;
        r->start_code = mm->start_code;
        r->end_code = mm->end_code;
        if (FIELD_EXISTS(struct mm_struct, hugetlb_usage)) r->huge = mm->hugetlb_usage.counter;
        else r->huge = -1;
    }
}

INLINE void read_name(struct kernel_thread_name *name, struct task_struct *task, u32 flags)
{
    __builtin_memset(name, 0, sizeof *name);
    u64 kthread = (u64)task->worker_private, at = 0;
    if (!probe_read_kernel(&at, sizeof at, (void *)(kthread + FIELD_OFFSET(struct kthread, full_name))) && at)
        probe_read_kernel_str(name->full, sizeof name->full, (void *)at);
    if (flags & WORKQUEUE_WORKER) {
        u64 worker = 0, work = 0, pool = 0;
        probe_read_kernel(&worker, sizeof worker, (void *)(kthread + FIELD_OFFSET(struct kthread, data)));
        probe_read_kernel(&work, sizeof work, (void *)(worker + FIELD_OFFSET(struct worker, current_work)));
        probe_read_kernel(&pool, sizeof pool, (void *)(worker + FIELD_OFFSET(struct worker, pool)));
        if (!pool) return; /* a rescuer at rest: the kernel leaves out what it did last */
        probe_read_kernel_str(
            name->work + 1, sizeof name->work - 1, (void *)(worker + FIELD_OFFSET(struct worker, desc)));
        if (name->work[1]) name->work[0] = work ? '+' : '-';
    }
}

SECTION("iter/task")
int processes(struct bpf_iter__task *ctx)
{
    struct task_struct *trusted = ctx->task;
    struct seq_file *seq = ctx->meta->seq;
    if (!trusted) return 0;
#ifndef BEFORE_6_7
    if (trusted->pid != trusted->tgid) return 0;
#endif
    u32 zero = 0;
    struct per_cpu *per_cpu = map_lookup_elem(&offsets, &zero);
    if (!per_cpu) return 0;
    if (!per_cpu->offset[0]) find_offsets(per_cpu);
    union { /* a program has 512 bytes of stack */
        struct process_record record;
        struct kernel_thread_name name;
    } memory;
    __builtin_memset(&memory, 0, sizeof memory);
#define r memory.record
    r.magic = RECORD_MAGIC;
    struct task_struct *task = UNTRUSTED(trusted), *self = SELF;
    struct signal_struct *signal = task->signal;
    u32 level = self->thread_pid->level;
#ifdef BEFORE_6_7
    if (trusted->pid != trusted->tgid) {
        r.notes = NOTE_THREAD;
        r.pid = number_in(&signal->pids[1], level);
        add_thread(&r, task);
        seq_write(seq, &r, sizeof r);
        return 0;
    }
#endif
    if (self->cred->user_ns->level) r.notes |= NOTE_USER_NAMESPACE;
    r.pid = number_in(&task->thread_pid, level);
    struct signal_struct *parent = task->real_parent->signal;
    if (parent->pids[1]->level >= level) r.ppid = number_in(&parent->pids[1], level);
    r.flags = task->flags;
    r.state = task->__state;
    r.exit_state = task->exit_state;
    r.threads = signal->nr_threads;
    r.static_prio = task->static_prio;
    r.cpu = task->thread_info.cpu;
    struct time_namespace *time = self->nsproxy->time_ns;
    r.start = task->start_boottime + time->offsets.boottime.tv_sec * 1000000000 + time->offsets.boottime.tv_nsec;
    const struct cred *cred = task->real_cred;
    r.ids[0] = cred->uid.val;
    r.ids[1] = cred->euid.val;
    r.ids[2] = cred->suid.val;
    r.ids[3] = cred->gid.val;
    r.ids[4] = cred->egid.val;
    r.ids[5] = cred->sgid.val;
    probe_read_kernel(r.comm, sizeof r.comm, &task->comm);
    u32 sequence = signal->stats_lock.seqcount.seqcount.sequence;
    if (MORE) {
        struct tty_struct *tty = signal->tty;
        if (tty) r.tty = tty->driver->major << 20 | (tty->driver->minor_start + tty->index);
        if (signal->tty != tty) r.notes |= NOTE_TORN;
        r.voluntary = task->nvcsw;
        r.involuntary = task->nivcsw;
        r.cutime = signal->cutime;
        r.cstime = signal->cstime;
        r.children_minor = signal->cmin_flt;
        r.children_major = signal->cmaj_flt;
        r.minor = signal->min_flt;
        r.major = signal->maj_flt;
        struct task_delay_info *delays = task->delays;
        if (delays) r.blkio = delays->blkio_delay;
    }
    r.utime = signal->utime;
    r.stime = signal->stime;
    r.runtime = signal->sum_sched_runtime;
    r.switches = signal->nvcsw + signal->nivcsw;
#ifdef BEFORE_6_7
    add_thread(&r, task);
#else
    if (r.threads > 1) {
        struct bpf_iter_task threads;
        struct task_struct *t;
        bpf_iter_task_new(&threads, trusted, PROC_THREADS);
        while ((t = bpf_iter_task_next(&threads))) add_thread(&r, t);
        bpf_iter_task_destroy(&threads);
    } else {
        add_thread(&r, task);
    }
#endif
    if ((sequence & 1) || signal->stats_lock.seqcount.seqcount.sequence != sequence) r.notes |= NOTE_TORN;
    r.prev_utime = signal->prev_cputime.utime;
    r.prev_stime = signal->prev_cputime.stime;
    struct mm_struct *mm = task->mm;
    if (!mm || (r.flags & KERNEL_THREAD)) {
        r.notes |= NOTE_NO_MEMORY;
    } else {
        add_memory(&r, mm, per_cpu);
        if (task->mm != mm) r.notes |= NOTE_TORN;
    }
    if (r.flags & KERNEL_THREAD) r.notes |= NOTE_NAME;
    if (r.flags & WORKQUEUE_WORKER) r.notes |= NOTE_WORKER;
    u32 flags = r.flags;
    seq_write(seq, &r, sizeof r);
    if (flags & KERNEL_THREAD) {
        read_name(&memory.name, task, flags);
        seq_write(seq, &memory.name, sizeof memory.name);
    }
    return 0;
}
