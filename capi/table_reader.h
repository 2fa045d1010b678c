/* What a table reader was made with, from which a forked child makes its own. Its address is the inode of the slot. */
#ifndef TABLE_READER_H
#define TABLE_READER_H

#include "table.h"

typedef struct psutil__reader_settings {
    int32_t flags;
    int32_t n;
    int32_t columns[1]; /* n of them */
} psutil__reader_settings;

/* Returns NULL when memory runs out. */
psutil__reader_settings *psutil__reader_settings_new(const int32_t *columns, size_t n, int32_t flags);
/* Returns those of the reader in a slot. */
const psutil__reader_settings *psutil__reader_settings_of(const psutil__slot *slot);
void psutil__reader_settings_free(psutil__reader_settings *settings);

#endif
