/* who: the users who are logged in. */
#include "cli.h"

static const char *const help = "usage: who\n"
                                "Shows the logged-in users: since when, on which terminal, from which host, and\n"
                                "the PID of the login.\n"
                                "A system that records no logins, such as a container, has none.\n";

int main(int argc, char **argv)
{
    psutil_user_list_t *users;
    start_program("who", help, argc, argv);
    while (next_option(argc, argv, "") >= 0) continue;
    expect_no_operands(argc, argv);
    if (psutil_users(&users) != PSUTIL_OK) return report_last_error();
    puts("USER         TERMINAL     SINCE                PID FROM");
    for (const psutil_user_t *u = users->items; u < users->items + users->len; u++) {
        char b[2][32];
        print_column(12, u->name);
        print_column(12, u->terminal);
        printf("%-16s %7s ", format_date(b[0], "%Y-%m-%d %H:%M", u->started), format_integer(b[1], u->pid));
        print_last(51, u->host);
    }
    psutil_free(users);
    return finish();
}
