//go:build psutil_hooks

/* What tests need to provoke from outside: see hooks.go. Not in a library that anybody else gets. */
#include "core_gen.h"

extern int32_t gopsutil_hook(door_error *error, int32_t what, int64_t amount);

DOOR_PUBLIC int32_t psutil_private_hook(int32_t what, int64_t amount);
DOOR_PUBLIC int32_t psutil_private_hook(int32_t what, int64_t amount)
{
    door_call call = {.function = "psutil_private_hook"};
    if (!door_enter(&call)) return call.code;
    call.code = gopsutil_hook(call.error, what, amount);
    return door_leave(&call);
}

/* How many handles there are. */
DOOR_PUBLIC uint32_t psutil_private_handles(void);
DOOR_PUBLIC uint32_t psutil_private_handles(void)
{
    return atomic_load(&door_the_state->handles.taken);
}
