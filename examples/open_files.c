/* open_files: the files and sockets that processes have open, and the processes that use a file, like lsof. */
#include "cli.h"

static const char *const help = "usage: open_files [-bm] [PID | PATH]...\n"
                                "Shows what all processes have open, or these processes, or which processes use\n"
                                "these files, directories or devices.\n"
                                "-m: of a PATH: the processes that use any file on its file system\n"
                                "-b: of a PATH: find them with BPF programs, if this user may load some;\n"
                                "    otherwise they are found in procfs\n"
                                "TYPE: cwd (working directory), root (root directory), exe (executable), map\n"
                                "(mapped into memory, as a library is), file (regular file, with descriptor,\n"
                                "mode and position), socket, open (of a PATH: any file, with descriptor and\n"
                                "mode).\n"
                                "Other names of the file at a PATH are the same file. An ordinary user sees only\n"
                                "its own processes. The exit status is 1 if no process uses a PATH.\n";

static void print_file(
    int64_t pid, const char *name, const char *type, int64_t fd, const char *mode, int64_t position, const char *path)
{
    char b[3][32];
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

/* Prints which processes use a file. */
static void print_owners(const char *path, int32_t flags)
{
    psutil_file_owner_list_t *owners;
    size_t unreadable = 0;
    if (psutil_file_owners(path, flags | PSUTIL_FILE_OWNERS_UNREADABLE, &owners) != PSUTIL_OK) {
        report_last_error();
        return;
    }
    for (const psutil_file_owner_t *o = owners->items; o < owners->items + owners->len; o++) {
        char *name = NULL;
        psutil_process *p;
        if (o->use == PSUTIL_FILE_USE_UNKNOWN) {
            unreadable++;
            continue;
        }
        if (succeeded(psutil_process_new(o->pid, &p))) {
            succeeded(psutil_process_name(p, &name));
            psutil_process_free(p);
        }
        print_file(o->pid, name, o->use == PSUTIL_FILE_USE_MAPPED ? "map" : psutil_file_use_name(o->use), o->fd,
            o->mode ? o->mode : "-", -1, path);
        psutil_free(name);
    }
    if (unreadable == owners->len) exit_status = EXIT_FAILURE;
    if (unreadable) fprintf(stderr, "%s: processes that this user may not read: %zu\n", program_name, unreadable);
    psutil_free(owners);
}

int main(int argc, char **argv)
{
    psutil_pid_list_t *all;
    int32_t flags = 0;
    int64_t pid;
    start_program("open_files", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "bm")) >= 0;)
        flags |= option == 'b' ? PSUTIL_FILE_OWNERS_BPF : PSUTIL_FILE_OWNERS_MOUNT;
    if (psutil_pids(&all) != PSUTIL_OK) return report_last_error();
    puts("NAME                 PID TYPE      FD MODE     POSITION PATH");
    for (int i = next_argument; i < argc; i++) {
        if (parse_integer(argv[i], &pid)) print_process(pid, 1);
        else print_owners(argv[i], flags);
    }
    for (size_t i = 0; i < all->len && next_argument == argc; i++) print_process(all->items[i], 0);
    psutil_free(all);
    return finish();
}
