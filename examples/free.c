/* free: memory and swap. */
#include "cli.h"

static const char *const help = "usage: free [-b | -k | -m | -g]\n"
                                "Shows how much memory and swap the system has, and its use.\n"
                                "-b, -k, -m, -g: in bytes, KiB, MiB or GiB\n"
                                "AVAILABLE is the memory that programs can get: more than FREE, because caches\n"
                                "are given up. \"-\" is an unknown value.\n";

static int64_t unit;

static void print_amounts(const char *name, int width, const int64_t *amounts, int n)
{
    char b[32];
    printf("%-6s", name);
    for (int i = 0; i < n; i++) printf(" %*s", width, format_amount(b, amounts[i], unit));
    putchar('\n');
}

int main(int argc, char **argv)
{
    psutil_virtual_memory_t mem;
    psutil_swap_memory_t swap = {.total = -1, .used = -1, .free = -1}; /* not every system reports it */
    start_program("free", help, argc, argv);
    for (int option; (option = next_option(argc, argv, "bkmg")) >= 0;)
        unit = option == 'b' ? 1 : option == 'k' ? 1024 : option == 'm' ? 1 << 20 : 1 << 30;
    expect_no_operands(argc, argv);
    if (psutil_virtual_memory(&mem) != PSUTIL_OK) return report_last_error();
    int32_t code = psutil_swap_memory(&swap);
    if (code != PSUTIL_OK && code != PSUTIL_ERR_NOT_SUPPORTED) return report_last_error();
    int64_t wide[] = {mem.total, mem.used, mem.free, mem.shared, mem.buffers, mem.cached, mem.available};
    int64_t caches = mem.buffers < 0 || mem.cached < 0 ? -1 : mem.buffers + mem.cached;
    int64_t narrow[] = {mem.total, mem.used, mem.free, mem.shared, caches, mem.available};
    int64_t swaps[] = {swap.total, swap.used, swap.free};
    if (line_width >= 6 + 7 * 16) {
        printf("%-6s %15s %15s %15s %15s %15s %15s %15s\n", "", "TOTAL", "USED", "FREE", "SHARED", "BUFFERS", "CACHED",
            "AVAILABLE");
        print_amounts("Memory", 15, wide, 7);
        print_amounts("Swap", 15, swaps, 3);
    } else {
        int width = line_width < 6 + 6 * 12 && unit != 1 ? 8 : 11;
        printf("%-6s %*s %*s %*s %*s %*s %*s\n", "", width, "TOTAL", width, "USED", width, "FREE", width, "SHARED",
            width, width < 10 ? "CACHED" : "BUFF/CACHE", width, width < 9 ? "AVAIL" : "AVAILABLE");
        print_amounts("Memory", width, narrow, 6);
        print_amounts("Swap", width, swaps, 3);
    }
    return finish();
}
