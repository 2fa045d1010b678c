/* A filled process table in C memory, shared by its handle and its Arrow exports. */
#ifndef TABLE_H
#define TABLE_H

#include "columns_gen.h"
#include "internal.h"

typedef struct psutil__table {
    _Atomic int64_t refcount;
    const struct psutil__procfs *procfs; /* where its processes were read */
    void *texts;                         /* a second block, with the bytes of texts; NULL if there are none */
    int64_t rows;
    const int64_t *pids, *starts;   /* the identity of each row */
    int32_t columns;                /* the number of columns */
    int32_t order[PSUTIL__COLUMNS]; /* PSUTIL_COLUMN_*, in the order of the request */
    int8_t has[PSUTIL__COLUMNS];    /* whether the table has this column */
    psutil_column_t column[PSUTIL__COLUMNS];
} psutil__table;

/* Returns a table with a refcount of 1 and `size` bytes of buffers behind it, all zero; NULL if memory is exhausted. */
psutil__table *psutil__table_new(size_t size);
/* Gives the table a second block, all zero, and returns it; NULL if memory is exhausted. */
void *psutil__table_texts(psutil__table *table, size_t size);
/* Decrements the refcount, and frees the table with the last. A NULL is ignored. */
void psutil__table_release(psutil__table *table);

#endif
