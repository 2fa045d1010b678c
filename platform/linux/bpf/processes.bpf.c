/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Programs that write a record for each process: an iterator over tasks, and, with LEADERS, a program that visits first
 * threads alone and writes to a map. They take no lock and do not sleep. The iterator keeps a record on its stack, so
 * that any number of readers may use it at once.
 *
 * With BEFORE_6_7 the iterator is for kernels that have no iterator over the threads of a process: threads have records
 * of their own, which the reader adds up.
 */
#include "kernel.h"
#include "record.h"

enum { ALL_PROCESSES = 0, PROC_THREADS = 2, KERNEL_THREAD = 0x200000, WORKQUEUE_WORKER = 0x20, MAX_CPUS = 512 };

/* What the loop of LEADERS calls is a function of its own: when it returns, the verifier forgets what its branches have
   left in registers and on the stack. Otherwise it would follow the loop once for each combination of them. The
   program must be the first function of its section. */
#ifdef LEADERS
#define SUBPROGRAM static __attribute__((section("syscall"), noinline))
SECTION("syscall") int leaders(void *ctx);
#else
#define SUBPROGRAM INLINE
#endif

#define CPUS OPTION(0)
#define MORE OPTION(1) /* also what ps does not show */

/* A cast makes the verifier treat all that is read as untrusted, where each load may fault. It then need not search the
   BTF by name for each pointer, which takes most of the time of a load. */
#ifdef BEFORE_6_7
#define UNTRUSTED(task) (task)
#define SELF get_current_task_btf()
#define MAY_BE_APART 1
#else
#define UNTRUSTED(task) ((struct task_struct *)bpf_rdonly_cast(task, TYPE_ID(struct task_struct)))
#define SELF UNTRUSTED((void *)get_current_task())
#define MAY_BE_APART 0
#endif

