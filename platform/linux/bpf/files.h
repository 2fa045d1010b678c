/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* What the programs about the uses of a file have in common: options, records, and how they recognise the file. */
#ifndef FILES_H
#define FILES_H

#include "kernel.h"
#include "record.h"

/* What is searched for; NUMBER is a descriptor of the reading thread, or the number of a device as the kernel has it.
 */
enum { TARGET_NONE, TARGET_DESCRIPTOR, TARGET_CHARACTER_DEVICE, TARGET_BLOCK_DEVICE, TARGET_FILE_SYSTEM };
#define TARGET OPTION(0)
#define NUMBER OPTION(1)
#define SOCKETS OPTION(2) /* also write a record for each open socket */

enum { TYPE_MASK = 0170000, SOCKET = 0140000, CHARACTER_DEVICE = 0020000, BLOCK_DEVICE = 0060000 };

/* A use of a file by a process. Programs of files are never pinned, so a change needs no other RECORD_MAGIC. */
struct file_record {
    u32 magic;
    u32 use;   /* USE_* */
    u64 inode; /* as the kernel has it inside */
    u32 flags; /* of open(2) */
    s32 pid, fd;
    u32 unused;
};

/* The first are those of enum psutil_file_use. */
enum {
    USE_NONE,
    USE_OPEN,
    USE_MAPPED,
    USE_EXE,
    USE_ROOT,
    USE_CWD,
    USE_VISITED, /* no use: the program has seen the process */
    USE_SOCKET   /* an open socket, which is another file than its path */
};

struct search {
    u64 target; /* the address of the target's inode */
    u64 task;   /* the last task that the program has written about */
    u64 scratch;
    s32 pid; /* of that task, in the reader's PID namespace */
    u32 unused;
};
struct {
    MAP_INT(type, MAP_ARRAY);
    MAP_INT(max_entries, 1);
    u32 *key;
    struct search *value;
} searches SECTION(".maps");

/* A pointer goes through memory to become a number. */
INLINE u64 number_of(struct search *search, const void *pointer)
{
    *(volatile u64 *)&search->scratch = (u64)pointer;
    return *(volatile u64 *)&search->scratch;
}

/* Returns the pointer at an address, 0 if it cannot be read. For one that is loaded in C, the verifier searches the BTF
   by name several times, which takes 0.1 ms or more. */
INLINE u64 pointer_at(const void *where)
{
    u64 pointer;
    probe_read_kernel(&pointer, sizeof pointer, where);
    return pointer;
}

/* Returns the PID of a task's process as the reading thread sees it. */
INLINE s32 pid_of(struct task_struct *task)
{
    s32 nr;
    u32 level;
    u64 own = pointer_at(&get_current_task_btf()->thread_pid), signal = pointer_at(&task->signal);
    u64 pid = pointer_at((void *)(signal + FIELD_OFFSET(struct signal_struct, pids[1])));
    probe_read_kernel(&level, sizeof level, (void *)(own + FIELD_OFFSET(struct pid, level)));
    pid += FIELD_OFFSET(struct pid, numbers) + level * TYPE_SIZE(struct upid) + FIELD_OFFSET(struct upid, nr);
    probe_read_kernel(&nr, sizeof nr, (void *)pid);
    return nr;
}

/* Returns whether a task is a thread behind the first one of its process, and that one has not exited: it still has the
   field at this offset. */
INLINE int is_further_thread(struct task_struct *task, u64 field)
{
    return task->pid != task->tgid && pointer_at((void *)(pointer_at(&task->group_leader) + field));
}

/* Finds the inode that the reading thread's descriptor refers to. All names and mounts of a file have the same inode.
 */
INLINE void find_target(struct search *search)
{
    struct task_struct *self = get_current_task_btf();
    u64 file = 0, dentry = 0, fds = number_of(search, self->files->fdt->fd);
    probe_read_kernel(&file, sizeof file, (void *)(fds + sizeof file * NUMBER));
    probe_read_kernel(&dentry, sizeof dentry, (void *)(file + FIELD_OFFSET(struct file, f_path.dentry)));
    probe_read_kernel(&search->target, sizeof search->target, (void *)(dentry + FIELD_OFFSET(struct dentry, d_inode)));
}

INLINE struct search *the_search(void)
{
    u32 zero = 0;
    struct search *search = map_lookup_elem(&searches, &zero);
    if (search && TARGET == TARGET_DESCRIPTOR && !search->target) find_target(search);
    return search;
}

/* Returns whether an inode, or NULL, is what is searched for. */
INLINE int is_target(struct search *search, struct inode *inode)
{
    if (TARGET == TARGET_DESCRIPTOR) return search->target && number_of(search, inode) == search->target;
    if (TARGET == TARGET_CHARACTER_DEVICE)
        return (inode->i_mode & TYPE_MASK) == CHARACTER_DEVICE && inode->i_rdev == NUMBER;
    if (TARGET == TARGET_BLOCK_DEVICE) return (inode->i_mode & TYPE_MASK) == BLOCK_DEVICE && inode->i_rdev == NUMBER;
    if (TARGET == TARGET_FILE_SYSTEM) return inode->i_sb->s_dev == NUMBER;
    return 0;
}

#endif
