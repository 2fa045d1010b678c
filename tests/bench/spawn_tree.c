/*
 * Starts NUMBER sleeping processes in a tree in which each has ten children.
 *
 *     spawn_tree NUMBER
 *
 * Prints its own PID, the root of the tree, and theirs as JSON when all have started. They exit at the end of input.
 * Each has its own name and command line; run by root, every third belongs to the user nobody and every seventh to a
 * user without a name.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 10, NOBODY = 65534, NAMELESS = 31234 };

static char *title; /* where the kernel finds the command line */
static size_t room;
static int ready;
static long number;

static void start(long first, long end);

static void sleeper(long index)
{
    char name[32]; /* cut to 15 bytes */
    snprintf(name, sizeof name, "sleeper-%ld", index);
    prctl(PR_SET_NAME, name);
    memset(title, '.', room - 1); /* the last argument goes to the end, or the kernel takes it for a changed title */
    int length = snprintf(title, room, "sleeper%c--number=%ld%c--what=a process to look at", 0, index, 0);
    title[length] = '.';
    start(index * CHILDREN + 1, index * CHILDREN + CHILDREN + 1);
    uid_t user = index % 7 == 6 ? NAMELESS : index % 3 == 2 ? NOBODY : 0;
    if (user && !geteuid() && setresuid(user, user, user)) _exit(1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pid_t pid = getpid();
    if (write(ready, &pid, sizeof pid) != sizeof pid) _exit(1);
    close(ready);
    for (;;) pause();
}

static void start(long first, long end)
{
    for (long index = first; index < end && index <= number; index++) {
        pid_t pid = fork();
        if (!pid) sleeper(index);
        if (pid < 0) {
            perror("spawn_tree");
            kill(0, SIGTERM);
            _exit(1);
        }
    }
}

int main(int argc, char **argv)
{
    const char *padding = "................................................................................";
    if (argc == 2) { /* once more, with room for command lines */
        char *again[] = {argv[0], argv[1], (char *)padding, NULL};
        execv("/proc/self/exe", again);
    }
    if (argc != 3 || (number = atol(argv[1])) < 1) return fprintf(stderr, "usage: %s NUMBER\n", argv[0]), 2;
    title = argv[0];
    room = strlen(argv[0]) + strlen(argv[1]) + strlen(argv[2]) + 3;
    int ends[2];
    if (pipe(ends) || setpgid(0, 0) || prctl(PR_SET_CHILD_SUBREAPER, 1)) return 1;
    ready = ends[1];
    start(1, CHILDREN + 1);
    signal(SIGTERM, SIG_IGN);
    printf("{\"root\": %d, \"pids\": [", getpid());
    for (long i = 0; i < number; i++) {
        pid_t pid;
        if (read(ends[0], &pid, sizeof pid) != sizeof pid) return 1;
        printf("%s%d", i ? ", " : "", pid);
    }
    puts("]}");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    while (kill(0, SIGTERM), waitpid(-1, NULL, 0) > 0) {
    }
    return 0;
}
