/*
 * Exports a process table through the Arrow C data interface. The arrays point into the table and each has a reference
 * to it. They are released without Go, so a consumer may do so on any thread, at any time and in any order.
 */
#include "arrow.h"
#include "table.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { NULLABLE = 2, MAX_BUFFERS = 3 };

/* ---- UTF-8 */

/* Returns the length of the character at s, or for invalid bytes minus the length that decoders replace as one. */
static int utf8_sequence_length(const uint8_t *s, const uint8_t *end)
{
    int length;
    uint8_t low = 0x80, high = 0xbf;
    if (*s < 0x80) return 1;
    if (*s >= 0xc2 && *s <= 0xdf) length = 2;
    else if (*s >= 0xe0 && *s <= 0xef) length = 3;
    else if (*s >= 0xf0 && *s <= 0xf4) length = 4;
    else return -1;
    if (*s == 0xe0) low = 0xa0;  /* overlong */
    if (*s == 0xed) high = 0x9f; /* surrogates */
    if (*s == 0xf0) low = 0x90;
    if (*s == 0xf4) high = 0x8f; /* beyond U+10FFFF */
    for (int i = 1; i < length; i++, low = 0x80, high = 0xbf)
        if (s + i == end || s[i] < low || s[i] > high) return -i;
    return length;
}

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */
enum { REPLACEMENT = sizeof replacement - 1 };

/* Writes the text with invalid bytes replaced to `to`, unless that is NULL, and returns its length. */
static int64_t utf8_replace_invalid(const uint8_t *s, const uint8_t *end, uint8_t *to)
{
    int64_t length = 0;
    while (s < end) {
        int n = utf8_sequence_length(s, end);
        const uint8_t *from = n > 0 ? s : (const uint8_t *)replacement;
        int more = n > 0 ? n : REPLACEMENT;
        if (to) memcpy(to + length, from, (size_t)more);
        length += more;
        s += n > 0 ? n : -n;
    }
    return length;
}

/* Reports whether all the strings are valid UTF-8. */
static int is_utf8(const uint8_t *bytes, const int64_t *offsets, int64_t n)
{
    const uint8_t *s = bytes + offsets[0], *end = bytes + offsets[n];
    while (s < end) {
        uint64_t word;
        if (end - s >= 8 && (memcpy(&word, s, 8), !(word & 0x8080808080808080u))) {
            s += 8;
            continue;
        }
        int length = utf8_sequence_length(s, end);
        if (length < 0) return 0;
        s += length;
    }
    for (int64_t i = 0; i < n; i++) /* no string begins within a character */
        if (offsets[i] < offsets[n] && (bytes[offsets[i]] & 0xc0) == 0x80) return 0;
    return 1;
}

/* ---- arrays */

static psutil__table *table_ref(psutil__table *table)
{
    atomic_fetch_add_explicit(&table->refcount, 1, memory_order_relaxed);
    return table;
}

/* The private data of an array. The buffers are in the table, or in owned_text. */
typedef struct array_data {
    psutil__table *table;
    const void *buffers[MAX_BUFFERS];
    struct ArrowArray *children;  /* the children themselves */
    struct ArrowArray **pointers; /* array->children */
    void *owned_text;             /* text with replacements, or NULL */
} array_data;

static void release_array(struct ArrowArray *array)
{
    array_data *data = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release) array->children[i]->release(array->children[i]);
    psutil__table_release(data->table);
    free(data->children);
    free(data->pointers);
    free(data->owned_text);
    free(data);
    array->release = NULL;
}

