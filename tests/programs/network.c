/* Network counters, interfaces and connections, for tests/test_network.py. Strings are printed in hexadecimal.
 *
 *   network connections KIND FLAGS     all sockets, one line each
 *   network process PID KIND           the sockets of a process
 *   network denied PID KIND            the same where sock_diag is denied
 *   network interfaces                 counters, state and addresses
 *   network unknown                    interfaces where no socket may be opened
 *   network restricted                 the state of interfaces where no netlink socket may be opened
 *   network names                      PSUTIL_CONN_* and their names
 *   network misuse                     wrong arguments
 *   network steady CALLS               resident memory and descriptors after many calls of all kinds
 */
#include "seccomp.h"
#include <sys/socket.h>
#include <sys/wait.h>

static void print_hex(const char *text, char end)
{
    if (!text) putchar('-');
    else putchar('x'); /* an empty string is a word, too */
    for (; text && *text; text++) printf("%02x", (unsigned char)*text);
    putchar(end);
}

static void print_connections(psutil_connection_list_t *list)
{
    for (size_t i = 0; i < list->len; i++) {
        const psutil_connection_t *c = &list->items[i];
        CHECK(c->has_remote == (c->remote_address != NULL) && c->has_remote == (c->remote_port != PSUTIL_NA));
        CHECK(c->local_address && c->reserved[0] == PSUTIL_NA && c->reserved[1] == PSUTIL_NA);
        printf("%lld %lld %d %d %s %d %d ", (long long)c->fd, (long long)c->pid, c->family, c->type,
            psutil_conn_status_name(c->status), c->local_port, c->remote_port);
        print_hex(c->local_address, ' ');
        print_hex(c->remote_address, '\n');
    }
    psutil_free(list);
}

static void connections(const char *kind, int flags)
{
    psutil_connection_list_t *list;
    OK(psutil_net_connections(kind, flags, &list));
    print_connections(list);
}

static void of_process(int64_t pid, const char *kind)
{
    psutil_connection_list_t *list;
    psutil_process *p;
    OK(psutil_process_new(pid, &p));
    int32_t code = psutil_process_net_connections(p, kind, 0, &list);
    if (code == PSUTIL_OK) print_connections(list);
    else printf("error %s\n", psutil_error_name(code));
    OK(psutil_process_free(p));
}

static void print_io(const char *name, const psutil_net_io_counters_t *c)
{
    printf("io %s %lld %lld %lld %lld %lld %lld %lld %lld\n", name, (long long)c->bytes_sent, (long long)c->bytes_recv,
        (long long)c->packets_sent, (long long)c->packets_recv, (long long)c->errin, (long long)c->errout,
        (long long)c->dropin, (long long)c->dropout);
    for (int i = 0; i < 4; i++) CHECK(c->reserved[i] == PSUTIL_NA);
}

static void interfaces(void)
{
    psutil_net_io_counters_t total;
    psutil_net_io_list_t *nics;
    psutil_net_if_stats_list_t *stats;
    psutil_net_if_addr_list_t *addrs;
    for (int nowrap = 0; nowrap < 2; nowrap++) {
        OK(psutil_net_io_counters(nowrap, &total));
        print_io(nowrap ? "nowrap" : "raw", &total);
        OK(psutil_net_io_counters_per_nic(nowrap, &nics));
        for (size_t i = 0; i < nics->len; i++) {
            char name[64];
            snprintf(name, sizeof name, "%s-%s", nowrap ? "nowrap" : "raw", nics->items[i].name);
            print_io(name, &nics->items[i].counters);
        }
        psutil_free(nics);
    }
    OK(psutil_net_if_stats(&stats));
    for (size_t i = 0; i < stats->len; i++) {
        const psutil_net_if_stats_t *s = &stats->items[i];
        printf("stats %d %d %lld %lld ", s->isup, s->duplex, (long long)s->speed, (long long)s->mtu);
        print_hex(s->name, ' ');
        print_hex(s->flags, '\n');
        CHECK(s->reserved[0] == PSUTIL_NA && s->reserved[1] == PSUTIL_NA);
    }
    psutil_free(stats);
    OK(psutil_net_if_addrs(&addrs));
    for (size_t i = 0; i < addrs->len; i++) {
        const psutil_net_if_addr_t *a = &addrs->items[i];
        printf("addr %d %d ", a->family, a->prefix_length);
        print_hex(a->name, ' ');
        print_hex(a->address, ' ');
        print_hex(a->netmask, ' ');
        print_hex(a->broadcast, ' ');
        print_hex(a->ptp, '\n');
        CHECK(a->reserved[0] == PSUTIL_NA && a->reserved[1] == PSUTIL_NA);
    }
    psutil_free(addrs);
}

