/*
 * Calls while another thread makes Go collect garbage, with addresses of Go's heap on the stack and in freed memory, as
 * earlier calls leave them behind. Where Go stores a pointer, its collector marks what was there before.
 */
#include "host.h"
#include "../../capi/test_hooks.h"
#include <pthread.h>
#include <stdatomic.h>

enum { ROUNDS = 150, WORDS = 2048 };

static uintptr_t heap_start, heap_end;

static void find_heap(void)
{
    char line[512];
    FILE *maps = fopen("/proc/self/maps", "r");
    SYSTEM(maps);
    while (fgets(line, sizeof line, maps)) {
        unsigned long start, end;
        if (!heap_end && sscanf(line, "%lx-%lx rw-s", &start, &end) == 2) heap_start = start, heap_end = end;
    }
    fclose(maps);
}

static uintptr_t next_address(void)
{
    static uintptr_t at;
    at += 0x2468; /* in every page, and at many places in it */
    return heap_start + at % (heap_end - heap_start) / 8 * 8;
}

static void fill(volatile uintptr_t *words, size_t n)
{
    for (size_t i = 0; i < n; i++) words[i] = next_address();
}

static __attribute__((noinline)) void leave_addresses(void)
{
    uintptr_t words[WORDS];
    void *blocks[64];
    fill(words, WORDS);
    for (int i = 0; i < 64; i++) {
        size_t size = (size_t)16 << i % 8;
        SYSTEM((blocks[i] = malloc(size)));
        fill(blocks[i], size / sizeof *words);
    }
    for (int i = 0; i < 64; i++) free(blocks[i]);
}

static atomic_int ended;

static void *collect(void *arg)
{
    while (!ended) psutil_test_hook(PSUTIL_TEST_HOOK_GARBAGE, 128 << 10);
    return arg;
}

#define GET(type, call)                                                                                                \
    do {                                                                                                               \
        type *out = NULL;                                                                                              \
        leave_addresses();                                                                                             \
        OK(call);                                                                                                      \
        psutil_free(out);                                                                                              \
    } while (0)

int main(void)
{
    pthread_t collector;
    psutil_process *me, *parent;
    OK(psutil_process_new(getpid(), &me));
    find_heap();
    CHECK(heap_end > heap_start, "no heap");
    SYSTEM(!pthread_create(&collector, NULL, collect, NULL));
    for (int i = 0; i < ROUNDS; i++) {
        GET(psutil_pid_list_t, psutil_pids(&out));
        GET(psutil_disk_partition_list_t, psutil_disk_partitions(1, &out));
        GET(psutil_connection_list_t, psutil_process_net_connections(me, "all", 0, &out));
        GET(char, psutil_process_name(me, &out));
        GET(psutil_string_list_t, psutil_process_cmdline(me, &out));
        GET(psutil_string_list_t, psutil_process_environ(me, &out));
        GET(psutil_open_file_list_t, psutil_process_open_files(me, &out));
        GET(psutil_net_if_addr_list_t, psutil_net_if_addrs(&out));
        GET(psutil_process_info_t, psutil_process_info(me, NULL, 0, &out));
        leave_addresses();
        OK(psutil_process_parent(me, &parent));
        if (parent) OK(psutil_process_free(parent));
    }
    ended = 1;
    pthread_join(collector, NULL);
    OK(psutil_process_free(me));
    puts("ended");
    return 0;
}
