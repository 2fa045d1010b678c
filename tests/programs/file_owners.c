/*
 * Uses files in each way in child processes, and compares what psutil_file_owners reports of them, from procfs and with
 * BPF, with what the children do: file_owners DIRECTORY. Prints each difference, how many uses were compared, and how
 * many BPF maps the system has made during that: each of the library's three programs has one.
 */
#include "host.h"
#include <fcntl.h>
#include <linux/bpf.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>

enum {
    OPENS,
    OPENS_DELETED,
    MAPS,
    CHANGES_DIRECTORY,
    CHANGES_ROOT,
    EXECUTES,
    FIRST_THREAD_EXITED,
    ZOMBIE,
    THREAD_WITH_OWN_DESCRIPTORS,
    SERVES,
    OPENS_DEVICE,
    OPENS_FIFO,
    IN_NAMESPACE,
    CHILDREN
};

static const char *const names[CHILDREN] = {"opens", "opens deleted", "maps", "changes directory", "changes root",
    "executes", "first thread exited", "zombie", "thread with own descriptors", "serves", "opens device", "opens FIFO",
    "in a namespace"};

static pid_t children[CHILDREN], parent;
static int ready[2], wrong, compared;
static char directory[64];

/* Returns the path of a file in the directory, in one of several buffers. */
static const char *in(const char *name)
{
    static char buffers[8][128];
    static int next;
    char *path = buffers[next++ % 8];
    snprintf(path, sizeof buffers[0], "%s/%s", directory, name);
    return path;
}

static void open_as(int fd, const char *path, int flags)
{
    int opened = open(path, flags);
    CHECK(opened >= 0 && dup2(opened, fd) == fd);
    if (opened != fd) close(opened);
}

static void end(void)
{
    if (getpid() != parent) return;
    for (int i = 0; i < CHILDREN; i++)
        if (children[i] > 0) kill(children[i], SIGKILL), waitpid(children[i], NULL, 0);
    const char *const files[] = {"file", "link", "empty", "map", "program", "socket", "fifo", "null"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) unlink(in(files[i]));
    rmdir(in("work"));
    rmdir(in("root"));
    rmdir(directory);
}

static void stay(void)
{
    CHECK(write(ready[1], "", 1) == 1);
    for (;;) pause();
}

static void *stay_alone(void *arg)
{
    while (!is_leaderless(0)) usleep(1000);
    stay();
    return arg;
}

static void *with_own_descriptors(void *arg)
{
    CHECK(!unshare(CLONE_FILES));
    open_as(60, in("empty"), O_RDONLY);
    stay();
    return arg;
}

static void map_file(const char *path)
{
    int fd = open(path, O_RDWR);
    CHECK(fd >= 0);
    for (int i = 0; i < 3; i++) CHECK(mmap(NULL, 4096, PROT_READ, i ? MAP_SHARED : MAP_PRIVATE, fd, 0) != MAP_FAILED);
    close(fd);
}

static void be(int child)
{
    pthread_t thread;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    switch (child) {
    case OPENS:
        open_as(50, in("file"), O_RDONLY);
        open_as(51, in("file"), O_WRONLY);
        open_as(52, in("link"), O_WRONLY | O_APPEND);
        open_as(53, in("file"), O_RDWR | O_CLOEXEC);
        open_as(54, in("file"), O_RDWR | O_APPEND);
        open_as(55, in("file"), O_PATH);
        dup2(50, 56);
        open_as(57, in("work"), O_RDONLY | O_DIRECTORY);
        open_as(58, in("socket"), O_PATH);
        break;
    case OPENS_DELETED:
        open_as(50, in("gone"), O_RDONLY);
        map_file(in("gone"));
        break;
    case MAPS: map_file(in("map")); break;
    case CHANGES_DIRECTORY: CHECK(!chdir(in("work"))); break;
    case CHANGES_ROOT:
        if (geteuid() == 0) CHECK(!chroot(in("root")) && !chdir("/"));
        else CHECK(!chdir(in("root")));
        break;
    case EXECUTES:
        CHECK(write(ready[1], "", 1) == 1);
        execl(in("program"), "program", "-", NULL);
        _exit(1);
    case FIRST_THREAD_EXITED:
        CHECK(!chdir(in("work")));
        map_file(in("map"));
        open_as(50, in("file"), O_RDONLY);
        CHECK(!pthread_create(&thread, NULL, stay_alone, NULL));
        syscall(SYS_exit, 0);
        break;
    case ZOMBIE:
        open_as(50, in("file"), O_RDONLY);
        CHECK(write(ready[1], "", 1) == 1);
        _exit(0);
    case THREAD_WITH_OWN_DESCRIPTORS:
        CHECK(!pthread_create(&thread, NULL, with_own_descriptors, NULL));
        for (;;) pause();
    case SERVES:
        snprintf(address.sun_path, sizeof address.sun_path, "%s", in("socket"));
        int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
        CHECK(!connect(client, (struct sockaddr *)&address, sizeof address)); /* to the parent */
        CHECK(dup2(client, 52) == 52);
        close(server), close(client);
        break;
    case OPENS_DEVICE: open_as(50, geteuid() == 0 ? in("null") : "/dev/null", O_WRONLY); break;
    case OPENS_FIFO: open_as(50, in("fifo"), O_RDWR); break;
    case IN_NAMESPACE:
        if (geteuid() == 0 && !unshare(CLONE_NEWPID | CLONE_NEWNS)) {
            pid_t inner = fork();
            if (!inner) {
                prctl(PR_SET_PDEATHSIG, SIGKILL);
                open_as(50, in("fifo"), O_RDWR);
                stay();
            }
            for (;;) pause();
        }
        break;
    }
    stay();
}

