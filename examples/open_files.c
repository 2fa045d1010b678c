/* open_files: which process has which file open, as lsof shows it. */
#include "common.h"

static const char *const help =
    "usage: open_files [PID | PATH]...\nShows what all processes have open, or these, or who has these files open.\n"
    "TYPE: cwd (working directory), exe (program), file (regular file, with descriptor, mode and position), or\n"
    "socket. As an ordinary user, you are not told of other users' processes.\n"
    "Paths are absolute; nobody having them open is exit status 1.\n";

static const char **paths;
static int path_count, shown;

static void list(int64_t pid, const char *name, const char *type, int64_t fd, const char *mode, int64_t at, const char *path) {
    char b[3][32];
    int wanted = path_count == 0;
    for (int i = 0; i < path_count; i++) wanted |= !strcmp(path, paths[i]);
    if (!wanted) return;
    shown = 1;
    column(16, name);
    printf("%7s %-6s %5s %-4s %12s ", whole(b[0], pid), type, whole(b[1], fd), mode, whole(b[2], at));
    show(path), putchar('\n');
}

/* Both ends of a socket, as a text that goes into b. */
static const char *ends(char *b, size_t room, const psutil_connection_t *c) {
    int used = snprintf(b, room, c->local_port < 0 ? "%s" : "%s:%d", c->local_address, (int)c->local_port);
    if (c->has_remote && used >= 0 && (size_t)used < room)
        snprintf(b + used, room - (size_t)used, " -> %s:%d", c->remote_address, (int)c->remote_port);
    return b;
}

/* All that one process has open. asked_for: what we are not told is worth a complaint. */
static void look(int64_t pid, int asked_for) {
    char *name = NULL, *path, b[256];
    psutil_process *p;
    psutil_open_file_list_t *files;
    psutil_connection_list_t *sockets;
    int32_t code = psutil_process_new(pid, &p);
    if (!ok(code)) {
        if (asked_for) complain();
        return;
    }
    ok(psutil_process_name(p, &name));
    if (ok(psutil_process_cwd(p, &path))) list(pid, name, "cwd", -1, "-", -1, path), psutil_free(path);
    if (ok(psutil_process_exe(p, &path))) {
        if (*path) list(pid, name, "exe", -1, "-", -1, path); /* a kernel thread has none */
        psutil_free(path);
    }
    if (ok(code = psutil_process_open_files(p, &files))) {
        for (const psutil_open_file_t *f = files->items; f < files->items + files->len; f++)
            list(pid, name, "file", f->fd, f->mode ? f->mode : "-", f->position, f->path);
        psutil_free(files);
    } else if (asked_for) complain();
    if (ok(psutil_process_net_connections(p, "all", &sockets))) {
        for (const psutil_connection_t *c = sockets->items; c < sockets->items + sockets->len; c++)
            list(pid, name, "socket", c->fd, "-", -1, ends(b, sizeof b, c));
        psutil_free(sockets);
    }
    psutil_free(name), psutil_process_free(p);
}

int main(int argc, char **argv) {
    psutil_pid_list_t *all;
    int64_t *pids = allocate((size_t)argc, sizeof *pids);
    size_t count = 0;
    begin("open_files", help, argc, argv);
    paths = allocate((size_t)argc, sizeof *paths);
    for (int i = 1; i < argc; i++)
        if (argv[i][0] == '/') paths[path_count++] = argv[i];
        else if (integer(argv[i], &pids[count])) count++;
        else return misuse();
    if (psutil_pids(&all) != PSUTIL_OK) return complain();
    puts("NAME                 PID TYPE      FD MODE     POSITION PATH");
    for (size_t i = 0; i < count; i++) look(pids[i], 1);
    for (size_t i = 0; i < all->len && !count; i++) look(all->items[i], 0);
    psutil_free(all), free(pids), free(paths);
    if (path_count && !shown) result = EXIT_FAILURE;
    return end();
}
