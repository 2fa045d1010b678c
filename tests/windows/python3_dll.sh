#!/bin/sh
# Makes the python3.dll that the CPython of Maven Central lacks, and that extension modules with a stable ABI import: it
# forwards each name to python313.dll in the same directory.
#
#     python3_dll.sh DIRECTORY MINGW       (MINGW: the prefix of the tools)
set -eu
names='/Ordinal\/Name Pointer/,/^$/s/^.*\] \(+base\[[ 0-9]*\] *[0-9a-f]* \)\{0,1\}\([_A-Za-z0-9]*\)$/\2/p'
{
    printf 'LIBRARY python3.dll\nEXPORTS\n'
    "$2-objdump" -p "$1/python313.dll" | sed -n "$names" | sed 's/.*/  & = python313.&/'
} >"$1/python3.def"
[ "$(wc -l <"$1/python3.def")" -gt 1000 ] || { echo "$1/python313.dll: too few names are exported" >&2; exit 1; }
"$2-gcc" -shared -nostdlib -o "$1/python3.dll" "$1/python3.def" -Wl,--entry=0
