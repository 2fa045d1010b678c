/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* An iterator over mappings that writes a record for each process that has mapped the target. */
#include "files.h"

SECTION("iter/task_vma")
int mappings(struct bpf_iter__task_vma *ctx)
{
    struct task_struct *task = ctx->task;
    struct vm_area_struct *vma = ctx->vma;
    struct seq_file *seq = ctx->meta->seq;
    if (!task || !vma) return 0;
    struct file *file = vma->vm_file;
    if (!file) return 0;
    struct search *search = the_search();
    if (!search || !is_target(search, file->f_path.dentry->d_inode)) return 0;
    u64 address = number_of(search, task);
    if (search->task == address) return 0;
    struct file_record r;
    __builtin_memset(&r, 0, sizeof r);
    r.magic = RECORD_MAGIC;
    r.use = USE_MAPPED;
    r.pid = pid_of(task);
    if (!seq_write(seq, &r, sizeof r)) search->task = address;
    return 0;
}
