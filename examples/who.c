/* who: who is logged in. */
#include "common.h"

static const char *const help =
    "usage: who\nShows who is logged in, since when, on which terminal, from where, and the PID of the login.\n"
    "Where nobody records logins, as in containers, nobody is.\n";

int main(int argc, char **argv) {
    psutil_user_list_t *users;
    begin("who", help, argc, argv);
    if (argc > 1) return misuse();
    if (psutil_users(&users) != PSUTIL_OK) return complain();
    puts("USER         TERMINAL     SINCE                PID FROM");
    for (const psutil_user_t *u = users->items; u < users->items + users->len; u++) {
        char b[2][32];
        column(12, u->name), column(12, u->terminal);
        printf("%-16s %7s ", date(b[0], "%Y-%m-%d %H:%M", u->started), whole(b[1], u->pid));
        show(u->host), putchar('\n');
    }
    psutil_free(users);
    return end();
}
