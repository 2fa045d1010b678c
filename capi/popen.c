/* The arguments of psutil_popen, which popen_unix.c and popen_windows.c check in the same way. */
#include "internal.h"

int32_t psutil__popen_check(
    psutil__call *call, const psutil_popen_options_t *options, psutil_process **out, const psutil_popen_pipes_t *pipes)
{
    if (!options) return psutil__error_null_argument(call, "options");
    if (!out) return psutil__error_null_argument(call, "out");
    if (!pipes) return psutil__error_null_argument(call, "pipes");
    const psutil_popen_stream_t *wanted[] = {&options->input, &options->output, &options->error};
    static const char *const names[] = {"input", "output", "error"};
    if (!options->argv || !options->argv[0])
        return psutil__set_error(
            call, PSUTIL_ERR_INVALID_ARGUMENT, "argv: no items: expected at least the program's name");
    for (int i = 0; i < 3; i++) {
        int last = i == 2 ? PSUTIL_STREAM_STDOUT : PSUTIL_STREAM_FD;
        if (wanted[i]->kind < 0 || wanted[i]->kind > last)
            return psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT,
                "%s.kind: %d: expected a PSUTIL_STREAM_* of this stream", names[i], wanted[i]->kind);
        if (wanted[i]->kind == PSUTIL_STREAM_FD && wanted[i]->fd < 0)
            return psutil__set_error(
                call, PSUTIL_ERR_INVALID_ARGUMENT, "%s.fd: %d: expected a descriptor", names[i], wanted[i]->fd);
    }
    return PSUTIL_OK;
}