/* A sandbox without sockets: counters come from files, the other calls fail. */
static void unknown(void)
{
    psutil_net_io_counters_t total;
    psutil_net_if_stats_list_t *stats;
    psutil_net_if_addr_list_t *addrs;
    psutil_connection_list_t *list;
    deny_sockets(EPERM);
    OK(psutil_net_io_counters(1, &total));
    OK(psutil_net_connections("all", PSUTIL_CONNECTIONS_PIDS, &list));
    psutil_free(list);
    CHECK(psutil_net_if_stats(&stats) == PSUTIL_ERR_ACCESS_DENIED);
    CHECK(psutil_last_error()->os_error == EPERM);
    CHECK(psutil_net_if_addrs(&addrs) == PSUTIL_ERR_ACCESS_DENIED);
}

/* A service without netlink. */
static void restricted(void)
{
    psutil_net_if_stats_list_t *before, *stats;
    OK(psutil_net_if_stats(&before));
    deny(SYS_socket, 0, ~(uint32_t)0, AF_NETLINK, EAFNOSUPPORT);
    OK(psutil_net_if_stats(&stats));
    CHECK(stats->len > 0 && stats->len == before->len);
    for (size_t i = 0; i < before->len; i++) {
        const psutil_net_if_stats_t *b = &before->items[i];
        size_t k = 0;
        while (k < stats->len && strcmp(stats->items[k].name, b->name)) k++;
        CHECK(k < stats->len, "%s is missing", b->name);
        const psutil_net_if_stats_t *s = &stats->items[k];
        CHECK(s->isup == b->isup && s->mtu == b->mtu && s->speed == b->speed && s->duplex == b->duplex, "%s", b->name);
        CHECK(!strcmp(s->flags, b->flags), "%s: %s, not %s", b->name, s->flags, b->flags);
    }
    psutil_free(before);
    psutil_free(stats);
    psutil_net_if_addr_list_t *addrs;
    CHECK(psutil_net_if_addrs(&addrs) == PSUTIL_ERR_OS && psutil_last_error()->os_error == EAFNOSUPPORT);
}

/* ---- misuse */

