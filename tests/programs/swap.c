/* Swap memory, for tests/test_swap.py.
 *
 *   swap numbers   the record, for comparison with psutil
 *   swap leak      memory and descriptors after many calls
 *   swap misuse    wrong arguments
 */
#include "host.h"

static void numbers(void)
{
    psutil_swap_memory_t swap;
    OK(psutil_swap_memory(&swap));
    MEASURE("swap", "%lld %lld %lld %.17g %lld %lld", (long long)swap.total, (long long)swap.used, (long long)swap.free,
        swap.percent, (long long)swap.sin, (long long)swap.sout);
    CHECK(swap.reserved[1] == PSUTIL_NA);
}

static void once(void)
{
    psutil_swap_memory_t swap;
    OK(psutil_swap_memory(&swap));
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    if (!strcmp(argv[1], "numbers")) numbers();
    else if (!strcmp(argv[1], "leak")) assert_no_leak(once, 1000);
    else if (!strcmp(argv[1], "misuse")) REFUSED(psutil_swap_memory(NULL), "out is NULL");
    else CHECK(0, "unknown command %s", argv[1]);
    return 0;
}
