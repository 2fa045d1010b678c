/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* An iterator over open files that writes a record for each process, and one for each descriptor of the target. */
#include "files.h"

SECTION("iter/task_file")
int files(struct bpf_iter__task_file *ctx)
{
    struct task_struct *task = ctx->task;
    struct file *file = ctx->file;
    struct seq_file *seq = ctx->meta->seq;
    if (!task || !file) return 0;
    /* As in /proc/[pid]/fd: another thread's descriptors are those of the process if the first thread has exited. */
    if (is_further_thread(task, FIELD_OFFSET(struct task_struct, files))) return 0;
    struct search *search = the_search();
    if (!search) return 0;
    struct file_record r;
    __builtin_memset(&r, 0, sizeof r);
    r.magic = RECORD_MAGIC;
    u64 address = number_of(search, task);
    if (search->task != address) {
        search->pid = pid_of(task);
        r.pid = search->pid;
        r.use = USE_VISITED;
        if (seq_write(seq, &r, sizeof r)) return 0;
        search->task = address;
    }
    /* stat reports the inode of the name. A socket has but one, and memory that is not read costs nothing. */
    struct inode *inode = TARGET == TARGET_NONE ? file->f_inode : file->f_path.dentry->d_inode;
    if (is_target(search, inode)) r.use = USE_OPEN;
    else if (SOCKETS && (inode->i_mode & TYPE_MASK) == SOCKET) r.use = USE_SOCKET;
    else return 0;
    r.inode = inode->i_ino;
    r.flags = file->f_flags;
    r.pid = search->pid;
    r.fd = ctx->fd;
    /* What does not fit is lost, with all that was written about this file, and the kernel runs the program again. */
    if (seq_write(seq, &r, sizeof r)) search->task = 0;
    return 0;
}
