/* The public functions that read a process table, without Go. arrow.c has the Arrow exports. */
#include "table.h"
#include <stdlib.h>

psutil__table *psutil__table_new(size_t size)
{
    if (size > SIZE_MAX - sizeof(psutil__table)) return NULL;
    psutil__table *table = calloc(1, sizeof *table + size);
    if (table) table->refcount = 1;
    return table;
}

void *psutil__table_texts(psutil__table *table, size_t size)
{
    return table->texts = calloc(1, size);
}

void psutil__table_release(psutil__table *table)
{
    if (!table || atomic_fetch_sub_explicit(&table->refcount, 1, memory_order_acq_rel) != 1) return;
    free(table->texts);
    free(table);
}

PSUTIL__PUBLIC int32_t psutil_table_free(psutil_table *t)
{
    psutil__call call = {.function = "psutil_table_free"};
    return t ? psutil__handle_free(&call, t, PSUTIL__TABLE) : PSUTIL_OK;
}

/* An access to a table, which keeps it from being freed. Outputs are written when it has ended: should the host's
   memory fault, and the host jump away, the table is not kept. */
typedef struct table_access {
    psutil__call call;
    psutil__slot *slot;
    const psutil__table *table;
} table_access;

static int begin_access(table_access *access, const psutil_table *t, const char *function)
{
    *access = (table_access){.call = {.function = function}};
    if (!t) {
        psutil__error_null_argument(&access->call, "t");
        return 0;
    }
    access->slot = psutil__handle_acquire(&access->call, t, PSUTIL__TABLE, "t");
    if (!access->slot) return 0;
    access->table = access->slot->object;
    return 1;
}

static int32_t end_access(table_access *access)
{
    psutil__handle_release(access->slot);
    return access->call.code;
}

static int reject_null(table_access *access, const void *out, const char *name)
{
    if (!out) psutil__error_null_argument(&access->call, name);
    return !out;
}

static const psutil_column_t *column_of(table_access *access, int32_t column)
{
    if (column >= 0 && column < PSUTIL__COLUMNS && access->table->has[column]) return &access->table->column[column];
    psutil__set_error(&access->call, PSUTIL_ERR_INVALID_ARGUMENT, "column %d (%s): not in this table", column,
        psutil_column_name(column));
    return NULL;
}

static int has_row(table_access *access, int64_t row)
{
    if (row >= 0 && row < access->table->rows) return 1;
    psutil__set_error(&access->call, PSUTIL_ERR_INVALID_ARGUMENT, "row %lld: the table has %lld rows", (long long)row,
        (long long)access->table->rows);
    return 0;
}

/* Returns the column if it has this type and the cell has no error; its value may be null. */
static const psutil_column_t *cell_of(table_access *access, int64_t row, int32_t column, int32_t type)
{
    static const char *const types[] = {"INT64", "DOUBLE", "STRING", "STRING_LIST"};
    const psutil_column_t *c = column_of(access, column);
    if (!c || !has_row(access, row)) return NULL;
    if (c->type != type) {
        psutil__set_error(&access->call, PSUTIL_ERR_INVALID_ARGUMENT, "column %s: its type is %s, not %s",
            psutil_column_name(column), types[c->type], types[type]);
        return NULL;
    }
    if (c->outcomes[row]) {
        psutil__set_error(&access->call, c->outcomes[row], "%s of PID %lld: %s", psutil_column_name(column),
            (long long)access->table->pids[row], psutil_strerror(c->outcomes[row]));
        access->call.error->info.pid = access->table->pids[row];
        return NULL;
    }
    return c;
}

static int is_null(const psutil_column_t *c, int64_t row)
{
    return !(c->validity[row / 8] >> row % 8 & 1);
}

