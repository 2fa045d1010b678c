/*
 * The child of psutil_popen on macOS, where vfork is deprecated and posix_spawn is a system call. A new program has no
 * handlers, and the thread's signal mask.
 */
#include "popen_unix.h"
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <unistd.h>

/* What is to be done in the child before the program. Returns an error number. */
static int add_actions(const psutil__spawn_request *p, posix_spawn_file_actions_t *actions)
{
    int error = 0;
    for (int i = 0; i < 3 && !error; i++) {
        if (p->from[i] >= 0 && p->from[i] != i) error = posix_spawn_file_actions_adddup2(actions, p->from[i], i);
        else if (p->from[i] == i || (p->close_fds && fcntl(i, F_GETFD) >= 0))
            error = posix_spawn_file_actions_addinherit_np(actions, i);
    }
    if (!error && p->stderr_is_stdout) error = posix_spawn_file_actions_adddup2(actions, 1, 2);
    if (!error && p->cwd) error = posix_spawn_file_actions_addchdir_np(actions, p->cwd);
    return error;
}

/* Searches as execvp does: a candidate without permission is skipped, but reported if no other works. Returns an error
   number. */
static int execute(const psutil__spawn_request *p, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, pid_t *pid)
{
    int error = ENOENT, denied = 0;
    for (char **path = p->paths; *path; path++) {
        error = posix_spawn(pid, *path, actions, attributes, p->argv, p->envp);
        if (error == EACCES) denied = 1;
        else if (error != ENOENT && error != ENOTDIR) return error;
    }
    return denied ? EACCES : error;
}

pid_t psutil__start_child(const psutil__spawn_request *p, psutil__spawn_failure *why)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t pid = -1;
    if ((why->error = posix_spawn_file_actions_init(&actions))) return -1;
    if (!(why->error = posix_spawnattr_init(&attributes))) {
        why->error = add_actions(p, &actions);
        if (!why->error && p->close_fds)
            why->error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_CLOEXEC_DEFAULT);
        if (!why->error) {
            why->error = execute(p, &actions, &attributes, &pid);
            why->step = p->cwd && access(p->cwd, X_OK) ? p->cwd : p->program; /* one error number for both */
        }
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return why->error ? -1 : pid;
}