/* The distance of each CPU's memory from the addresses in per-CPU pointers. */
struct per_cpu {
    u64 count, known, zero, offset[MAX_CPUS];
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

/* Returns a pointer as a number. The verifier takes the difference of two pointers for one, and the address of this
   task is to be had as both. */
INLINE u64 number_of(const void *pointer)
{
    u64 difference = (u64)pointer;
    asm volatile("%0 -= %1" : "+r"(difference) : "r"(get_current_task_btf()));
    return difference + get_current_task();
}

/* Runs a statement for each CPU. The verifier follows a loop with a variable once for each of its values, a loop over
   the kernel's numbers until the program's state is one that it has seen. */
#ifdef BEFORE_6_7
#define FOR_EACH_CPU(cpu, statement)                                                                                   \
    {                                                                                                                  \
        u32 n_ = CPUS;                                                                                                 \
        for (u32 cpu = 0; cpu < n_ && cpu < MAX_CPUS; cpu++) statement                                                 \
    }
#else
#define FOR_EACH_CPU(cpu, statement)                                                                                   \
    {                                                                                                                  \
        struct bpf_iter_num numbers_;                                                                                  \
        const int *number_;                                                                                            \
        bpf_iter_num_new(&numbers_, 0, CPUS);                                                                          \
        while ((number_ = bpf_iter_num_next(&numbers_))) {                                                             \
            u32 cpu = *number_;                                                                                        \
            if (cpu < MAX_CPUS) statement                                                                              \
        }                                                                                                              \
        bpf_iter_num_destroy(&numbers_);                                                                               \
    }
#endif

/* Compares where a per-CPU map is on each CPU with where its pointer points. */
INLINE void find_offsets(struct per_cpu *per_cpu)
{
    u64 base = 0;
    u32 zero = 0;
    u64 map = number_of(&measure);
    probe_read_kernel(&base, sizeof base, (void *)(map + FIELD_OFFSET(struct bpf_array, pptrs)));
    FOR_EACH_CPU(cpu, {
        const void *here = map_lookup_percpu_elem(&measure, &zero, cpu);
        if (here) per_cpu->offset[cpu] = number_of(here) - base;
    })
    per_cpu->known = 1;
}

/* Returns the number of a PID in the namespace at a level, 0 without a PID; where is the address of the pointer to it.
   What cannot be read is 0. */
INLINE int number_in(const void *where, u32 level)
{
    int nr;
    u64 pid;
    probe_read_kernel(&pid, sizeof pid, where);
    pid += FIELD_OFFSET(struct pid, numbers) + level * TYPE_SIZE(struct upid) + FIELD_OFFSET(struct upid, nr);
    probe_read_kernel(&nr, sizeof nr, (void *)pid);
    return nr;
}

/* Returns the PID namespace at a level; where is the address of the pointer to a PID. 0 if the PID has no such level.
 */
INLINE u64 namespace_at(const void *where, u32 level)
{
    u64 pid = 0, namespace = 0;
    u32 last = 0;
    if (probe_read_kernel(&pid, sizeof pid, where) || !pid) return 0;
    probe_read_kernel(&last, sizeof last, (void *)(pid + FIELD_OFFSET(struct pid, level)));
    if (last < level) return 0;
    pid += FIELD_OFFSET(struct pid, numbers) + level * TYPE_SIZE(struct upid) + FIELD_OFFSET(struct upid, ns);
    probe_read_kernel(&namespace, sizeof namespace, (void *)pid);
    return namespace;
}

/* A record, on a program's stack of 512 bytes or in a map. Without MORE only the first member is written. */
union record {
    struct {
        struct process_record process;
        struct process_more more;
    };
    struct kernel_thread_name name;
};

INLINE void clear(union record *record)
{
    if (MORE) __builtin_memset(record, 0, sizeof record->process + sizeof record->more);
    else __builtin_memset(record, 0, sizeof record->process);
}

INLINE void add_thread(union record *record, struct task_struct *t)
{
    struct process_record *r = &record->process;
    r->utime += t->utime;
    r->stime += t->stime;
    r->runtime += t->se.sum_exec_runtime;
    r->switches += t->nvcsw + t->nivcsw;
    r->running += t->on_cpu != 0;
    if (MORE) {
        record->more.minor += t->min_flt;
        record->more.major += t->maj_flt;
    }
}

/* Adds a CPU's part of the counters, which are adjacent since 6.6. */
INLINE void add_counters(s64 *sums, const u64 *counters, u64 offset, u64 apart)
{
    s32 counts[4];
    if (MAY_BE_APART && apart)
        for (int i = 0; i < 4; i++) probe_read_kernel(&counts[i], sizeof counts[i], (void *)(counters[i] + offset));
    else probe_read_kernel(counts, sizeof counts, (void *)(counters[0] + offset));
    for (int i = 0; i < 4; i++) sums[i] += counts[i];
}

INLINE void add_memory(union record *record, struct mm_struct *mm, struct per_cpu *per_cpu)
{
    struct process_record *r = &record->process;
#ifdef BEFORE_6_7
    struct mm_struct___6_1 *old = (void *)mm;
    if (FIELD_EXISTS(struct mm_struct___6_1, rss_stat.count)) {
        probe_read_kernel(r->rss, sizeof r->rss, &old->rss_stat.count);
    } else
#endif
    {
        r->rss[0] = mm->rss_stat[0].count;
        r->rss[1] = mm->rss_stat[1].count;
        r->rss[2] = mm->rss_stat[2].count;
        r->rss[3] = mm->rss_stat[3].count;
        u64 counters[] = {
            (u64)mm->rss_stat[0].counters,
            (u64)mm->rss_stat[1].counters,
            (u64)mm->rss_stat[2].counters,
            (u64)mm->rss_stat[3].counters,
        };
        /* A zero that the verifier does not know as such: the state of the loop is then the same from its start. */
        for (int i = 0; i < 4; i++) r->rss_on_cpus[i] = per_cpu->zero;
        u64 apart = (counters[1] - counters[0] - 4) | (counters[2] - counters[0] - 8)
            | (counters[3] - counters[0] - 12);
        if (!MAY_BE_APART && apart) r->notes |= NOTE_TORN; /* procfs has them */
        FOR_EACH_CPU(cpu, { add_counters(r->rss_on_cpus, counters, per_cpu->offset[cpu], apart); })
    }
    r->vm = mm->total_vm;
    r->mm_users = mm->mm_users.counter;
    if (MORE) {
        struct process_more *more = &record->more;
        more->data = mm->data_vm + mm->stack_vm;
        more->peak_rss = mm->hiwater_rss;
        more->peak_vm = mm->hiwater_vm;
        more->start_code = mm->start_code;
        more->end_code = mm->end_code;
        if (FIELD_EXISTS(struct mm_struct, hugetlb_usage)) more->huge = mm->hugetlb_usage.counter;
        else more->huge = -1;
    }
}

/* Returns the memory of per-CPU distances, filled; NULL is for the verifier. */
INLINE struct per_cpu *per_cpu_offsets(void)
{
    u32 zero = 0;
    struct per_cpu *per_cpu = map_lookup_elem(&offsets, &zero);
    if (per_cpu && !per_cpu->known) find_offsets(per_cpu);
    return per_cpu;
}

SUBPROGRAM void read_name(struct kernel_thread_name *name, struct task_struct *task, u32 flags);
SUBPROGRAM void describe(
    union record *record, struct task_struct *trusted, struct task_struct *self, u32 level, struct per_cpu *per_cpu);

#ifdef LEADERS

/* The loader makes it as large as there are processes. The size of an element is that of a record without MORE. */
struct {
    MAP_INT(type, MAP_ARRAY);
    MAP_INT(max_entries, 1);
    MAP_INT(map_flags, MAP_MMAPABLE);
    u32 *key;
    union record *value;
} records SECTION(".maps");

/* The number of records is in memory: the verifier would follow a variable through every value that it can have. */
INLINE union record *next_record(struct per_cpu *per_cpu)
{
    u32 at = *(volatile u64 *)&per_cpu->count;
    per_cpu->count = at + 1;
    return map_lookup_elem(&records, &at);
}

/* Writes the records of a process if it is in the reader's PID namespace. */
SUBPROGRAM void visit(
    struct task_struct *task, struct task_struct *self, u32 level, u64 namespace, struct per_cpu *per_cpu);

/* Returns how many records there are. Of more than the map has room for, the others are not written. */
SECTION("syscall")
int leaders(void *ctx __attribute__((unused)))
{
    struct per_cpu *per_cpu = per_cpu_offsets();
    if (!per_cpu) return 0;
    struct task_struct *self = SELF;
    u32 level = self->thread_pid->level;
    u64 namespace = namespace_at(&self->thread_pid, level);
    struct bpf_iter_task processes;
    struct task_struct *task;
    per_cpu->count = 0;
    bpf_rcu_read_lock();
    bpf_iter_task_new(&processes, 0, ALL_PROCESSES);
    while ((task = bpf_iter_task_next(&processes))) visit(task, self, level, namespace, per_cpu);
    bpf_iter_task_destroy(&processes);
    bpf_rcu_read_unlock();
    return per_cpu->count;
}

SUBPROGRAM void visit(
    struct task_struct *task, struct task_struct *self, u32 level, u64 namespace, struct per_cpu *per_cpu)
{
    if (namespace_at(&UNTRUSTED(task)->thread_pid, level) != namespace) return;
    struct task_struct *held = bpf_task_acquire(task);
    if (!held) return; /* it has been reaped */
    u32 flags = UNTRUSTED(task)->flags;
    union record *record = next_record(per_cpu);
    if (record) {
        clear(record);
        describe(record, held, self, level, per_cpu);
        flags = record->process.flags;
    }
    bpf_task_release(held);
    if (!(flags & KERNEL_THREAD)) return;
    record = next_record(per_cpu);
    if (!record) return;
    clear(record);
    read_name(&record->name, UNTRUSTED(task), flags);
}

#endif

SUBPROGRAM void read_name(struct kernel_thread_name *name, struct task_struct *task, u32 flags)
{
    u64 kthread = (u64)task->worker_private, at;
    probe_read_kernel(&at, sizeof at, (void *)(kthread + FIELD_OFFSET(struct kthread, full_name)));
    probe_read_kernel_str(name->full, sizeof name->full, (void *)at);
    if (flags & WORKQUEUE_WORKER) {
        u64 worker, work, pool;
        probe_read_kernel(&worker, sizeof worker, (void *)(kthread + FIELD_OFFSET(struct kthread, data)));
        probe_read_kernel(&work, sizeof work, (void *)(worker + FIELD_OFFSET(struct worker, current_work)));
        probe_read_kernel(&pool, sizeof pool, (void *)(worker + FIELD_OFFSET(struct worker, pool)));
        if (!pool) return; /* a rescuer at rest: the kernel leaves out what it did last */
        probe_read_kernel_str(
            name->work + 1, sizeof name->work - 1, (void *)(worker + FIELD_OFFSET(struct worker, desc)));
        if (name->work[1]) name->work[0] = work ? '+' : '-';
    }
}

/* Fills the record of a process, for the reader `self`; level is of its PID namespace. */
SUBPROGRAM void describe(
    union record *record, struct task_struct *trusted, struct task_struct *self, u32 level, struct per_cpu *per_cpu)
{
    struct process_record *r = &record->process;
    struct task_struct *task = UNTRUSTED(trusted);
    struct signal_struct *signal = task->signal;
    r->magic = RECORD_MAGIC;
    if (MORE) r->notes = NOTE_MORE;
    if (self->cred->user_ns->level) r->notes |= NOTE_USER_NAMESPACE;
    r->pid = number_in(&task->thread_pid, level);
    struct signal_struct *parent = task->real_parent->signal;
    if (parent->pids[1]->level >= level) r->ppid = number_in(&parent->pids[1], level);
    r->flags = task->flags;
    r->state = task->__state;
    r->exit_state = task->exit_state;
    r->threads = signal->nr_threads;
    r->static_prio = task->static_prio;
    r->cpu = task->thread_info.cpu;
    struct time_namespace *time = self->nsproxy->time_ns;
    r->start = task->start_boottime + time->offsets.boottime.tv_sec * 1000000000 + time->offsets.boottime.tv_nsec;
    const struct cred *cred = task->real_cred;
    r->ids[0] = cred->uid.val;
    r->ids[1] = cred->euid.val;
    r->ids[2] = cred->suid.val;
    r->ids[3] = cred->gid.val;
    r->ids[4] = cred->egid.val;
    r->ids[5] = cred->sgid.val;
    probe_read_kernel(r->comm, sizeof r->comm, &task->comm);
    u32 sequence = signal->stats_lock.seqcount.seqcount.sequence;
    if (MORE) {
        struct process_more *more = &record->more;
        struct tty_struct *tty = signal->tty;
        if (tty) more->tty = tty->driver->major << 20 | (tty->driver->minor_start + tty->index);
        if (signal->tty != tty) r->notes |= NOTE_TORN;
        more->voluntary = task->nvcsw;
        more->involuntary = task->nivcsw;
        more->cutime = signal->cutime;
        more->cstime = signal->cstime;
        more->children_minor = signal->cmin_flt;
        more->children_major = signal->cmaj_flt;
        more->minor = signal->min_flt;
        more->major = signal->maj_flt;
        struct task_delay_info *delays = task->delays;
        if (delays) more->blkio = delays->blkio_delay;
    }
    r->utime = signal->utime;
    r->stime = signal->stime;
    r->runtime = signal->sum_sched_runtime;
    r->switches = signal->nvcsw + signal->nivcsw;
    add_thread(record, task);
#ifndef BEFORE_6_7
    if (r->threads > 1) {
        struct bpf_iter_task threads;
        struct task_struct *t;
        bpf_iter_task_new(&threads, trusted, PROC_THREADS);
        while ((t = bpf_iter_task_next(&threads)))
            if (t != trusted) add_thread(record, t);
        bpf_iter_task_destroy(&threads);
    }
#endif
    if ((sequence & 1) || signal->stats_lock.seqcount.seqcount.sequence != sequence) r->notes |= NOTE_TORN;
    r->prev_utime = signal->prev_cputime.utime;
    r->prev_stime = signal->prev_cputime.stime;
    struct mm_struct *mm = task->mm;
    if (!mm || (r->flags & KERNEL_THREAD)) {
        r->notes |= NOTE_NO_MEMORY;
    } else {
        add_memory(record, mm, per_cpu);
        if (task->mm != mm) r->notes |= NOTE_TORN;
    }
    if (r->flags & KERNEL_THREAD) r->notes |= NOTE_NAME;
    if (r->flags & WORKQUEUE_WORKER) r->notes |= NOTE_WORKER;
}

#ifndef LEADERS

INLINE void write_record(struct seq_file *seq, const union record *record)
{
    if (MORE) seq_write(seq, record, sizeof record->process + sizeof record->more);
    else seq_write(seq, record, sizeof record->process);
}

SECTION("iter/task")
int processes(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    struct seq_file *seq = ctx->meta->seq;
    if (!task) return 0;
#ifndef BEFORE_6_7
    if (task->pid != task->tgid) return 0;
#endif
    struct per_cpu *per_cpu = per_cpu_offsets();
    if (!per_cpu) return 0;
    struct task_struct *self = SELF;
    u32 level = self->thread_pid->level;
    union record record;
    clear(&record);
#ifdef BEFORE_6_7
    if (task->pid != task->tgid) {
        record.process.magic = RECORD_MAGIC;
        record.process.notes = NOTE_THREAD;
        if (MORE) record.process.notes |= NOTE_MORE;
        record.process.pid = number_in(&task->signal->pids[1], level);
        add_thread(&record, task);
        write_record(seq, &record);
        return 0;
    }
#endif
    describe(&record, task, self, level, per_cpu);
    u32 flags = record.process.flags;
    write_record(seq, &record);
    if (flags & KERNEL_THREAD) {
        clear(&record);
        read_name(&record.name, UNTRUSTED(task), flags);
        write_record(seq, &record);
    }
    return 0;
}

#endif
