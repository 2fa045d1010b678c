#!/bin/sh
# External linker for the Go tool (-extld) and psutil.dll. Go's linker hands over a list of what to export: Go's own
# functions, which are the front door's alone. What is public is marked in C (PSUTIL__PUBLIC).
set -eu

for file in "$@"; do
    case $file in
    */export_file.def) sed -i '/^ *psutil__go_/d' "$file" ;;
    esac
done
exec "$REAL_CC" "$@"
