/* netstat: sockets and the processes that own them. */
#include "cli.h"

static const char *const help = "usage: netstat [-tuxlanp] [KIND]\n"
                                "Shows sockets, by default those of IPv4 and IPv6, with their owners.\n"
                                "-t, -u, -x: TCP, UDP, UNIX\n"
                                "-l: only sockets that listen\n"
                                "-a, -n, -p: all states, numbers, owners: the default\n"
                                "kinds: inet inet4 inet6 tcp tcp4 tcp6 udp udp4 udp6 unix all\n"
                                "An ordinary user does not see the owners of other users' sockets: \"-\".\n";

static int address_width = 28;

static const char *protocol(const psutil_connection_t *c)
{
    if (c->family == PSUTIL_AF_UNIX)
        return c->type == PSUTIL_SOCK_STREAM ? "stream" : c->type == PSUTIL_SOCK_DGRAM ? "dgram" : "seqpkt";
    if (c->type == PSUTIL_SOCK_STREAM) return c->family == PSUTIL_AF_INET6 ? "tcp6" : "tcp";
    return c->family == PSUTIL_AF_INET6 ? "udp6" : "udp";
}

/* Prints one end of a connection; "*" for an absent one. */
static void print_address(const char *address, int32_t port)
{
    const size_t size = strlen(address ? address : "") + 32;
    char *b = allocate(size, 1);
    if (!address || (!*address && port < 0)) snprintf(b, size, "*");
    else if (port < 0) snprintf(b, size, "%s", address);
    else snprintf(b, size, strchr(address, ':') ? "[%s]:%d" : "%s:%d", address, (int)port);
    print_wide_column(address_width, b);
    free(b);
}

static void print_socket(const psutil_connection_t *c)
{
    psutil_process *p;
    char *name = NULL, b[32];
    if (c->pid >= 0 && succeeded(psutil_process_new(c->pid, &p))) {
        succeeded(psutil_process_name(p, &name));
        psutil_process_free(p);
    }
    printf("%-6s ", protocol(c));
    print_address(c->local_address, c->local_port);
    print_address(c->remote_address, c->remote_port);
    printf("%-11s %7s ", psutil_conn_status_name(c->status), format_integer(b, c->pid));
    print_last(7 + 2 * (address_width + 1) + 20, name);
    psutil_free(name);
}

int main(int argc, char **argv)
{
    /* by the bits of -t, -u and -x */
    static const char *const kinds[] = {"inet", "tcp", "udp", "inet", "unix", "all", "all", "all"};
    psutil_connection_list_t *sockets;
    int listening = 0, protocols = 0;
    start_program("netstat", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "tuxlanp")) >= 0;) {
        if (option == 'l') listening = 1;
        else protocols |= option == 't' ? 1 : option == 'u' ? 2 : option == 'x' ? 4 : 0;
    }
    const char *kind = next_argument < argc ? argv[next_argument++] : kinds[protocols];
    expect_no_operands(argc, argv);
    if (psutil_net_connections(kind, PSUTIL_CONNECTIONS_PIDS, &sockets) != PSUTIL_OK) return report_last_error();
    if (line_width < 95) address_width = 21;
    printf("%-6s %-*s %-*s %-11s %7s %s\n", "PROTO", address_width, "LOCAL", address_width, "REMOTE", "STATE", "PID",
        "NAME");
    for (const psutil_connection_t *c = sockets->items; c < sockets->items + sockets->len; c++) {
        /* a UDP socket without a remote address receives from all */
        int listens = c->status == PSUTIL_CONN_LISTEN
            || (c->type == PSUTIL_SOCK_DGRAM && c->family != PSUTIL_AF_UNIX && !c->has_remote);
        if (!listening || listens) print_socket(c);
    }
    psutil_free(sockets);
    return finish();
}
