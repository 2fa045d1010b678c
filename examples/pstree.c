/* pstree: who has started whom. */
#include "common.h"

static const char *const help =
    "usage: pstree [-a] [PID...]\nShows all processes, or these, each with its children below it; with -a what they were\n"
    "started with in place of the name.\n";

typedef struct node {
    int64_t pid, ppid;
    double start;
    char *name;
    psutil_string_list_t *args;
    int shown;
} node;

static node *nodes;
static size_t count;
static char *last; /* for each level: whether no sibling follows */

/* By parent, so that children stand together, and by PID. */
static int by_parent(const void *one, const void *other) {
    const node *a = one, *b = other;
    return a->ppid != b->ppid ? (a->ppid > b->ppid) - (a->ppid < b->ppid) : (a->pid > b->pid) - (a->pid < b->pid);
}

static node *find(int64_t pid) {
    for (node *n = nodes; n < nodes + count; n++)
        if (n->pid == pid) return n;
    return NULL;
}

/* Whether a process is its "parent's" child: one that is older is the child of another that had the PID before. */
static int is_child(const node *child, const node *parent) {
    return child->ppid == parent->pid && child->pid != parent->pid && child->start >= parent->start;
}

static node *first_child(const node *parent) { /* what stands first of those with this parent */
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (nodes[middle].ppid < parent->pid) low = middle + 1;
        else high = middle;
    }
    return nodes + low;
}

static node *next_child(node *from, const node *parent) {
    for (; from < nodes + count && from->ppid == parent->pid; from++)
        if (is_child(from, parent)) return from;
    return NULL;
}

static void list(node *n, size_t level) {
    if (n->shown) return; /* what was asked for is shown once, and nobody his own ancestor */
    n->shown = 1;
    for (size_t i = 1; i < level; i++) fputs(last[i] ? "   " : "|  ", stdout);
    if (level) fputs(last[level] ? "`- " : "|- ", stdout);
    if (n->args && n->args->len)
        for (size_t i = 0; i < n->args->len; i++) show(i ? " " : ""), show(n->args->items[i]);
    else show(n->name);
    printf(" (%lld)\n", (long long)n->pid);
    for (node *child = next_child(first_child(n), n), *next; child; child = next) {
        next = next_child(child + 1, n);
        last[level + 1] = !next;
        list(child, level + 1);
    }
}

static int collect(int with_arguments) {
    psutil_process_iter *it;
    psutil_process *p = NULL;
    if (psutil_process_iter_new(&it) != PSUTIL_OK) return 0;
    for (size_t room = 0; ok(psutil_process_iter_next(it, &p)) && p; psutil_process_free(p)) {
        node n = {0};
        if (count == room) {
            node *more = allocate(room = 2 * room + 256, sizeof *nodes);
            if (count) memcpy(more, nodes, count * sizeof *nodes);
            free(nodes), nodes = more;
        }
        if (!ok(psutil_process_pid(p, &n.pid)) || !ok(psutil_process_ppid(p, &n.ppid)) ||
            !ok(psutil_process_create_time(p, &n.start)) || !ok(psutil_process_name(p, &n.name))) continue;
        if (with_arguments) ok(psutil_process_cmdline(p, &n.args));
        nodes[count++] = n;
    }
    psutil_process_iter_free(it);
    qsort(nodes, count, sizeof *nodes, by_parent);
    last = allocate(count + 2, 1);
    return 1;
}

int main(int argc, char **argv) {
    int64_t pid;
    int first = 1;
    begin("pstree", help, argc, argv);
    if (first < argc && !strcmp(argv[first], "-a")) first++;
    for (int i = first; i < argc; i++)
        if (!integer(argv[i], &pid)) return misuse();
    if (!collect(first > 1)) return complain();
    for (int i = first; i < argc; i++) {
        node *n = integer(argv[i], &pid) ? find(pid) : NULL;
        if (n) list(n, 0);
        else fail(argv[i], ": there is no such process");
    }
    for (node *n = nodes; n < nodes + count && first == argc; n++) {
        const node *parent = find(n->ppid);
        if (!parent || !is_child(n, parent)) list(n, 0);
    }
    for (node *n = nodes; n < nodes + count; n++) psutil_free(n->name), psutil_free(n->args);
    free(nodes), free(last);
    return end();
}
