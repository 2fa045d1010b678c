/* netstat: sockets, and the processes that have them open. */
#include "common.h"

static const char *const help =
    "usage: netstat [-l] [KIND]\nShows sockets: of IPv4 and IPv6 if no kind is given, with -l only those that listen.\n"
    "kinds: inet inet4 inet6 tcp tcp4 tcp6 udp udp4 udp6 unix all\n"
    "As an ordinary user, you are not told of other users' processes: \"-\".\n";

static const char *protocol(const psutil_connection_t *c) {
    if (c->family == PSUTIL_AF_UNIX)
        return c->type == PSUTIL_SOCK_STREAM ? "stream" : c->type == PSUTIL_SOCK_DGRAM ? "dgram" : "seqpkt";
    if (c->type == PSUTIL_SOCK_STREAM) return c->family == PSUTIL_AF_INET6 ? "tcp6" : "tcp";
    return c->family == PSUTIL_AF_INET6 ? "udp6" : "udp";
}

/* "*" stands for an end that is not bound, or not there. */
static void list_address(const char *address, int32_t port) {
    const size_t room = strlen(address ? address : "") + 32;
    char *b = allocate(room, 1);
    if (!address || (!*address && port < 0)) snprintf(b, room, "*");
    else if (port < 0) snprintf(b, room, "%s", address);
    else snprintf(b, room, strchr(address, ':') ? "[%s]:%d" : "%s:%d", address, (int)port);
    uncut(28, b), free(b);
}

static void list(const psutil_connection_t *c) {
    psutil_process *p;
    char *name = NULL, b[32];
    if (c->pid >= 0 && ok(psutil_process_new(c->pid, &p))) ok(psutil_process_name(p, &name)), psutil_process_free(p);
    printf("%-6s ", protocol(c)), list_address(c->local_address, c->local_port);
    list_address(c->remote_address, c->remote_port);
    printf("%-11s %7s ", psutil_conn_status_name(c->status), whole(b, c->pid)), show(name), putchar('\n');
    psutil_free(name);
}

int main(int argc, char **argv) {
    psutil_connection_list_t *sockets;
    const char *kind = NULL;
    int listening = 0;
    begin("netstat", help, argc, argv);
    for (int i = 1; i < argc; i++)
        if (!strcmp(argv[i], "-l")) listening = 1;
        else if (argv[i][0] == '-' || kind) return misuse();
        else kind = argv[i];
    if (psutil_net_connections(kind ? kind : "inet", PSUTIL_CONNECTIONS_PIDS, &sockets) != PSUTIL_OK) return complain();
    printf("%-6s %-28s %-28s %-11s %7s %s\n", "PROTO", "LOCAL", "REMOTE", "STATE", "PID", "NAME");
    for (size_t i = 0; i < sockets->len; i++)
        if (!listening || sockets->items[i].status == PSUTIL_CONN_LISTEN) list(&sockets->items[i]);
    psutil_free(sockets);
    return end();
}
