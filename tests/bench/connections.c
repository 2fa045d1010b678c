/* The library's peer for connections: all of them with their processes by BPF. */
#include "peer.h"
#include <psutil.h>
#include <stdlib.h>

static psutil_connection_list_t *list;

static long read_all(void)
{
    psutil_free(list);
    if (psutil_net_connections("all", PSUTIL_CONNECTIONS_PIDS | PSUTIL_CONNECTIONS_BPF, &list) != PSUTIL_OK) {
        fprintf(stderr, "%s\n", psutil_last_error()->message);
        exit(1);
    }
    return (long)list->len;
}

static void print(void)
{
    for (size_t i = 0; i < list->len; i++)
        printf("%s[%lld, %d]", i ? ", " : "", (long long)list->items[i].pid, (int)list->items[i].fd);
}

int main(void)
{
    serve(read_all, print);
    return 0;
}
