/* open_files: the files and sockets that processes have open, like lsof. */
#include "cli.h"

static const char *const help =
    "usage: open_files [PID | PATH]...\n"
    "Shows what all processes have open, or these processes, or the processes that have these files open.\n"
    "TYPE: cwd (working directory), exe (executable), file (regular file, with descriptor, mode and position), socket.\n"
    "An ordinary user sees only its own processes.\n"
    "Paths are absolute. The exit status is 1 if no process has a path open.\n";

static const char **paths;
static int path_count, shown;

static void print_file(
    int64_t pid, const char *name, const char *type, int64_t fd, const char *mode, int64_t position, const char *path)
{
    char b[3][32];
    int wanted = path_count == 0;
    for (int i = 0; i < path_count; i++) wanted |= !strcmp(path, paths[i]);
    if (!wanted) return;
    shown = 1;
    print_column(16, name);
    printf("%7s %-6s %5s %-4s %12s ", format_integer(b[0], pid), type, format_integer(b[1], fd), mode,
        format_integer(b[2], position));
    print_last(56, path);
}

/* Writes both ends of a socket into b. */
static const char *format_socket(char *b, size_t size, const psutil_connection_t *c)
{
    int used = snprintf(b, size, c->local_port < 0 ? "%s" : "%s:%d", c->local_address, (int)c->local_port);
    if (c->has_remote && used >= 0 && (size_t)used < size)
        snprintf(b + used, size - (size_t)used, " -> %s:%d", c->remote_address, (int)c->remote_port);
    return b;
}

static void print_files(psutil_process *p, int64_t pid, const char *name, int report_denied)
{
    psutil_open_file_list_t *files;
    if (!succeeded(psutil_process_open_files(p, &files))) {
        if (report_denied) report_last_error();
        return;
    }
    for (const psutil_open_file_t *f = files->items; f < files->items + files->len; f++)
        print_file(pid, name, "file", f->fd, f->mode ? f->mode : "-", f->position, f->path);
    psutil_free(files);
}

static void print_sockets(psutil_process *p, int64_t pid, const char *name)
{
    char b[256];
    psutil_connection_list_t *sockets;
    if (!succeeded(psutil_process_net_connections(p, "all", 0, &sockets))) return;
    for (const psutil_connection_t *c = sockets->items; c < sockets->items + sockets->len; c++)
        print_file(pid, name, "socket", c->fd, "-", -1, format_socket(b, sizeof b, c));
    psutil_free(sockets);
}

/* Prints what a process has open. report_denied: the user named the process, so errors are printed. */
static void print_process(int64_t pid, int report_denied)
{
    char *name = NULL, *path;
    psutil_process *p;
    if (!succeeded(psutil_process_new(pid, &p))) {
        if (report_denied) report_last_error();
        return;
    }
    succeeded(psutil_process_name(p, &name));
    if (succeeded(psutil_process_cwd(p, &path))) {
        print_file(pid, name, "cwd", -1, "-", -1, path);
        psutil_free(path);
    }
    if (succeeded(psutil_process_exe(p, &path))) {
        if (*path) print_file(pid, name, "exe", -1, "-", -1, path); /* "" for a kernel thread */
        psutil_free(path);
    }
    print_files(p, pid, name, report_denied);
    print_sockets(p, pid, name);
    psutil_free(name);
    psutil_process_free(p);
}

int main(int argc, char **argv)
{
    psutil_pid_list_t *all;
    int64_t *pids = allocate((size_t)argc, sizeof *pids);
    size_t count = 0;
    start_program("open_files", help, argc, argv);
    paths = allocate((size_t)argc, sizeof *paths);
    while (next_option(argc, argv, "") >= 0) continue;
    for (int i = next_argument; i < argc; i++) {
        if (argv[i][0] == '/') paths[path_count++] = argv[i];
        else if (parse_integer(argv[i], &pids[count])) count++;
        else usage_error("expected a PID or an absolute path", argv[i]);
    }
    if (psutil_pids(&all) != PSUTIL_OK) return report_last_error();
    puts("NAME                 PID TYPE      FD MODE     POSITION PATH");
    for (size_t i = 0; i < count; i++) print_process(pids[i], 1);
    for (size_t i = 0; i < all->len && !count; i++) print_process(all->items[i], 0);
    psutil_free(all);
    free(pids);
    free(paths);
    if (path_count && !shown) exit_status = EXIT_FAILURE;
    return finish();
}
