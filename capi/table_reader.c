/* The part of table readers that needs no Go. */
#include "table_reader.h"
#include <stdlib.h>

psutil__reader_settings *psutil__reader_settings_new(const int32_t *columns, size_t n, int32_t flags)
{
    psutil__reader_settings *settings = malloc(sizeof *settings + n * sizeof *columns);
    if (!settings) return NULL;
    settings->flags = flags;
    settings->n = (int32_t)n;
    for (size_t i = 0; i < n; i++) settings->columns[i] = columns[i];
    return settings;
}

const psutil__reader_settings *psutil__reader_settings_of(const psutil__slot *slot)
{
    return (const psutil__reader_settings *)(uintptr_t)slot->inode;
}

void psutil__reader_settings_free(psutil__reader_settings *settings)
{
    free(settings);
}

PSUTIL__PUBLIC int32_t psutil_table_reader_free(psutil_table_reader *reader)
{
    psutil__call call = {.function = "psutil_table_reader_free"};
    return reader ? psutil__handle_free(&call, reader, PSUTIL__TABLE_READER) : PSUTIL_OK;
}
