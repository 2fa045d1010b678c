/* System calls that fail from now on, in this process and its children: seccomp filters. */
#ifndef SECCOMP_H
#define SECCOMP_H

#include "host.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Makes a system call fail with an error number where (argument & mask) == value; a mask of 0 and value 0: always. */
static inline void deny(int call, int argument, uint32_t mask, uint32_t value, int error)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)call, 0, 4),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, args) + 8 * (uint32_t)argument),
        BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (uint32_t)error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof code / sizeof *code, .filter = code};
    CHECK(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    CHECK(!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "seccomp: %s", strerror(errno));
}

/* No socket can be made. On 386, Go's sockets come from socketcall, whose first argument says what it does. */
static inline void deny_sockets(int error)
{
    deny(SYS_socket, 0, 0, 0, error);
#ifdef SYS_socketcall
    deny(SYS_socketcall, 0, ~(uint32_t)0, 1, error);
#endif
}

static inline void deny_memfd(int error)
{
    deny(SYS_memfd_create, 0, 0, 0, error);
}

/* No file can be made. */
static inline void deny_creating(int error)
{
#ifdef SYS_open
    deny(SYS_open, 1, O_CREAT, O_CREAT, error);
#endif
    deny(SYS_openat, 2, O_CREAT, O_CREAT, error);
}

/* No page can be marked to be wiped on fork: the library must compare PIDs. */
static inline void deny_wipe_on_fork(void)
{
    deny(SYS_madvise, 2, ~(uint32_t)0, 18, EINVAL);
}

#endif
