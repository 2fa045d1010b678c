/* malloc's heap, for tests/test_heap.py.
 *
 *   heap count    blocks that are allocated here are counted, and nothing else
 *   heap misuse   wrong arguments
 */
#include "host.h"

static psutil_heap_info_t heap_info(void)
{
    psutil_heap_info_t info;
    OK(psutil_heap_info(&info));
    CHECK(info.heap_count == PSUTIL_NA);
    for (int i = 0; i < 4; i++) CHECK(info.reserved[i] == PSUTIL_NA);
    return info;
}

static void count(void)
{
    enum { BLOCKS = 10000, SIZE = 100, LARGE = 64 << 20 };
    static char *block[BLOCKS];
    int32_t trimmed;
    psutil_heap_info_t before = heap_info();
    for (int i = 0; i < BLOCKS; i++) CHECK(block[i] = malloc(SIZE));
    psutil_heap_info_t after = heap_info();
    CHECK(after.heap_used - before.heap_used >= BLOCKS * SIZE, "%lld", (long long)(after.heap_used - before.heap_used));
    CHECK(after.heap_used - before.heap_used < BLOCKS * (SIZE + 64));
    for (int i = 0; i < BLOCKS; i++) free(block[i]);
    after = heap_info();
    CHECK(after.heap_used - before.heap_used < 4096);
    OK(psutil_heap_trim(&trimmed));
    CHECK(trimmed == 0 || trimmed == 1);
    before = heap_info();
    char *volatile large = malloc(LARGE);
    CHECK(large);
    after = heap_info();
    CHECK(after.mmap_used - before.mmap_used >= LARGE && after.mmap_used - before.mmap_used < LARGE + (1 << 20));
    free(large);
    after = heap_info();
    CHECK(after.mmap_used == before.mmap_used);
}

/* Only glibc has mallinfo2 and malloc_trim. */
static void not_supported(void)
{
    psutil_heap_info_t info;
    int32_t trimmed;
    CHECK(psutil_heap_info(&info) == PSUTIL_ERR_NOT_SUPPORTED);
    CHECK(psutil_heap_trim(&trimmed) == PSUTIL_ERR_NOT_SUPPORTED);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    if (!strcmp(argv[1], "misuse")) {
        CHECK(psutil_heap_info(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
        CHECK(psutil_heap_trim(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    } else {
        CHECK(!strcmp(argv[1], "count"), "unknown command %s", argv[1]);
#ifdef __GLIBC__
        count();
        (void)not_supported;
#else
        not_supported();
        (void)count;
#endif
    }
    return 0;
}
