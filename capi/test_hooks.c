//go:build psutil_hooks

/* What tests need to provoke from outside: see test_hooks.go. Not in a library that anybody else gets. */
#include "go_exports_gen.h"

extern int32_t psutil__go_hook(psutil__error *error, int32_t what, int64_t amount);

PSUTIL__PUBLIC int32_t psutil_private_hook(int32_t what, int64_t amount);
PSUTIL__PUBLIC int32_t psutil_private_hook(int32_t what, int64_t amount)
{
    psutil__call call = {.function = "psutil_private_hook"};
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__go_hook(call.error, what, amount);
    return psutil__call_end(&call);
}

/* How many handles there are. */
PSUTIL__PUBLIC uint32_t psutil_private_handles(void);
PSUTIL__PUBLIC uint32_t psutil_private_handles(void)
{
    return atomic_load(&psutil__lib->handles.taken);
}