/* Makes an array with room for children, which are still released. Returns 0 if memory is exhausted. */
static int new_array(struct ArrowArray *array, psutil__table *table, int64_t length, int64_t nulls, int64_t children)
{
    array_data *data = calloc(1, sizeof *data);
    if (data) {
        data->children = calloc((size_t)children + 1, sizeof *data->children);
        data->pointers = calloc((size_t)children + 1, sizeof *data->pointers);
    }
    if (!data || !data->children || !data->pointers) {
        if (data) {
            free(data->children);
            free(data->pointers);
        }
        free(data);
        return 0;
    }
    for (int64_t i = 0; i < children; i++) data->pointers[i] = &data->children[i];
    data->table = table_ref(table);
    *array = (struct ArrowArray){
        .length = length,
        .null_count = nulls,
        .n_children = children,
        .buffers = data->buffers,
        .children = children ? data->pointers : NULL,
        .release = release_array,
        .private_data = data,
    };
    return 1;
}

static void add_buffer(struct ArrowArray *array, const void *buffer)
{
    array->buffers[array->n_buffers++] = buffer;
}

/* Adds the offsets and the bytes of n strings: the table's own if they are valid UTF-8, or else a copy with
 * replacements. */
static int add_text(struct ArrowArray *array, const psutil_column_t *c, int64_t n)
{
    if (is_utf8(c->bytes, c->offsets, n)) {
        add_buffer(array, c->offsets);
        add_buffer(array, c->bytes);
        return 1;
    }
    int64_t bytes = 0;
    for (int64_t i = 0; i < n; i++)
        bytes += utf8_replace_invalid(c->bytes + c->offsets[i], c->bytes + c->offsets[i + 1], NULL);
    int64_t *offsets = malloc((size_t)(n + 1) * sizeof *offsets + (size_t)bytes);
    if (!offsets) return 0;
    uint8_t *text = (uint8_t *)(offsets + n + 1);
    offsets[0] = 0;
    for (int64_t i = 0; i < n; i++)
        offsets[i + 1] = offsets[i]
            + utf8_replace_invalid(c->bytes + c->offsets[i], c->bytes + c->offsets[i + 1], text + offsets[i]);
    ((array_data *)array->private_data)->owned_text = offsets;
    add_buffer(array, offsets);
    add_buffer(array, text);
    return 1;
}

static int column_array(struct ArrowArray *array, psutil__table *table, const psutil_column_t *c)
{
    if (!new_array(array, table, c->length, c->null_count, c->type == PSUTIL_COLUMN_TYPE_STRING_LIST)) return 0;
    add_buffer(array, c->validity);
    switch (c->type) {
    case PSUTIL_COLUMN_TYPE_INT64: add_buffer(array, c->int64s); return 1;
    case PSUTIL_COLUMN_TYPE_DOUBLE: add_buffer(array, c->doubles); return 1;
    case PSUTIL_COLUMN_TYPE_STRING: return add_text(array, c, c->length);
    default: add_buffer(array, c->list_offsets);
    }
    struct ArrowArray *items = array->children[0];
    int64_t n = c->list_offsets[c->length];
    if (!new_array(items, table, n, 0, 0)) return 0;
    add_buffer(items, NULL);
    return add_text(items, c, n);
}

static int table_array(struct ArrowArray *array, psutil__table *table)
{
    if (!new_array(array, table, table->rows, 0, table->columns)) return 0;
    add_buffer(array, NULL);
    for (int32_t i = 0; i < table->columns; i++) {
        if (column_array(array->children[i], table, &table->column[table->order[i]])) continue;
        array->release(array);
        return 0;
    }
    return 1;
}

/* ---- schemas: formats and names are constants, so a schema owns only its children */

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release) schema->children[i]->release(schema->children[i]);
    free(schema->private_data);
    schema->release = NULL;
}

/* Makes a schema with room for children, which are still released. Returns 0 if memory is exhausted. */
static int new_schema(struct ArrowSchema *schema, const char *format, const char *name, int64_t flags, int64_t children)
{
    struct ArrowSchema **pointers = calloc((size_t)children + 1, sizeof *pointers + sizeof(struct ArrowSchema));
    if (!pointers) return 0;
    struct ArrowSchema *child = (struct ArrowSchema *)(pointers + children); /* after the pointers */
    for (int64_t i = 0; i < children; i++) pointers[i] = &child[i];
    *schema = (struct ArrowSchema){
        .format = format,
        .name = name,
        .flags = flags,
        .n_children = children,
        .children = children ? pointers : NULL,
        .release = release_schema,
        .private_data = pointers,
    };
    return 1;
}

