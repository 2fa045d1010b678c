#!/bin/sh
# External linker (-extld) for psutil.dll. Go's linker passes a list of the functions to export, which has the Go exports.
# They are internal: remove them. Public functions are marked in C (PSUTIL__PUBLIC).
set -eu

for file in "$@"; do
    case $file in
    */export_file.def) sed -i '/^ *psutil__go_/d' "$file" ;;
    esac
done
exec "$REAL_CC" "$@"
