/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* An iterator over open files that writes a record for each socket, or for each file of one inode. */
#include "kernel.h"
#include "record.h"

#define SOCKETS OPTION(0)   /* only sockets */
#define INODE_LOW OPTION(1) /* only this inode, or all for 0 */
#define INODE_HIGH OPTION(2)

enum { TYPE_MASK = 0170000, SOCKET = 0140000 };

INLINE int number_in(const void *where, u32 level)
{
    int nr = 0;
    u64 pid = 0;
    if (probe_read_kernel(&pid, sizeof pid, where) || !pid) return 0;
    pid += FIELD_OFFSET(struct pid, numbers) + level * TYPE_SIZE(struct upid) + FIELD_OFFSET(struct upid, nr);
    probe_read_kernel(&nr, sizeof nr, (void *)pid);
    return nr;
}

SECTION("iter/task_file")
int files(struct bpf_iter__task_file *ctx)
{
    struct task_struct *task = ctx->task;
    struct file *file = ctx->file;
    struct seq_file *seq = ctx->meta->seq;
    if (!task || !file) return 0;
    struct inode *inode = file->f_inode;
    struct file_record r;
    __builtin_memset(&r, 0, sizeof r);
    r.magic = RECORD_MAGIC;
    r.mode = inode->i_mode;
    if (SOCKETS && (r.mode & TYPE_MASK) != SOCKET) return 0;
    r.inode = inode->i_ino;
    u64 wanted = INODE_HIGH << 32 | INODE_LOW;
    if (wanted && r.inode != wanted) return 0;
    r.device = inode->i_sb->s_dev;
    r.special = inode->i_rdev;
    struct task_struct *self = get_current_task_btf();
    r.pid = number_in(&task->signal->pids[1], self->thread_pid->level);
    r.fd = ctx->fd;
    seq_write(seq, &r, sizeof r);
    return 0;
}
