<?php
// What a worker of PHP-FPM reports of itself, as JSON.
$library = FFI::cdef('
    typedef struct { size_t len; int64_t *items; } pid_list;
    int psutil_pids(pid_list **out);
    void psutil_free(void *block);
    int psutil_process_new(int64_t pid, void **out);
    int psutil_process_ppid(void *p, int64_t *out);
    int psutil_process_free(void *p);', getenv('LIBRARY'));
$pids = $library->new('pid_list *');
$p = $library->new('void *');
$parent = $library->new('int64_t');
$codes = [$library->psutil_pids(FFI::addr($pids))];
$listed = false;
for ($i = 0; $i < $pids->len; $i++) {
    $listed = $listed || $pids->items[$i] == getmypid();
}
$library->psutil_free($pids);
$codes[] = $library->psutil_process_new(getmypid(), FFI::addr($p));
$codes[] = $library->psutil_process_ppid($p, FFI::addr($parent));
$codes[] = $library->psutil_process_free($p);
$child = proc_close(proc_open(['true'], [], $pipes));
echo json_encode(['worker' => getmypid(), 'parent' => $parent->cdata, 'codes' => $codes, 'listed' => $listed, 'child' => $child]);
