/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * What the programs use of the kernel: the fields that they read, the helpers and functions that they call. Structures
 * have only the fields that are used; where these are is looked up in the running kernel's BTF when a program is
 * loaded. A name behind three underscores is the same structure on other kernels.
 */
#ifndef KERNEL_H
#define KERNEL_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef short s16;
typedef int s32;
typedef long long s64;

#define KERNEL __attribute__((preserve_access_index))
#define SECTION(name) __attribute__((section(name), used))
#define INLINE static inline __attribute__((always_inline))

/* ---- structures */

struct seq_file;
struct bpf_iter_meta {
    struct seq_file *seq;
} KERNEL;
struct bpf_iter__task {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
} KERNEL;
struct bpf_iter__task_file {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
    u32 fd;
    struct file *file;
} KERNEL;

struct bpf_iter__task_vma {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
    struct vm_area_struct *vma;
} KERNEL;

struct pid_namespace;
struct upid {
    int nr;
    struct pid_namespace *ns;
} KERNEL;
struct pid {
    u32 level;
    struct upid numbers[1];
} KERNEL;
typedef struct {
    u32 val;
} KERNEL kuid_t;
typedef struct {
    u32 val;
} KERNEL kgid_t;
struct user_namespace {
    int level;
} KERNEL;
struct cred {
    kuid_t uid, euid, suid;
    kgid_t gid, egid, sgid;
    struct user_namespace *user_ns;
} KERNEL;
struct timespec64 {
    s64 tv_sec, tv_nsec;
} KERNEL;
struct timens_offsets {
    struct timespec64 boottime;
} KERNEL;
struct time_namespace {
    struct timens_offsets offsets;
} KERNEL;
struct nsproxy {
    struct time_namespace *time_ns;
} KERNEL;
struct prev_cputime {
    u64 utime, stime;
} KERNEL;
struct tty_driver {
    int major, minor_start;
} KERNEL;
struct tty_struct {
    int index;
    struct tty_driver *driver;
} KERNEL;
struct seqcount {
    u32 sequence;
} KERNEL;
struct seqcount_spinlock {
    struct seqcount seqcount;
} KERNEL;
typedef struct {
    struct seqcount_spinlock seqcount;
} KERNEL seqlock_t;
struct signal_struct {
    int nr_threads;
    struct pid *pids[4];
    struct tty_struct *tty;
    seqlock_t stats_lock;
    u64 utime, stime, cutime, cstime;
    struct prev_cputime prev_cputime;
    unsigned long nvcsw, nivcsw, min_flt, maj_flt, cmin_flt, cmaj_flt;
    u64 sum_sched_runtime;
} KERNEL;
struct sched_entity {
    u64 sum_exec_runtime;
} KERNEL;
struct thread_info {
    u32 cpu;
} KERNEL;
struct task_delay_info {
    u64 blkio_delay;
} KERNEL;
struct percpu_counter {
    s64 count;
    s32 *counters;
} KERNEL;
typedef struct {
    int counter;
} KERNEL atomic_t;
typedef struct {
    s64 counter;
} KERNEL atomic64_t;
struct mm_struct {
    atomic_t mm_users;
    struct file *exe_file;
    unsigned long total_vm, data_vm, stack_vm, hiwater_rss, hiwater_vm, start_code, end_code;
    struct percpu_counter rss_stat[4];
    atomic64_t hugetlb_usage;
} KERNEL;
struct mm_rss_stat { /* before 6.2 */
    atomic64_t count[4];
} KERNEL;
struct mm_struct___6_1 {
    struct mm_rss_stat rss_stat;
} KERNEL;
struct work_struct;
struct worker_pool;
struct worker {
    struct work_struct *current_work;
    struct worker_pool *pool;
    char desc[32];
} KERNEL;
struct kthread {
    void *data;
    char *full_name;
} KERNEL;
struct task_struct {
    struct thread_info thread_info;
    u32 __state, flags;
    int on_cpu, static_prio, exit_state;
    struct sched_entity se;
    struct mm_struct *mm;
    s32 pid, tgid;
    struct task_struct *real_parent, *group_leader;
    struct pid *thread_pid;
    void *worker_private;
    u64 utime, stime;
    unsigned long nvcsw, nivcsw, min_flt, maj_flt;
    u64 start_boottime;
    const struct cred *real_cred, *cred;
    char comm[16];
    struct fs_struct *fs;
    struct files_struct *files;
    struct nsproxy *nsproxy;
    struct signal_struct *signal;
    struct task_delay_info *delays;
} KERNEL;
struct bpf_array {
    void *pptrs[1];
} KERNEL;
struct super_block {
    u32 s_dev;
} KERNEL;
struct inode {
    u16 i_mode;
    unsigned long i_ino;
    u32 i_rdev;
    struct super_block *i_sb;
} KERNEL;
struct dentry {
    struct inode *d_inode;
} KERNEL;
struct path {
    struct dentry *dentry;
} KERNEL;
struct file {
    struct inode *f_inode;
    struct path f_path;
    u32 f_flags;
} KERNEL;
struct fdtable {
    struct file **fd;
} KERNEL;
struct files_struct {
    struct fdtable *fdt;
} KERNEL;
struct fs_struct {
    struct path root, pwd;
} KERNEL;
struct vm_area_struct {
    struct file *vm_file;
} KERNEL;

