<?php
// Calls in a process, in its children, and while a timer sends signals.
if ($argc == 1) {
    exit("went on\n");
}
$library = FFI::cdef('int psutil_boot_time(double *out); int psutil_pids(void **out); void psutil_free(void *block);',
    getenv('LIBRARY'));
$call = function () use ($library): bool {
    $pids = $library->new('void *');
    $seconds = $library->new('double');
    if ($library->psutil_pids(FFI::addr($pids)) || $library->psutil_boot_time(FFI::addr($seconds))) {
        return false;
    }
    $library->psutil_free($pids);
    return $seconds->cdata > 0;
};
$right = $call() ? 1 : 0;
$alarms = 0;
pcntl_async_signals(true);
pcntl_signal(SIGALRM, function () use (&$alarms) {
    $alarms++;
});
for ($i = 0; $i < 5; $i++) {
    $pid = pcntl_fork();
    if ($pid == 0) {
        exit($call() ? 0 : 1);
    }
    pcntl_waitpid($pid, $status);
    $right += $status == 0 ? 1 : 0;
    pcntl_alarm(1);
    while ($alarms == $i) {
        $call();
    }
}
echo $right == 6 ? "went on\n" : "right: $right\n";
