/* The peer of procps: ps's columns by libproc2. */
#include "peer.h"
#include <libproc2/pids.h>
#include <stdlib.h>

enum { PID, PPID, NAME, STATE, USER, SYSTEM, BEGAN, THREADS, RSS, VMS, RUID, EUID, SUID, USERNAME, CMDLINE, ITEMS };

static enum pids_item items[ITEMS] = {
    PIDS_ID_PID,
    PIDS_ID_PPID,
    PIDS_CMD,
    PIDS_STATE,
    PIDS_TICS_USER,
    PIDS_TICS_SYSTEM,
    PIDS_TIME_START,
    PIDS_NLWP,
    PIDS_MEM_RES,
    PIDS_MEM_VIRT,
    PIDS_ID_RUID,
    PIDS_ID_EUID,
    PIDS_ID_SUID,
    PIDS_ID_RUSER,
    PIDS_CMDLINE_V,
};
static struct pids_info *info;
static struct pids_fetch *found;

static long read_all(void)
{
    found = procps_pids_reap(info, PIDS_FETCH_TASKS_ONLY);
    if (!found) exit(1);
    return found->counts->total;
}

static void print(void)
{
    for (int i = 0; i < found->counts->total; i++) {
        struct pids_stack *stack = found->stacks[i];
#define VALUE(item, type) PIDS_VAL(item, type, stack, info)
        printf("%s{\"pid\": %d, \"ppid\": %d, \"state\": \"%c\", \"threads\": %d", i ? ", " : "", VALUE(PID, s_int),
            VALUE(PPID, s_int), VALUE(STATE, s_ch), VALUE(THREADS, s_int));
        printf(", \"user\": %.2f, \"system\": %.2f, \"since_boot\": %.2f", (double)VALUE(USER, ull_int) / 100,
            (double)VALUE(SYSTEM, ull_int) / 100, VALUE(BEGAN, real));
        printf(", \"rss\": %lu, \"vms\": %lu, \"uids\": [%u, %u, %u]", VALUE(RSS, ul_int) * 1024,
            VALUE(VMS, ul_int) * 1024, VALUE(RUID, u_int), VALUE(EUID, u_int), VALUE(SUID, u_int));
        print_text(", \"name\": ", VALUE(NAME, str), strlen(VALUE(NAME, str)));
        print_text(", \"username\": ", VALUE(USERNAME, str), strlen(VALUE(USERNAME, str)));
        printf(", \"cmdline\": [");
        char **arguments = VALUE(CMDLINE, strv);
        for (int k = 0; arguments && arguments[k]; k++) print_text(k ? ", " : "", arguments[k], strlen(arguments[k]));
        printf("]}");
    }
}

int main(void)
{
    if (procps_pids_new(&info, items, ITEMS) < 0) return 1;
    serve(read_all, print);
    procps_pids_unref(&info);
    return 0;
}