/* ---- what is reported */

/* Writes the uses by one process as text: "open 50 r, cwd". */
static void uses_of(char *text, size_t size, const psutil_file_owner_list_t *list, int64_t pid)
{
    size_t used = 0;
    *text = 0;
    for (size_t i = 0; i < list->len && used < size; i++) {
        const psutil_file_owner_t *o = &list->items[i];
        if (o->pid != pid) continue;
        used += (size_t)snprintf(text + used, size - used, "%s%s", used ? ", " : "", psutil_file_use_name(o->use));
        if (o->use == PSUTIL_FILE_USE_OPEN && used < size)
            used += (size_t)snprintf(text + used, size - used, " %d %s", (int)o->fd, o->mode ? o->mode : "-");
        compared++;
    }
}

static uint32_t next_map(void)
{
    union bpf_attr create, query;
    struct bpf_map_info info;
    memset(&create, 0, sizeof create), memset(&query, 0, sizeof query), memset(&info, 0, sizeof info);
    create.map_type = BPF_MAP_TYPE_ARRAY, create.key_size = 4, create.value_size = 4, create.max_entries = 1;
    long fd = syscall(SYS_bpf, BPF_MAP_CREATE, &create, sizeof create);
    if (fd < 0) return 0;
    query.info.bpf_fd = (uint32_t)fd, query.info.info_len = sizeof info;
    query.info.info = (uint64_t)(uintptr_t)&info;
    long failed = syscall(SYS_bpf, BPF_OBJ_GET_INFO_BY_FD, &query, sizeof query);
    close((int)fd);
    return failed ? 0 : info.id;
}

static int maps_made[2], calls_with_bpf;

static psutil_file_owner_list_t *owners_of(const char *path, int32_t flags)
{
    psutil_file_owner_list_t *list;
    uint32_t before = next_map();
    if (psutil_file_owners(path, flags, &list)) {
        printf("%s: %s\n", path, psutil_last_error()->message);
        exit(1);
    }
    uint32_t after = next_map();
    calls_with_bpf += !!(flags & PSUTIL_FILE_OWNERS_BPF);
    if (before && after > before) maps_made[!!(flags & PSUTIL_FILE_OWNERS_BPF)] += (int)(after - before) - 1;
    return list;
}

/* Compares the uses of a file by all children with those that are expected of some. */
static void expect(const char *path, int child, const char *expected, int other, const char *expected_of_other)
{
    for (int32_t flags = 0; flags <= PSUTIL_FILE_OWNERS_BPF; flags += PSUTIL_FILE_OWNERS_BPF) {
        psutil_file_owner_list_t *list = owners_of(path, flags);
        for (int i = 0; i < CHILDREN; i++) {
            char text[1024];
            const char *should = i == child ? expected : i == other ? expected_of_other : "";
            uses_of(text, sizeof text, list, children[i]);
            if (!strcmp(text, should)) continue;
            printf("flags %d, %s, the child that %s: \"%s\", not \"%s\"\n", (int)flags, path, names[i], text, should);
            wrong++;
        }
        psutil_free(list);
    }
}

