#!/bin/sh
# External linker for the Go tool (-extld) on macOS. machopatch, which PATH finds, changes the objects first. The
# library uses no framework: zig has none, and what is needed of them is looked up at run time.
set -eu
machopatch objects "$@"
count=$#
while [ "$count" -gt 0 ]; do
    case $1 in
    -framework)
        shift
        count=$((count - 1))
        ;;
    *) set -- "$@" "$1" ;;
    esac
    shift
    count=$((count - 1))
done
exec $REAL_CC "$@"
