#!/bin/sh
# Checks that DLLs export the functions of capi/psutil.def and nothing else, and that import libraries import them.
#
#     exports.sh FILE...
set -eu
export LC_ALL=C
def=$(dirname "$0")/../../capi/psutil.def
expected=$(sed -n 's/^    //p' "$def")
[ -n "$expected" ]
for file in "$@"; do
    case $file in
    *.dll) names=$(${LLVM:-llvm-}readobj --coff-exports "$file" | sed -n 's/^ *Name: //p' | sort) ;;
    *) names=$(${LLVM:-llvm-}nm "$file" 2>/dev/null | sed -n 's/^[0-9a-f]* T //p' | grep -v '^__imp_' | sort -u) ;;
    esac
    [ "$names" = "$expected" ] || {
        echo "$file: not the functions of psutil.def"
        printf '%s\n' "$expected" >"$file.expected"
        printf '%s\n' "$names" | diff "$file.expected" -
        exit 1
    }
done
echo "$# files, each with $(printf '%s\n' "$expected" | wc -l) functions"