static void misuse(void)
{
    static const char *const kinds[] = {
        "all", "tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "unix", "inet", "inet4", "inet6"};
    static const char *const wrong[] = {"", "TCP", "tcp ", " tcp", "tcp5", "icmp", "allx", "\xff\n"};
    psutil_net_io_counters_t io, same;
    psutil_connection_list_t *list = (void *)&list;
    psutil_net_io_list_t *nics = (void *)&list;
    psutil_process *p, *freed;
    memset(&io, 0x55, sizeof io);
    memset(&same, 0x55, sizeof same);

    REFUSED(psutil_net_io_counters(1, NULL), "out is NULL"); /* the first call of this process */
    REFUSED(psutil_net_io_counters_per_nic(0, NULL), "out is NULL");
    REFUSED(psutil_net_connections(NULL, 0, &list), "kind is NULL");
    REFUSED(psutil_net_connections("all", 0, NULL), "out is NULL");
    REFUSED(psutil_net_if_addrs(NULL), "out is NULL");
    REFUSED(psutil_net_if_stats(NULL), "out is NULL");
    OK(psutil_process_new(getpid(), &p));
    REFUSED(psutil_process_net_connections(NULL, "all", 0, &list), "p is NULL");
    REFUSED(psutil_process_net_connections(p, NULL, 0, &list), "kind is NULL");
    REFUSED(psutil_process_net_connections(p, "all", 0, NULL), "out is NULL");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
            REFUSED(psutil_net_connections(wrong[i], 0, &list), kinds[k]);
            REFUSED(psutil_process_net_connections(p, wrong[i], 0, &list), kinds[k]);
        }
    for (int flag = 3; flag < 32; flag++) REFUSED(psutil_net_connections("all", (int32_t)(1u << flag), &list), "flags");
    REFUSED(psutil_net_connections("all", -1, &list), "flags");

    freed = p;
    OK(psutil_process_free(p));
    CHECK(psutil_process_net_connections(freed, "all", 0, &list) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(psutil_process_net_connections((psutil_process *)&io, "all", 0, &list) == PSUTIL_ERR_INVALID_HANDLE);
    CHECK(list == (void *)&list && nics == (void *)&list && !memcmp(&io, &same, sizeof io), "an output was touched");

    pid_t child = fork();
    if (!child) _exit(0);
    siginfo_t info;
    SYSTEM(!waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT));
    OK(psutil_process_new(child, &p));
    OK(psutil_process_net_connections(p, "all", 0, &list)); /* a zombie: only root can read its descriptors */
    CHECK(list->len == 0);
    psutil_free(list);
    SYSTEM(waitpid(child, NULL, 0) == child);
    CHECK(psutil_process_net_connections(p, "all", 0, &list) == PSUTIL_ERR_NO_SUCH_PROCESS);
    CHECK(psutil_last_error()->pid == child);
    OK(psutil_process_free(p));
    if (geteuid()) {
        OK(psutil_process_new(1, &p));
        CHECK(psutil_process_net_connections(p, "all", 0, &list) == PSUTIL_ERR_ACCESS_DENIED);
        OK(psutil_process_free(p));
    }
    int numbers[] = {0, -1, 16, 99, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        CHECK(!strcmp(psutil_conn_status_name(numbers[i]), "?"));
}

/* ---- many calls */

static void one(long i, psutil_process *p)
{
    psutil_net_io_counters_t total;
    psutil_net_io_list_t *nics;
    psutil_connection_list_t *list;
    psutil_net_if_stats_list_t *stats;
    psutil_net_if_addr_list_t *addrs;
    switch (i % 8) {
    case 0: OK(psutil_net_io_counters(1, &total)); break;
    case 1:
        OK(psutil_net_io_counters_per_nic(1, &nics));
        psutil_free(nics);
        break;
    case 2:
        OK(psutil_net_connections("unix", 0, &list));
        psutil_free(list);
        break;
    case 3:
        OK(psutil_process_net_connections(p, "unix", 0, &list));
        psutil_free(list);
        break;
    case 4:
        OK(psutil_net_if_stats(&stats));
        psutil_free(stats);
        break;
    case 5:
        OK(psutil_net_if_addrs(&addrs));
        psutil_free(addrs);
        break;
    case 6: CHECK(psutil_net_connections("none", 0, &list) == PSUTIL_ERR_INVALID_ARGUMENT); break;
    case 7:
        if (i % 256 == 7) {
            OK(psutil_net_connections("all", PSUTIL_CONNECTIONS_PIDS, &list));
            psutil_free(list);
        }
        break;
    }
}

static long resident(void)
{
    char value[64];
    status_line("/proc/self/status", "VmRSS", value);
    return atol(value);
}

static void steady(long calls)
{
    psutil_process *p;
    char before[4096], after[4096];
    int pair[2];
    long i, start;
    SYSTEM(!socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
    OK(psutil_process_new(getpid(), &p));
    descriptors(before, sizeof before);
    for (i = 0; i < calls; i++) one(i, p);
    start = resident();
    for (i = 0; i < calls; i++) one(i, p);
    MEASURE("grown", "%ld", resident() - start);
    descriptors(after, sizeof after);
    CHECK(!strcmp(before, after), "\n%s\n%s", before, after);
    OK(psutil_process_free(p));
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (!strcmp(what, "connections") && argc == 4) connections(argv[2], atoi(argv[3]));
    else if (!strcmp(what, "process") && argc == 4) of_process(atoll(argv[2]), argv[3]);
    else if (!strcmp(what, "denied") && argc == 4) {
        deny(SYS_socket, 0, ~(uint32_t)0, AF_NETLINK, EPERM);
        of_process(atoll(argv[2]), argv[3]);
    } else if (!strcmp(what, "interfaces")) interfaces();
    else if (!strcmp(what, "unknown")) unknown();
    else if (!strcmp(what, "restricted")) restricted();
    else if (!strcmp(what, "names"))
        for (int i = PSUTIL_CONN_ESTABLISHED; i <= PSUTIL_CONN_BOUND; i++) puts(psutil_conn_status_name(i));
    else if (!strcmp(what, "misuse")) misuse();
    else if (!strcmp(what, "steady") && argc == 3) steady(atol(argv[2]));
    else return 2;
}
