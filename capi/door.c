/* The path of every call, on every operating system: see door.h. */
#include "core_gen.h"
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>


static door_state own_state;
door_state *door_the_state = &own_state;

__attribute__((constructor)) static void loaded(void)
{
    door_load(&own_state);
}

/* What a forked child calls in the fresh copy of the library that it has loaded: the copy serves the state of the
   library that the child's calls come in through, and its Go is where they go from now on. */
DOOR_PUBLIC int32_t psutil_private_core(door_state *state, const char **why);
DOOR_PUBLIC int32_t psutil_private_core(door_state *state, const char **why)
{
    door_the_state = state;
    return door_start(state, why);
}

/* ---- errors */

door_error *door_thread_error(void)
{
    door_error *error = door_thread_room();
    psutil_error_info_t *info = &error->info;
    if (!info->message) {
        info->message = "no call of this thread has failed";
        info->pid = info->ppid = PSUTIL_NA;
        info->timeout = NAN;
        memset(info->reserved, 0xff, sizeof info->reserved);
        error->thread = atomic_fetch_add(&door_the_state->threads, 1) + 1;
    }
    return error;
}

/* Puts the function's name before the reason. */
static int32_t failed(door_call *call)
{
    door_error *error = call->error;
    error->info.code = call->code;
    snprintf(error->message, sizeof error->message, "%s: %s", call->function, error->why);
    error->info.message = error->message;
    error->info.name = error->name[0] ? error->name : NULL;
#ifdef DOOR_TEST_PLANTED_BUG /* to see that UBSan would find it */
    error->name[sizeof error->name - 1 + (call->code != 0)] = '\0';
#endif
    return call->code;
}

int32_t door_fail(door_call *call, int32_t code, const char *format, ...)
{
    door_error *error = call->error = door_thread_error();
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->why, sizeof error->why, format, arguments);
    va_end(arguments);
    error->info.os_error = 0;
    error->info.pid = error->info.ppid = PSUTIL_NA;
    error->info.timeout = NAN;
    error->name[0] = '\0';
    call->code = code;
    return failed(call);
}

int32_t door_null(door_call *call, const char *argument)
{
    return door_fail(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s is NULL", argument);
}

/* ---- a call */

int door_enter(door_call *call)
{
    call->error = door_thread_error();
    if (!door_ready(door_the_state) && !door_make_ready(call)) return 0;
    door_begin(call, door_the_state->epoch);
    return 1;
}

int door_again(door_call *call, door_wait *wait)
{
    if (call->code == DOOR_WAIT) return door_sleep(call, wait);
    if (call->code != DOOR_CALLBACK) return 0;
    door_end(call);
    wait->callback(wait->process, &wait->status, wait->user);
    if (!door_ready(door_the_state)) return door_left_behind(call, wait);
    door_begin(call, door_the_state->epoch);
    return 1;
}

int32_t door_leave(door_call *call)
{
    door_end(call);
    return call->code == PSUTIL_OK ? PSUTIL_OK : failed(call);
}