PSUTIL__PUBLIC int32_t psutil_table_rows(const psutil_table *t, int64_t *out)
{
    table_access access;
    int64_t rows = 0;
    if (!begin_access(&access, t, "psutil_table_rows")) return access.call.code;
    if (!reject_null(&access, out, "out")) rows = access.table->rows;
    if (end_access(&access)) return access.call.code;
    *out = rows;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_table_column(const psutil_table *t, int32_t column, psutil_column_t *out)
{
    table_access access;
    psutil_column_t value;
    if (!begin_access(&access, t, "psutil_table_column")) return access.call.code;
    const psutil_column_t *c = reject_null(&access, out, "out") ? NULL : column_of(&access, column);
    if (c) value = *c;
    if (end_access(&access)) return access.call.code;
    *out = value;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_table_cell_error(const psutil_table *t, int64_t row, int32_t column)
{
    table_access access;
    if (!begin_access(&access, t, "psutil_table_cell_error")) return access.call.code;
    const psutil_column_t *c = column_of(&access, column);
    if (c && has_row(&access, row)) access.call.code = c->outcomes[row];
    return end_access(&access);
}

PSUTIL__PUBLIC int32_t psutil_table_int64(const psutil_table *t, int64_t row, int32_t column, int64_t *out)
{
    table_access access;
    int64_t value = PSUTIL_NA;
    if (!begin_access(&access, t, "psutil_table_int64")) return access.call.code;
    const psutil_column_t *c = reject_null(&access, out, "out")
        ? NULL
        : cell_of(&access, row, column, PSUTIL_COLUMN_TYPE_INT64);
    if (c) value = c->int64s[row];
    if (end_access(&access)) return access.call.code;
    *out = value;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_table_double(const psutil_table *t, int64_t row, int32_t column, double *out)
{
    table_access access;
    double value = 0;
    if (!begin_access(&access, t, "psutil_table_double")) return access.call.code;
    const psutil_column_t *c = reject_null(&access, out, "out")
        ? NULL
        : cell_of(&access, row, column, PSUTIL_COLUMN_TYPE_DOUBLE);
    if (c) value = c->doubles[row];
    if (end_access(&access)) return access.call.code;
    *out = value;
    return PSUTIL_OK;
}

/* A string of a column, which need not end with a NUL. */
typedef struct text {
    const char *bytes;
    int64_t length;
} text;

/* Returns the text between offsets `at` and `at + 1`. */
static text text_at(const psutil_column_t *c, int64_t at)
{
    return (text){(const char *)c->bytes + c->offsets[at], c->offsets[at + 1] - c->offsets[at]};
}

PSUTIL__PUBLIC int32_t psutil_table_string(
    const psutil_table *t, int64_t row, int32_t column, const char **out, int64_t *length)
{
    table_access access;
    text value = {NULL, 0};
    if (!begin_access(&access, t, "psutil_table_string")) return access.call.code;
    if (!reject_null(&access, out, "out") && !reject_null(&access, length, "length")) {
        const psutil_column_t *c = cell_of(&access, row, column, PSUTIL_COLUMN_TYPE_STRING);
        if (c && !is_null(c, row)) value = text_at(c, row);
    }
    if (end_access(&access)) return access.call.code;
    *out = value.bytes;
    *length = value.length;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_table_items(const psutil_table *t, int64_t row, int32_t column, int64_t *out)
{
    table_access access;
    int64_t items = 0;
    if (!begin_access(&access, t, "psutil_table_items")) return access.call.code;
    const psutil_column_t *c = reject_null(&access, out, "out")
        ? NULL
        : cell_of(&access, row, column, PSUTIL_COLUMN_TYPE_STRING_LIST);
    if (c) items = c->list_offsets[row + 1] - c->list_offsets[row];
    if (end_access(&access)) return access.call.code;
    *out = items;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_table_item(
    const psutil_table *t, int64_t row, int32_t column, int64_t item, const char **out, int64_t *length)
{
    table_access access;
    text value = {NULL, 0};
    if (!begin_access(&access, t, "psutil_table_item")) return access.call.code;
    if (!reject_null(&access, out, "out") && !reject_null(&access, length, "length")) {
        const psutil_column_t *c = cell_of(&access, row, column, PSUTIL_COLUMN_TYPE_STRING_LIST);
        if (c && (item < 0 || item >= c->list_offsets[row + 1] - c->list_offsets[row]))
            psutil__set_error(&access.call, PSUTIL_ERR_INVALID_ARGUMENT, "item %lld: row %lld has %lld items",
                (long long)item, (long long)row, (long long)(c->list_offsets[row + 1] - c->list_offsets[row]));
        else if (c) value = text_at(c, c->list_offsets[row] + item);
    }
    if (end_access(&access)) return access.call.code;
    *out = value.bytes;
    *length = value.length;
    return PSUTIL_OK;
}

PSUTIL__PUBLIC int32_t psutil_table_process(const psutil_table *t, int64_t row, psutil_process **out)
{
    table_access access;
    void *made = NULL;
    if (!begin_access(&access, t, "psutil_table_process")) return access.call.code;
    if (!reject_null(&access, out, "out") && has_row(&access, row)) {
        const psutil__table *table = access.table;
        if (!psutil__handle_new(
                PSUTIL__PROCESS, table->pids[row], table->starts[row], 0, table->procfs, NULL, 0, &made))
            psutil__set_error(&access.call, PSUTIL_ERR_NO_MEMORY, "no memory for a handle");
    }
    if (end_access(&access)) return access.call.code;
    *out = made;
    return PSUTIL_OK;
}
