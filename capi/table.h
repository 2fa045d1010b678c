/* A table, once it is filled: one block of C's memory that belongs to its handle and to the exports of it together. */
#ifndef TABLE_H
#define TABLE_H

#include "door.h"

enum { TABLE_COLUMNS = PSUTIL_COLUMN_NUM_THREADS + 1 };

typedef struct door_table {
    _Atomic int64_t holders;
    const struct door_procfs *procfs; /* where its processes are */
    int64_t rows;
    const int64_t *pids, *starts;  /* of each row */
    int32_t columns;               /* how many there are */
    int32_t order[TABLE_COLUMNS];  /* which ones: PSUTIL_COLUMN_*, as they were asked for */
    int8_t has[TABLE_COLUMNS];     /* whether there is... */
    psutil_column_t column[TABLE_COLUMNS]; /* ...this one */
} door_table;

/* All zeroes, with room for the columns behind it; NULL where memory runs out. The first holder is whoever asks. */
door_table *door_table_new(size_t room);
void door_table_release(door_table *table);

#endif
