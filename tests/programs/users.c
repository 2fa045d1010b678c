/* Users who are logged in, for tests/test_users.py.
 *
 *   users list     one line for each user: name, terminal, host, start, PID, separated by tabs; absent ones are empty
 *   users leak     memory and descriptors after many calls
 *   users misuse   wrong arguments
 */
#include "host.h"

static void list(void)
{
    psutil_user_list_t *users;
    char name[48];
    OK(psutil_users(&users));
    for (size_t i = 0; i < users->len; i++) {
        const psutil_user_t *u = &users->items[i];
        snprintf(name, sizeof name, "user %zu", i);
        MEASURE(name, "%s\t%s\t%s\t%.17g\t%lld", u->name, u->terminal ? u->terminal : "", u->host ? u->host : "",
            u->started, (long long)u->pid);
        CHECK(u->reserved[0] == PSUTIL_NA && u->reserved[1] == PSUTIL_NA);
    }
    psutil_free(users);
}

static void once(void)
{
    psutil_user_list_t *users;
    OK(psutil_users(&users));
    psutil_free(users);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    if (!strcmp(argv[1], "list")) list();
    else if (!strcmp(argv[1], "leak")) assert_no_leak(once, 500);
    else if (!strcmp(argv[1], "misuse")) CHECK(psutil_users(NULL) == PSUTIL_ERR_INVALID_ARGUMENT);
    else CHECK(0, "unknown command %s", argv[1]);
    return 0;
}