static int table_schema(struct ArrowSchema *schema, const psutil__table *table)
{
    static const char *const formats[] = {"l", "g", "U", "+L"};
    if (!new_schema(schema, "+s", "", 0, table->columns)) return 0;
    for (int32_t i = 0; i < table->columns; i++) {
        int32_t column = table->order[i], type = table->column[column].type;
        int list = type == PSUTIL_COLUMN_TYPE_STRING_LIST;
        struct ArrowSchema *child = schema->children[i];
        if (new_schema(child, formats[type], psutil_column_name(column), NULLABLE, list)
            && (!list || new_schema(child->children[0], formats[PSUTIL_COLUMN_TYPE_STRING], "item", 0, 0)))
            continue;
        schema->release(schema);
        return 0;
    }
    return 1;
}

PSUTIL__PUBLIC int32_t psutil_table_export_arrow(
    const psutil_table *t, struct ArrowSchema *schema, struct ArrowArray *array)
{
    psutil__call call = {.function = "psutil_table_export_arrow"};
    if (!t) return psutil__error_null_argument(&call, "t");
    if (!schema) return psutil__error_null_argument(&call, "schema");
    if (!array) return psutil__error_null_argument(&call, "array");
    psutil__slot *slot = psutil__handle_acquire(&call, t, PSUTIL__TABLE, "t");
    if (!slot) return call.code;
    struct ArrowSchema whole;
    struct ArrowArray data;
    if (!table_schema(&whole, slot->object)) {
        psutil__set_error(&call, PSUTIL_ERR_NO_MEMORY, "no memory for the schema");
    } else if (!table_array(&data, slot->object)) {
        whole.release(&whole);
        psutil__set_error(&call, PSUTIL_ERR_NO_MEMORY, "no memory for the array");
    }
    psutil__handle_release(slot);
    if (call.code) return call.code;
    *schema = whole;
    *array = data;
    return PSUTIL_OK;
}

/* ---- streams of one array */

typedef struct stream_data {
    psutil__table *table;
    int exhausted; /* the array was returned */
} stream_data;

static int stream_schema(struct ArrowArrayStream *stream, struct ArrowSchema *schema)
{
    stream_data *data = stream->private_data;
    return table_schema(schema, data->table) ? 0 : ENOMEM;
}

static int stream_next(struct ArrowArrayStream *stream, struct ArrowArray *array)
{
    stream_data *data = stream->private_data;
    if (data->exhausted) array->release = NULL;
    else if (!table_array(array, data->table)) return ENOMEM;
    data->exhausted = 1;
    return 0;
}

static const char *stream_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "no memory";
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream_data *data = stream->private_data;
    psutil__table_release(data->table);
    free(data);
    stream->release = NULL;
}

PSUTIL__PUBLIC int32_t psutil_table_export_arrow_stream(const psutil_table *t, struct ArrowArrayStream *stream)
{
    psutil__call call = {.function = "psutil_table_export_arrow_stream"};
    if (!t) return psutil__error_null_argument(&call, "t");
    if (!stream) return psutil__error_null_argument(&call, "stream");
    psutil__slot *slot = psutil__handle_acquire(&call, t, PSUTIL__TABLE, "t");
    if (!slot) return call.code;
    stream_data *data = malloc(sizeof *data);
    if (data) {
        *data = (stream_data){.table = table_ref(slot->object)};
    } else {
        psutil__set_error(&call, PSUTIL_ERR_NO_MEMORY, "no memory for the stream");
    }
    psutil__handle_release(slot);
    if (call.code) return call.code;
    *stream = (struct ArrowArrayStream){stream_schema, stream_next, stream_error, release_stream, data};
    return PSUTIL_OK;
}