/* ---- questions about the running kernel's structures */

#define FIELD_OFFSET(type, field) __builtin_preserve_field_info(((type *)0)->field, 0)
#define FIELD_EXISTS(type, field) __builtin_preserve_field_info(((type *)0)->field, 2)
#define TYPE_ID(type) __builtin_btf_type_id(*(type *)0, 1)
#define TYPE_SIZE(type) __builtin_preserve_type_info(*(type *)0, 1)

/* A number that the loader writes into the program, so that the verifier treats what it excludes as dead code. */
#define OPTION(id)                                                                                                     \
    ({                                                                                                                 \
        u64 value_;                                                                                                    \
        asm volatile("%0 = %1 ll" : "=r"(value_) : "i"(0x5053000000000000ULL | (id)));                                 \
        value_;                                                                                                        \
    })

/* ---- maps */

#define MAP_INT(name, value) int (*name)[value]
enum { MAP_ARRAY = 2, MAP_PERCPU_ARRAY = 6, MAP_MMAPABLE = 1024 };

/* ---- helpers, by their numbers in bpf(2) */

static void *(*map_lookup_elem)(void *map, const void *key) = (void *)1;
static u64 (*get_current_task)(void) = (void *)35;
static long (*probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static long (*probe_read_kernel_str)(void *to, u32 size, const void *from) = (void *)115;
static long (*seq_write)(struct seq_file *seq, const void *data, u32 size) = (void *)127;
static struct task_struct *(*get_current_task_btf)(void) = (void *)158;
static void *(*map_lookup_percpu_elem)(void *map, const void *key, u32 cpu) = (void *)195;

/* ---- kernel functions */

#define KFUNC __attribute__((section(".ksyms")))
struct bpf_iter_task {
    u64 opaque[3];
} __attribute__((aligned(8)));
extern void *bpf_rdonly_cast(void *object, u32 btf_id) KFUNC;
extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task, u32 flags) KFUNC;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) KFUNC;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) KFUNC;
struct bpf_iter_num {
    u64 opaque[1];
} __attribute__((aligned(8)));
extern int bpf_iter_num_new(struct bpf_iter_num *it, int begin, int end) KFUNC;
extern int *bpf_iter_num_next(struct bpf_iter_num *it) KFUNC;
extern void bpf_iter_num_destroy(struct bpf_iter_num *it) KFUNC;
extern struct task_struct *bpf_task_acquire(struct task_struct *task) KFUNC;
extern void bpf_task_release(struct task_struct *task) KFUNC;
extern void bpf_rcu_read_lock(void) KFUNC;
extern void bpf_rcu_read_unlock(void) KFUNC;

#endif