/* Compares all uses by the children, and by this process, between both sources. */
static void compare(const char *path, int32_t flags)
{
    psutil_file_owner_list_t *procfs = owners_of(path, flags), *bpf = owners_of(path, flags | PSUTIL_FILE_OWNERS_BPF);
    for (int i = 0; i <= CHILDREN; i++) {
        char text[2][4096];
        uses_of(text[0], sizeof text[0], procfs, i < CHILDREN ? children[i] : getpid());
        uses_of(text[1], sizeof text[1], bpf, i < CHILDREN ? children[i] : getpid());
        if (!strcmp(text[0], text[1])) continue;
        printf("%s, flags %d, %s: procfs \"%s\", BPF \"%s\"\n", path, (int)flags, i < CHILDREN ? names[i] : "parent",
            text[0], text[1]);
        wrong++;
    }
    psutil_free(procfs), psutil_free(bpf);
}

static void make_file(const char *path, const char *from)
{
    char buffer[65536];
    int out = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0700), source = open(from, O_RDONLY);
    ssize_t n = sizeof buffer;
    CHECK(out >= 0 && source >= 0);
    while ((n = read(source, buffer, sizeof buffer)) > 0) CHECK(write(out, buffer, (size_t)n) == n);
    close(out), close(source);
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    if (!strcmp(argv[1], "-"))
        for (;;) pause();
    setvbuf(stdout, NULL, _IOLBF, 0);
    alarm(200);
    parent = getpid();
    snprintf(directory, sizeof directory, "%.40s/owners-%d", argv[1], (int)parent);
    CHECK(!mkdir(directory, 0700));
    atexit(end);
    make_file(in("file"), "/dev/null");
    make_file(in("empty"), "/dev/null");
    make_file(in("map"), "/proc/self/exe");
    make_file(in("gone"), "/proc/self/exe");
    make_file(in("program"), "/proc/self/exe");
    CHECK(!link(in("file"), in("link")) && !mkdir(in("work"), 0700) && !mkdir(in("root"), 0700));
    CHECK(!mkfifo(in("fifo"), 0600) && !pipe2(ready, O_CLOEXEC));
    if (geteuid() == 0) CHECK(!mknod(in("null"), S_IFCHR | 0600, makedev(1, 3)));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", in("socket"));
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(!bind(server, (struct sockaddr *)&address, sizeof address) && !listen(server, 5));

    for (int i = 0; i < CHILDREN; i++) {
        children[i] = fork();
        if (children[i]) continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (i != SERVES) close(server);
        else CHECK(dup2(server, 50) == 50 && !close(server));
        be(i);
    }
    char byte;
    for (int i = 0; i < CHILDREN; i++) CHECK(read(ready[0], &byte, 1) == 1);
    siginfo_t exited;
    waitid(P_PID, (id_t)children[ZOMBIE], &exited, WEXITED | WNOWAIT);
    for (char target[128] = ""; strcmp(target, in("program")); usleep(1000)) { /* until it executes the program */
        char link[64];
        snprintf(link, sizeof link, "/proc/%d/exe", (int)children[EXECUTES]);
        ssize_t n = readlink(link, target, sizeof target - 1);
        target[n > 0 ? n : 0] = 0;
    }
    int accepted = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    CHECK(accepted >= 0 && !unlink(in("gone")));

    expect(in("file"), OPENS, "open 50 r, open 51 w, open 52 a, open 53 r+, open 54 a+, open 55 -, open 56 r",
        FIRST_THREAD_EXITED, "open 50 r");
    expect(in("empty"), THREAD_WITH_OWN_DESCRIPTORS, "", -1, NULL); /* as in /proc/[pid]/fd */
    expect(in("program"), EXECUTES, "mapped, exe", -1, NULL);
    expect(in("root"), CHANGES_ROOT, geteuid() == 0 ? "root, cwd" : "cwd", -1, NULL);
    expect(in("map"), MAPS, "mapped", FIRST_THREAD_EXITED, "mapped");
    expect(in("socket"), SERVES, "open 50 r+", OPENS, "open 58 -");
    char gone[64];
    snprintf(gone, sizeof gone, "/proc/%d/fd/50", (int)children[OPENS_DELETED]);
    expect(gone, OPENS_DELETED, "open 50 r, mapped", -1, NULL);
    const char *paths[] = {in("file"), in("work"), in("fifo"), in("socket"), "/dev/null", "/proc/self/exe", "/"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        compare(paths[i], 0);
        compare(paths[i], PSUTIL_FILE_OWNERS_MOUNT);
    }
    printf("maps: %d without BPF, %d in %d calls with BPF\n", maps_made[0], maps_made[1], calls_with_bpf);
    printf("uses %d, wrong %d\n", compared, wrong);
    return wrong != 0;
}
