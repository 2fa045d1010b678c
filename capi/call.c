/* The path of every call, on every operating system; internal.h explains it. */
#include "internal.h"
#include "go_exports_gen.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

psutil__library_state psutil__lib;

__attribute__((constructor)) static void on_constructor(void)
{
    psutil__on_load();
}

/* ---- errors */

psutil__error *psutil__thread_error(void)
{
    psutil__error *error = psutil__thread_error_storage();
    psutil_error_info_t *info = &error->info;
    if (!info->message) {
        info->message = "no call of this thread has failed";
        info->pid = info->ppid = PSUTIL_NA;
        info->timeout = NAN;
        memset(info->reserved, 0xff, sizeof info->reserved);
        error->thread_id = atomic_fetch_add(&psutil__lib.thread_count, 1) + 1;
    }
    return error;
}

PSUTIL__PUBLIC const psutil_error_info_t *psutil_last_error(void)
{
    return &psutil__thread_error()->info;
}

/* Completes the error of a failed call: its message begins with the function's name. */
static int32_t complete_error(psutil__call *call)
{
    psutil__error *error = call->error;
    error->info.code = call->code;
    snprintf(error->message, sizeof error->message, "%s: %s", call->function, error->reason);
    error->info.message = error->message;
    error->info.name = error->name[0] ? error->name : NULL;
#ifdef PSUTIL_TEST_INJECT_OVERFLOW /* proves that UBSan is on */
    error->name[sizeof error->name - 1 + (call->code != 0)] = '\0';
#endif
    return call->code;
}

int32_t psutil__set_error(psutil__call *call, int32_t code, const char *format, ...)
{
    psutil__error *error = call->error = psutil__thread_error();
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->reason, sizeof error->reason, format, arguments);
    va_end(arguments);
    error->info.os_error = 0;
    error->info.pid = error->info.ppid = PSUTIL_NA;
    error->info.timeout = NAN;
    error->name[0] = '\0';
    call->code = code;
    return complete_error(call);
}

int32_t psutil__error_null_argument(psutil__call *call, const char *argument)
{
    return psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s is NULL", argument);
}

/* ---- a call */

int psutil__call_begin(psutil__call *call)
{
    call->error = psutil__thread_error();
    if (!psutil__runtime_is_alive() && !psutil__runtime_ensure(call)) return 0;
    psutil__thread_enter_go(call);
    if (!psutil__go_memory_is_low() || psutil__go_collect()) return 1;
    psutil__thread_leave_go(call);
    psutil__set_error(
        call, PSUTIL_ERR_NO_MEMORY, "no memory for the library's runtime; a limit of the process is too low");
    return 0;
}

int psutil__wait_step(psutil__call *call, psutil__wait *wait)
{
    if (call->code == PSUTIL__WAIT) return psutil__wait_block(call, wait);
    if (call->code != PSUTIL__CALLBACK) return 0;
    psutil__thread_leave_go(call);
    wait->callback(wait->process, &wait->status, wait->user);
    if (!psutil__runtime_is_alive()) return psutil__wait_abort_in_child(call, wait);
    psutil__thread_enter_go(call);
    return 1;
}

int32_t psutil__call_end(psutil__call *call)
{
    psutil__thread_leave_go(call);
    return call->code == PSUTIL_OK ? PSUTIL_OK : complete_error(call);
}
