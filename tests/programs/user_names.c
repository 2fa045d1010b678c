/* A host whose user database answers with each error number: getpwuid_r is the program's own. */
#include "host.h"
#include <errno.h>
#include <pwd.h>

static int error;

int getpwuid_r(uid_t uid, struct passwd *entry, char *buffer, size_t size, struct passwd **found)
{
    (void)uid, (void)entry, (void)buffer, (void)size;
    *found = NULL;
    return error;
}

static void check(psutil_process *p)
{
    char *name = NULL, number[32];
    int32_t code = psutil_process_username(p, &name);
    switch (error) {
    case ENOMEM: CHECK(code == PSUTIL_ERR_NO_MEMORY); return;
    case EMFILE:
    case ENFILE: CHECK(code == PSUTIL_ERR_OS && psutil_last_error()->os_error == error); return;
    }
    OK(code);
    snprintf(number, sizeof number, "%u", (unsigned)getuid());
    CHECK(!strcmp(name, number), "error %d: %s", error, name);
    psutil_free(name);
}

static void check_table(void)
{
    const int32_t column = PSUTIL_COLUMN_USERNAME;
    const int64_t pid = getpid();
    psutil_table *table;
    const char *name;
    int64_t length;
    OK(psutil_process_table(&column, 1, &pid, 1, &table));
    OK(psutil_table_string(table, 0, column, &name, &length));
    CHECK(name && (unsigned)atoi(name) == (unsigned)getuid());
    OK(psutil_table_free(table));
}

int main(void)
{
    psutil_process *p;
    OK(psutil_process_new(getpid(), &p));
    for (error = 0; error < 200; error++) {
        check(p);
        if (error != ENOMEM && error != EMFILE && error != ENFILE) check_table();
    }
    return 0;
}
