/* ifconfig: network interfaces with their addresses and traffic. */
#include "cli.h"

static const char *const help = "usage: ifconfig [-a] [INTERFACE...]\n"
                                "Shows all network interfaces, or those named: state, addresses, and traffic\n"
                                "since boot.\n"
                                "-a: all, the default\n";

/* Returns whether an address belongs to an interface. The name of an address may be a label, "eth0:1". */
static int belongs_to(const char *address, const char *nic)
{
    size_t length = strlen(nic);
    return !strncmp(address, nic, length) && (!address[length] || address[length] == ':');
}

static void print_field(const char *name, const char *value)
{
    if (!value) return;
    fputs(name, stdout);
    print_text(value);
}

static void print_address(const psutil_net_if_addr_t *a)
{
    printf("    %-6s", a->family == PSUTIL_AF_INET ? "inet" : a->family == PSUTIL_AF_INET6 ? "inet6" : "link");
    print_text(a->address);
    if (a->prefix_length >= 0) printf("/%d", (int)a->prefix_length);
    print_field(" netmask ", a->netmask);
    print_field(" broadcast ", a->broadcast);
    print_field(" to ", a->ptp);
    if (strchr(a->name, ':')) print_field(" label ", a->name);
    putchar('\n');
}

static void print_traffic(const char *direction, int64_t bytes, int64_t packets, int64_t errors, int64_t drops)
{
    char b[5][32];
    printf("    %-8s %s bytes (%s), %s packets, %s errors, %s dropped\n", direction, format_integer(b[0], bytes),
        format_size(b[1], bytes), format_integer(b[2], packets), format_integer(b[3], errors),
        format_integer(b[4], drops));
}

static void print_state(const psutil_net_if_stats_t *n)
{
    char b[2][32];
    const char *duplex = n->duplex == PSUTIL_NIC_DUPLEX_FULL ? "full"
        : n->duplex == PSUTIL_NIC_DUPLEX_HALF                ? "half"
                                                             : "unknown";
    print_text(n->name);
    printf(": %s, speed %s Mbit/s, %s duplex, mtu %s\n", n->isup ? "running" : "not running",
        format_integer(b[0], n->speed), duplex, format_integer(b[1], n->mtu));
    if (!n->flags) return;
    print_field("    flags ", n->flags);
    putchar('\n');
}

int main(int argc, char **argv)
{
    psutil_net_if_stats_list_t *nics;
    psutil_net_if_addr_list_t *addresses;
    psutil_net_io_list_t *traffic;
    start_program("ifconfig", help, argc, argv);
    while (next_option(argc, argv, "a") >= 0) continue;
    if (psutil_net_if_stats(&nics) != PSUTIL_OK || psutil_net_if_addrs(&addresses) != PSUTIL_OK
        || psutil_net_io_counters_per_nic(PSUTIL_NOWRAP_OFF, &traffic) != PSUTIL_OK)
        return report_last_error();
    char *found = allocate((size_t)argc, 1);
    for (const psutil_net_if_stats_t *n = nics->items; n < nics->items + nics->len; n++) {
        int wanted = next_argument == argc;
        for (int i = next_argument; i < argc; i++) {
            if (!strcmp(argv[i], n->name)) found[i] = 1, wanted = 1;
        }
        if (!wanted) continue;
        print_state(n);
        for (const psutil_net_if_addr_t *a = addresses->items; a < addresses->items + addresses->len; a++) {
            if (belongs_to(a->name, n->name)) print_address(a);
        }
        for (const psutil_net_io_t *t = traffic->items; t < traffic->items + traffic->len; t++) {
            const psutil_net_io_counters_t *c = &t->counters;
            if (strcmp(t->name, n->name)) continue;
            print_traffic("received", c->bytes_recv, c->packets_recv, c->errin, c->dropin);
            print_traffic("sent", c->bytes_sent, c->packets_sent, c->errout, c->dropout);
        }
    }
    for (int i = next_argument; i < argc; i++) {
        if (!found[i]) report(argv[i], "no such network interface");
    }
    psutil_free(nics);
    psutil_free(addresses);
    psutil_free(traffic);
    free(found);
    return finish();
}
