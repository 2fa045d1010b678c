/* A oneshot keeps what was read, also of what C answers without Go, until the last of a handle's oneshots has ended. */
#include "test.h"

static psutil_process *p;

static void set(DWORD class)
{
    NEED(SetPriorityClass(GetCurrentProcess(), class));
}

static void check(const char *when, int32_t expected)
{
    int32_t nice = 0;
    OK(psutil_process_nice(p, &nice));
    CHECK(nice == expected, "%s: %d", when, nice);
}

int main(void)
{
    OK(psutil_process_new(GetCurrentProcessId(), &p));
    set(NORMAL_PRIORITY_CLASS);
    check("before", PSUTIL_NORMAL_PRIORITY_CLASS);
    OK(psutil_process_oneshot_begin(p));
    check("in a oneshot", PSUTIL_NORMAL_PRIORITY_CLASS);
    set(IDLE_PRIORITY_CLASS);
    check("after the change", PSUTIL_NORMAL_PRIORITY_CLASS);
    OK(psutil_process_oneshot_begin(p));
    OK(psutil_process_oneshot_end(p));
    check("after the inner oneshot", PSUTIL_NORMAL_PRIORITY_CLASS);
    OK(psutil_process_oneshot_end(p));
    check("after the oneshot", PSUTIL_IDLE_PRIORITY_CLASS);
    OK(psutil_process_oneshot_end(p)); /* an extra one does nothing */
    OK(psutil_process_oneshot_begin(p));
    check("in another oneshot", PSUTIL_IDLE_PRIORITY_CLASS);
    set(NORMAL_PRIORITY_CLASS);
    check("in another oneshot, after the change", PSUTIL_IDLE_PRIORITY_CLASS);
    OK(psutil_process_free(p)); /* in the oneshot */
    OK(psutil_process_new(GetCurrentProcessId(), &p));
    check("by another handle", PSUTIL_NORMAL_PRIORITY_CLASS);
    OK(psutil_process_free(p));
    return finish();
}
