/* A table, once it is filled: one block of C's memory that belongs to its handle and to the exports of it together. */
#ifndef TABLE_H
#define TABLE_H

#include "columns_gen.h"
#include "internal.h"

typedef struct psutil__table {
    _Atomic int64_t holders;
    const struct psutil__procfs *procfs; /* where its processes are */
    int64_t rows;
    const int64_t *pids, *starts;  /* of each row */
    int32_t columns;               /* how many there are */
    int32_t order[PSUTIL__COLUMNS];  /* which ones: PSUTIL_COLUMN_*, as they were asked for */
    int8_t has[PSUTIL__COLUMNS];     /* whether there is... */
    psutil_column_t column[PSUTIL__COLUMNS]; /* ...this one */
} psutil__table;

/* All zeroes, with room for the columns behind it; NULL where memory runs out. The first holder is whoever asks. */
psutil__table *psutil__table_new(size_t room);
void psutil__table_release(psutil__table *table);

#endif
