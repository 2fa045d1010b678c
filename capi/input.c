/*
 * Copies of what the host passes in. They are made before the thread enters Go: where the host's memory cannot be read,
 * the fault is an ordinary one of C code, for the host's handler, and Go reads copies only. Outputs are the reverse: Go
 * writes to variables of the entry point, which copies them after the thread has left Go.
 */
#include "internal.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_STRING = 1 << 20 }; /* more than any path or name has */

static int copy(psutil__call *call, psutil__input *input, const void *from, size_t size, const char *argument)
{
    input->data = size <= sizeof input->small ? input->small : malloc(size);
    if (!input->data) {
        psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "no memory for a copy of %s, %zu bytes", argument, size);
        return 0;
    }
    memcpy(input->data, from, size);
    return 1;
}

int psutil__input_string(psutil__call *call, psutil__input *input, const char *from, const char *argument)
{
    size_t length = strnlen(from, MAX_STRING);
    if (length == MAX_STRING) {
        psutil__set_error(call, PSUTIL_ERR_INVALID_ARGUMENT, "%s: %.40s...: expected at most %d bytes", argument, from,
            MAX_STRING - 1);
        return 0;
    }
    if (!copy(call, input, from, length + 1, argument)) return 0;
    ((char *)input->data)[length] = '\0'; /* another thread may have written over it */
    return 1;
}

int psutil__input_array(psutil__call *call, psutil__input *input, const void *from, size_t n, size_t item_size,
    size_t max, const char *argument, const char *count_name)
{
    if (n > max) {
        psutil__set_error(
            call, PSUTIL_ERR_INVALID_ARGUMENT, "%s %zu: at most %zu items in %s", count_name, n, max, argument);
        return 0;
    }
    if (!from) return 1; /* not the same as an empty array */
    if (n > SIZE_MAX / item_size) {
        psutil__set_error(call, PSUTIL_ERR_NO_MEMORY, "no memory for a copy of %s, %zu items", argument, n);
        return 0;
    }
    return copy(call, input, from, n * item_size, argument);
}

void psutil__input_free(psutil__input *input)
{
    if (input->data != input->small) free(input->data);
}
