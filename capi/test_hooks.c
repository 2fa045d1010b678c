//go:build psutil_hooks

#include "test_hooks.h"
#include "go_exports_gen.h"

extern int32_t psutil__go_test_hook(psutil__error *error, int32_t kind, int64_t amount);

PSUTIL__PUBLIC int32_t psutil_test_hook(int32_t kind, int64_t amount)
{
    psutil__call call = {.function = "psutil_test_hook"};
    if (!psutil__call_begin(&call)) return call.code;
    call.code = psutil__go_test_hook(call.error, kind, amount);
    return psutil__call_end(&call);
}

PSUTIL__PUBLIC uint32_t psutil_test_handle_count(void)
{
    return atomic_load(&psutil__lib.handles.used);
}
