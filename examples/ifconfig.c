/* ifconfig: network interfaces, their addresses, and what went through them. */
#include "common.h"

static const char *const help =
    "usage: ifconfig [INTERFACE...]\nShows the network interfaces, or these: state, addresses, and traffic since boot.\n";

/* Whether an address is this interface's: its name may be a label, "eth0:1". */
static int belongs(const char *address, const char *nic) {
    size_t length = strlen(nic);
    return !strncmp(address, nic, length) && (!address[length] || address[length] == ':');
}

static void about(const char *what, const char *value) {
    if (value) printf("%s", what), show(value);
}

static void list_address(const psutil_net_if_addr_t *a) {
    printf("    %-6s", a->family == PSUTIL_AF_INET ? "inet" : a->family == PSUTIL_AF_INET6 ? "inet6" : "link");
    show(a->address);
    if (a->prefix_length >= 0) printf("/%d", (int)a->prefix_length);
    about(" netmask ", a->netmask), about(" broadcast ", a->broadcast), about(" to ", a->ptp);
    if (strchr(a->name, ':')) about(" label ", a->name);
    putchar('\n');
}

static void count(const char *direction, int64_t bytes, int64_t packets, int64_t errors, int64_t drops) {
    char b[5][32];
    printf("    %-8s %s bytes (%s), %s packets, %s errors, %s dropped\n", direction, whole(b[0], bytes), size(b[1], bytes),
           whole(b[2], packets), whole(b[3], errors), whole(b[4], drops));
}

int main(int argc, char **argv) {
    psutil_net_if_stats_list_t *nics;
    psutil_net_if_addr_list_t *addresses;
    psutil_net_io_list_t *traffic;
    begin("ifconfig", help, argc, argv);
    if (argc > 1 && argv[1][0] == '-') return misuse();
    if (psutil_net_if_stats(&nics) != PSUTIL_OK || psutil_net_if_addrs(&addresses) != PSUTIL_OK ||
        psutil_net_io_counters_per_nic(0, &traffic) != PSUTIL_OK) return complain();
    char *found = allocate((size_t)argc, 1);
    for (const psutil_net_if_stats_t *n = nics->items; n < nics->items + nics->len; n++) {
        char b[2][32];
        int wanted = argc == 1;
        for (int i = 1; i < argc; i++)
            if (!strcmp(argv[i], n->name)) found[i] = 1, wanted = 1;
        if (!wanted) continue;
        show(n->name);
        printf(": %s, speed %s Mbit/s, %s duplex, mtu %s", n->isup ? "running" : "not running", whole(b[0], n->speed),
               n->duplex == PSUTIL_NIC_DUPLEX_FULL ? "full" : n->duplex == PSUTIL_NIC_DUPLEX_HALF ? "half" : "unknown",
               whole(b[1], n->mtu));
        about(" <", n->flags), puts(n->flags ? ">" : "");
        for (const psutil_net_if_addr_t *a = addresses->items; a < addresses->items + addresses->len; a++)
            if (belongs(a->name, n->name)) list_address(a);
        for (const psutil_net_io_t *t = traffic->items; t < traffic->items + traffic->len; t++) {
            const psutil_net_io_counters_t *c = &t->counters;
            if (strcmp(t->name, n->name)) continue;
            count("received", c->bytes_recv, c->packets_recv, c->errin, c->dropin);
            count("sent", c->bytes_sent, c->packets_sent, c->errout, c->dropout);
        }
    }
    for (int i = 1; i < argc; i++)
        if (!found[i]) fail(argv[i], ": there is no such network interface");
    psutil_free(nics), psutil_free(addresses), psutil_free(traffic), free(found);
    return end();
}
