/* Go's background scavenger, which a collection wakes. It is all that starts timers in this library, and timers start
 * the poller, which keeps descriptors or a HANDLE open. So it must not be woken. */
#include "internal.h"

/* The linker wrapper makes it global. A plain "go build" for an ELF system lacks it. */
extern struct { /* the first fields; capi/runtimelayout checks them */
    uintptr_t lock;
    void *g, *timer;
    uint32_t sysmon_wake;
    uint8_t parked;
} psutil__go_scavenger
#if !defined _WIN32 && !defined __APPLE__
    __attribute__((weak))
#endif
    ;

static int has_parked; /* the scavenger, in this runtime */

void psutil__reset_scavenger(void)
{
    has_parked = 0;
}

/* The scavenger is woken only if it is marked as parked. */
int psutil__gc_allowed(void)
{
#if !defined _WIN32 && !defined __APPLE__
    if (!&psutil__go_scavenger) return 1;
#endif
    /* Not an exchange, which for one byte is a function of libatomic on riscv64. A parked scavenger changes nothing. */
    if (__atomic_load_n(&psutil__go_scavenger.parked, __ATOMIC_SEQ_CST)) {
        __atomic_store_n(&psutil__go_scavenger.parked, 0, __ATOMIC_SEQ_CST);
        has_parked = 1;
    }
    return has_parked;
}
