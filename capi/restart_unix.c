//go:build unix

/*
 * A fresh runtime for a forked child.
 *
 * Go does not survive fork: only the forking thread exists in the child, and whatever needs another thread hangs. The
 * child therefore sets Go's variables back to the values that they had before the first start, and starts the runtime
 * again. The linker wrapper gives names to the bounds of Go's data. The variables of C, which include the handles,
 * stay.
 */
#define _GNU_SOURCE
#include "runtime_unix.h"
#include <stdlib.h>
#include <string.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

#define GO_SECTION(name) extern char psutil__go_##name##_start[] PSUTIL__OF_GO, psutil__go_##name##_end[] PSUTIL__OF_GO
GO_SECTION(go_module);
GO_SECTION(noptrdata);
GO_SECTION(data);
GO_SECTION(bss);
GO_SECTION(noptrbss);

static const struct range {
    char *start, *end;
} data[] =
    {
        {psutil__go_go_module_start, psutil__go_go_module_end},
        {psutil__go_noptrdata_start, psutil__go_noptrdata_end},
        {psutil__go_data_start, psutil__go_data_end},
    },
  bss[] = {
      {psutil__go_bss_start, psutil__go_bss_end},
      {psutil__go_noptrbss_start, psutil__go_noptrbss_end},
  };

enum { DATA = sizeof data / sizeof *data, BSS = sizeof bss / sizeof *bss };

/* Variables of runtime/cgo, which is C. */
extern int psutil__cgo_runtime_init_done PSUTIL__OF_GO;
extern pthread_mutex_t psutil__cgo_runtime_init_mu PSUTIL__OF_GO;
extern pthread_cond_t psutil__cgo_runtime_init_cond PSUTIL__OF_GO;

static char *initial_data; /* the content of data before the first start */

int psutil__save_go_data(void)
{
    size_t size = 0;
    if (initial_data) return 1; /* by a start that failed later */
    for (int i = 0; i < DATA; i++) size += (size_t)(data[i].end - data[i].start);
    char *to = initial_data = malloc(size);
    if (!to) return 0;
    for (int i = 0; i < DATA; i++) {
        memcpy(to, data[i].start, (size_t)(data[i].end - data[i].start));
        to += data[i].end - data[i].start;
    }
    return 1;
}

/* Go's instrumented variables have red zones, which Go registers again when it starts. */
static void remove_red_zones(const struct range *section)
{
#ifdef __SANITIZE_ADDRESS__
    ASAN_UNPOISON_MEMORY_REGION(section->start, (size_t)(section->end - section->start));
#else
    (void)section;
#endif
}

void psutil__reset_go_data(void)
{
    const char *from = initial_data;
    for (int i = 0; i < DATA; i++) remove_red_zones(&data[i]);
    for (int i = 0; i < BSS; i++) remove_red_zones(&bss[i]);
    for (int i = 0; i < DATA; i++) {
        memcpy(data[i].start, from, (size_t)(data[i].end - data[i].start));
        from += data[i].end - data[i].start;
    }
    for (int i = 0; i < BSS; i++) memset(bss[i].start, 0, (size_t)(bss[i].end - bss[i].start));
    psutil__cgo_runtime_init_done = 0;
    pthread_mutex_init(&psutil__cgo_runtime_init_mu, NULL);
    pthread_cond_init(&psutil__cgo_runtime_init_cond, NULL);
}
