/* free: the machine's memory and swap. */
#include "common.h"

static const char *const help =
    "usage: free [-b]\nShows how much memory and swap there is, and what for; with -b in bytes.\n"
    "AVAILABLE is what programs can have at once: more than FREE, since caches give way. \"-\" is what is not known.\n";

static int in_bytes;

static void amount(int64_t bytes) {
    char b[32];
    printf(" %15s", in_bytes ? whole(b, bytes) : size(b, bytes));
}

int main(int argc, char **argv) {
    psutil_virtual_memory_t mem;
    psutil_swap_memory_t swap;
    begin("free", help, argc, argv);
    for (int i = 1; i < argc; i++)
        if (!strcmp(argv[i], "-b")) in_bytes = 1;
        else return misuse();
    if (psutil_virtual_memory(&mem) != PSUTIL_OK || psutil_swap_memory(&swap) != PSUTIL_OK) return complain();
    printf("%-6s %15s %15s %15s %15s %15s %15s %15s", "", "TOTAL", "USED", "FREE", "SHARED", "BUFFERS", "CACHED", "AVAILABLE");
    printf("\nMemory"), amount(mem.total), amount(mem.used), amount(mem.free), amount(mem.shared), amount(mem.buffers);
    amount(mem.cached), amount(mem.available);
    printf("\nSwap  "), amount(swap.total), amount(swap.used), amount(swap.free), putchar('\n');
    return end();
}
