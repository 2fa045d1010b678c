/* The public functions that read a table: they need no Go. Its export to Arrow is in arrow.c. */
#include "table.h"
#include <stdlib.h>

psutil__table *psutil__table_new(size_t room)
{
    if (room > SIZE_MAX - sizeof(psutil__table)) return NULL;
    psutil__table *table = calloc(1, sizeof *table + room);
    if (table) table->holders = 1;
    return table;
}

void psutil__table_release(psutil__table *table)
{
    if (atomic_fetch_sub_explicit(&table->holders, 1, memory_order_acq_rel) == 1) free(table);
}

PSUTIL__PUBLIC int32_t psutil_table_free(psutil_table *t)
{
    psutil__call call = {.function = "psutil_table_free"};
    return t ? psutil__free_handle(&call, t, PSUTIL__TABLE) : PSUTIL_OK;
}

/* A look into a table, which cannot be freed meanwhile. */
typedef struct table_look {
    psutil__call call;
    psutil__slot *slot;
    const psutil__table *table;
} table_look;

static int open_table(table_look *look, const psutil_table *t, const char *function)
{
    *look = (table_look) {.call = {.function = function}};
    if (!t) {
        psutil__error_null_argument(&look->call, "t");
        return 0;
    }
    look->slot = psutil__handle_acquire(&look->call, t, PSUTIL__TABLE, "t");
    if (!look->slot) return 0;
    look->table = look->slot->object;
    return 1;
}

static int32_t close_table(table_look *look)
{
    psutil__handle_release(look->slot);
    return look->call.code;
}

static int null_output(table_look *look, const void *out, const char *name)
{
    if (!out) psutil__error_null_argument(&look->call, name);
    return !out;
}

static const psutil_column_t *column_of(table_look *look, int32_t column)
{
    if (column >= 0 && column < PSUTIL__COLUMNS && look->table->has[column]) return &look->table->column[column];
    psutil__set_error(&look->call, PSUTIL_ERR_INVALID_ARGUMENT, "column %d is not in the table", column);
    return NULL;
}

static int has_row(table_look *look, int64_t row)
{
    if (row >= 0 && row < look->table->rows) return 1;
    psutil__set_error(&look->call, PSUTIL_ERR_INVALID_ARGUMENT, "the table has no row %lld", (long long)row);
    return 0;
}

/* The column of a cell that has to be of this type and have a value, or be one that is not reported. */
static const psutil_column_t *cell_of(table_look *look, int64_t row, int32_t column, int32_t type)
{
    static const char *const types[] = {"INT64", "DOUBLE", "STRING", "STRING_LIST"};
    const psutil_column_t *c = column_of(look, column);
    if (!c || !has_row(look, row)) return NULL;
    if (c->type != type) {
        psutil__set_error(&look->call, PSUTIL_ERR_INVALID_ARGUMENT, "%s is a column of type %s", psutil_column_name(column), types[c->type]);
        return NULL;
    }
    if (c->outcomes[row]) {
        psutil__set_error(&look->call, c->outcomes[row], "%s of PID %lld: %s", psutil_column_name(column),
            (long long)look->table->pids[row], psutil_strerror(c->outcomes[row]));
        look->call.error->info.pid = look->table->pids[row];
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
    table_look look;
    if (!open_table(&look, t, "psutil_table_rows")) return look.call.code;
    if (!null_output(&look, out, "out")) *out = look.table->rows;
    return close_table(&look);
}

PSUTIL__PUBLIC int32_t psutil_table_column(const psutil_table *t, int32_t column, psutil_column_t *out)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_column")) return look.call.code;
    const psutil_column_t *c = null_output(&look, out, "out") ? NULL : column_of(&look, column);
    if (c) *out = *c;
    return close_table(&look);
}

PSUTIL__PUBLIC int32_t psutil_table_cell_error(const psutil_table *t, int64_t row, int32_t column)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_cell_error")) return look.call.code;
    const psutil_column_t *c = column_of(&look, column);
    if (c && has_row(&look, row)) look.call.code = c->outcomes[row];
    return close_table(&look);
}

PSUTIL__PUBLIC int32_t psutil_table_int64(const psutil_table *t, int64_t row, int32_t column, int64_t *out)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_int64")) return look.call.code;
    const psutil_column_t *c = null_output(&look, out, "out") ? NULL : cell_of(&look, row, column, PSUTIL_COLUMN_TYPE_INT64);
    if (c) *out = c->int64s[row];
    return close_table(&look);
}

PSUTIL__PUBLIC int32_t psutil_table_double(const psutil_table *t, int64_t row, int32_t column, double *out)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_double")) return look.call.code;
    const psutil_column_t *c = null_output(&look, out, "out") ? NULL : cell_of(&look, row, column, PSUTIL_COLUMN_TYPE_DOUBLE);
    if (c) *out = c->doubles[row];
    return close_table(&look);
}

/* The text between two offsets. */
static void give_text(const psutil_column_t *c, int64_t at, const char **out, int64_t *length)
{
    *out = (const char *)c->bytes + c->offsets[at];
    *length = c->offsets[at + 1] - c->offsets[at];
}

PSUTIL__PUBLIC int32_t psutil_table_string(const psutil_table *t, int64_t row, int32_t column, const char **out, int64_t *length)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_string")) return look.call.code;
    if (!null_output(&look, out, "out") && !null_output(&look, length, "length")) {
        const psutil_column_t *c = cell_of(&look, row, column, PSUTIL_COLUMN_TYPE_STRING);
        if (c) {
            give_text(c, row, out, length);
            if (is_null(c, row)) *out = NULL;
        }
    }
    return close_table(&look);
}

PSUTIL__PUBLIC int32_t psutil_table_items(const psutil_table *t, int64_t row, int32_t column, int64_t *out)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_items")) return look.call.code;
    const psutil_column_t *c = null_output(&look, out, "out") ? NULL : cell_of(&look, row, column, PSUTIL_COLUMN_TYPE_STRING_LIST);
    if (c) *out = c->list_offsets[row + 1] - c->list_offsets[row];
    return close_table(&look);
}

PSUTIL__PUBLIC int32_t psutil_table_item(const psutil_table *t, int64_t row, int32_t column, int64_t item, const char **out, int64_t *length)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_item")) return look.call.code;
    if (!null_output(&look, out, "out") && !null_output(&look, length, "length")) {
        const psutil_column_t *c = cell_of(&look, row, column, PSUTIL_COLUMN_TYPE_STRING_LIST);
        if (c && (item < 0 || item >= c->list_offsets[row + 1] - c->list_offsets[row]))
            psutil__set_error(&look.call, PSUTIL_ERR_INVALID_ARGUMENT, "row %lld has no item %lld", (long long)row, (long long)item);
        else if (c)
            give_text(c, c->list_offsets[row] + item, out, length);
    }
    return close_table(&look);
}

PSUTIL__PUBLIC int32_t psutil_table_process(const psutil_table *t, int64_t row, psutil_process **out)
{
    table_look look;
    if (!open_table(&look, t, "psutil_table_process")) return look.call.code;
    if (!null_output(&look, out, "out") && has_row(&look, row)) {
        const psutil__table *table = look.table;
        void *made;
        if (psutil__handle_new(PSUTIL__PROCESS, table->pids[row], table->starts[row], 0, table->procfs, NULL, 0, &made)) *out = made;
        else psutil__set_error(&look.call, PSUTIL_ERR_NO_MEMORY, "no memory for a handle");
    }
    return close_table(&look);
}
