/* pstree: the processes as a tree. */
#include "cli.h"

static const char *const help = "usage: pstree [-a] [PID...]\n"
                                "Shows all processes, or these, each with its children below it.\n"
                                "-a: with the command line instead of the name\n";

typedef struct node {
    int64_t pid, ppid;
    double start;
    char *name;
    psutil_string_list_t *args;
    int shown;
} node;

static node *nodes;
static size_t count;
static char *is_last; /* by depth: whether the node on the path is its parent's last child */

/* Sorts by parent, so that siblings are adjacent, then by PID. */
static int compare(const void *one, const void *other)
{
    const node *a = one, *b = other;
    if (a->ppid != b->ppid) return (a->ppid > b->ppid) - (a->ppid < b->ppid);
    return (a->pid > b->pid) - (a->pid < b->pid);
}

static node *find_node(int64_t pid)
{
    for (node *n = nodes; n < nodes + count; n++) {
        if (n->pid == pid) return n;
    }
    return NULL;
}

/* Returns whether a process is a child of the parent, not of an earlier process with the parent's PID. */
static int is_child(const node *child, const node *parent)
{
    return child->ppid == parent->pid && child->pid != parent->pid && child->start >= parent->start;
}

/* Returns the first node with this parent's PID, if there is one. */
static node *first_sibling(const node *parent)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (nodes[middle].ppid < parent->pid) low = middle + 1;
        else high = middle;
    }
    return nodes + low;
}

static node *next_child(node *from, const node *parent)
{
    for (; from < nodes + count && from->ppid == parent->pid; from++) {
        if (is_child(from, parent)) return from;
    }
    return NULL;
}

static void print_tree(node *n, size_t depth)
{
    if (n->shown) return; /* each process once, even if PIDs were reused into a cycle */
    n->shown = 1;
    for (size_t i = 1; i < depth; i++) fputs(is_last[i] ? "   " : "|  ", stdout);
    if (depth) fputs(is_last[depth] ? "`- " : "|- ", stdout);
    for (size_t i = 0; n->args && i < n->args->len; i++) {
        if (i) putchar(' ');
        print_text(n->args->items[i]);
    }
    if (!n->args || !n->args->len) print_text(n->name);
    printf(" (%lld)\n", (long long)n->pid);
    for (node *child = next_child(first_sibling(n), n), *next; child; child = next) {
        next = next_child(child + 1, n);
        is_last[depth + 1] = !next;
        print_tree(child, depth + 1);
    }
}

static int read_nodes(int with_arguments)
{
    psutil_process_iter *it;
    psutil_process *p = NULL;
    if (psutil_process_iter_new(&it) != PSUTIL_OK) return 0;
    for (size_t capacity = 0; succeeded(psutil_process_iter_next(it, &p)) && p; psutil_process_free(p)) {
        node n = {0};
        if (count == capacity) {
            node *larger = allocate(capacity = 2 * capacity + 256, sizeof *nodes);
            if (count) memcpy(larger, nodes, count * sizeof *nodes);
            free(nodes);
            nodes = larger;
        }
        if (!succeeded(psutil_process_pid(p, &n.pid)) || !succeeded(psutil_process_ppid(p, &n.ppid))
            || !succeeded(psutil_process_create_time(p, &n.start)) || !succeeded(psutil_process_name(p, &n.name)))
            continue;
        if (with_arguments) succeeded(psutil_process_cmdline(p, &n.args));
        nodes[count++] = n;
    }
    psutil_process_iter_free(it);
    qsort(nodes, count, sizeof *nodes, compare);
    is_last = allocate(count + 2, 1);
    return 1;
}

int main(int argc, char **argv)
{
    int with_arguments = 0;
    start_program("pstree", help, argc, argv);
    while (next_option(argc, argv, "a") >= 0) with_arguments = 1;
    for (int i = next_argument; i < argc; i++) pid_argument(argv[i]);
    if (!read_nodes(with_arguments)) return report_last_error();
    for (int i = next_argument; i < argc; i++) {
        node *n = find_node(pid_argument(argv[i]));
        if (n) print_tree(n, 0);
        else report(argv[i], "no such process");
    }
    for (node *n = nodes; n < nodes + count && next_argument == argc; n++) {
        const node *parent = find_node(n->ppid);
        if (!parent || !is_child(n, parent)) print_tree(n, 0);
    }
    for (node *n = nodes; n < nodes + count; n++) {
        psutil_free(n->name);
        psutil_free(n->args);
    }
    free(nodes);
    free(is_last);
    return finish();
}
