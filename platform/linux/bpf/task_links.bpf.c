/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* An iterator over tasks that writes a record for each process, and for each of its links that is the target. */
#include "files.h"

enum { KERNEL_THREAD = 0x200000 };

INLINE void write_use(struct seq_file *seq, struct file_record *r, u32 use)
{
    r->use = use;
    seq_write(seq, r, sizeof *r);
}

SECTION("iter/task")
int task_links(struct bpf_iter__task *ctx)
{
    struct task_struct *task = ctx->task;
    struct seq_file *seq = ctx->meta->seq;
    if (!task) return 0;
    if (is_further_thread(task, FIELD_OFFSET(struct task_struct, fs))) return 0;
    struct search *search = the_search();
    if (!search) return 0;
    struct file_record r;
    __builtin_memset(&r, 0, sizeof r);
    r.magic = RECORD_MAGIC;
    r.pid = pid_of(task);
    write_use(seq, &r, USE_VISITED);
    if (is_target(search, task->fs->pwd.dentry->d_inode)) write_use(seq, &r, USE_CWD);
    if (is_target(search, task->fs->root.dentry->d_inode)) write_use(seq, &r, USE_ROOT);
    if (!(task->flags & KERNEL_THREAD) && is_target(search, task->mm->exe_file->f_path.dentry->d_inode))
        write_use(seq, &r, USE_EXE);
    return 0;
}
