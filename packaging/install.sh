#!/bin/sh
# Installs or uninstalls the C library: install.sh install|uninstall, in the top directory of the sources.
#
# The environment, which make sets: BUILD and VERSION; PREFIX, LIBDIR, INCLUDEDIR and DATADIR, all absolute, where the
# files will be found; DESTDIR, a directory in front of all of these in which a package is made.
set -eu
umask 022

fail() {
    echo "$1" >&2
    exit 1
}

value=''
for name in PREFIX LIBDIR INCLUDEDIR DATADIR; do
    eval "value=\$$name"
    case $value in
    /*) ;;
    *) fail "$name is \"$value\": expected an absolute path" ;;
    esac
    case $value in
    *[\"\'\\\$\;\#\`]* | *'
'*) fail "$name is \"$value\": pkg-config and CMake files cannot contain these characters" ;;
    esac
done
case ${DESTDIR:=} in
'' | /*) ;;
*) fail "DESTDIR is \"$DESTDIR\": expected an absolute path" ;;
esac

action=$1
soname=libpsutil.so.1
file=$soname.$VERSION # the ABI's version, then the release's: later releases sort behind

# Files are put under a temporary name first and then renamed, so that running programs keep the old library.
put() { # MODE SOURCE TARGET; the source - is standard input
    target=$DESTDIR$3
    if [ "$action" = uninstall ]; then
        rm -f "$target"
        return
    fi
    mkdir -p "$(dirname "$target")"
    if [ "$2" = - ]; then cat; else cat "$2"; fi >"$target.new"
    chmod "$1" "$target.new"
    mv -f "$target.new" "$target"
}

link() { # TO LINK
    if [ "$action" = uninstall ]; then
        rm -f "$DESTDIR$2"
    else
        ln -sfn "$1" "$DESTDIR$2"
    fi
}

# What pkg-config reads: spaces need a backslash.
pc() { # NAME LIBS
    escaped() { printf '%s\n' "$1" | sed 's/ /\\ /g'; }
    cat <<EOF
prefix=$(escaped "$PREFIX")
libdir=$(escaped "$LIBDIR")
includedir=$(escaped "$INCLUDEDIR")

Name: $1
Description: Processes and system utilization
URL: https://github.com/libpsutil/libpsutil
License: BSD-3-Clause
Version: $VERSION
Libs: $2
Cflags: -I\${includedir}
EOF
}

cmake_config() {
    cat <<EOF
# find_package(psutil) defines the imported libraries psutil::psutil (shared) and psutil::psutil_static.
if(NOT TARGET psutil::psutil)
    add_library(psutil::psutil SHARED IMPORTED)
    set_target_properties(psutil::psutil PROPERTIES
        IMPORTED_LOCATION "$LIBDIR/$file"
        IMPORTED_SONAME "$soname"
        INTERFACE_INCLUDE_DIRECTORIES "$INCLUDEDIR")
    add_library(psutil::psutil_static STATIC IMPORTED)
    set_target_properties(psutil::psutil_static PROPERTIES
        IMPORTED_LOCATION "$LIBDIR/libpsutil.a"
        INTERFACE_LINK_LIBRARIES "-pthread;dl;m"
        INTERFACE_INCLUDE_DIRECTORIES "$INCLUDEDIR")
endif()
EOF
}

# Until 1.0, another minor version may have another API.
cmake_version() {
    cat <<EOF
set(PACKAGE_VERSION "$VERSION")
if(NOT CMAKE_SIZEOF_VOID_P STREQUAL "" AND NOT CMAKE_SIZEOF_VOID_P EQUAL $((bits / 8)))
    set(PACKAGE_VERSION_UNSUITABLE TRUE)
elseif(PACKAGE_FIND_VERSION VERSION_EQUAL PACKAGE_VERSION)
    set(PACKAGE_VERSION_EXACT TRUE)
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
elseif(PACKAGE_FIND_VERSION VERSION_LESS PACKAGE_VERSION AND "\${PACKAGE_FIND_VERSION}." MATCHES "^${VERSION%.*}\\\\.")
    set(PACKAGE_VERSION_COMPATIBLE TRUE)
endif()
EOF
}

if [ "$action" = install ]; then
    # The fifth byte of an ELF file is 1 for 32 bits, 2 for 64.
    bits=$(($(od -An -j4 -N1 -tu1 "$BUILD/$soname") * 32))
else
    bits=0
fi

put 755 "$BUILD/$soname" "$LIBDIR/$file"
link "$file" "$LIBDIR/$soname"
link "$soname" "$LIBDIR/libpsutil.so"
put 644 "$BUILD/libpsutil.a" "$LIBDIR/libpsutil.a"
for header in include/*; do
    put 644 "$header" "$INCLUDEDIR/${header##*/}"
done
for name in libpsutil psutil; do
    pc libpsutil "-L\${libdir} -lpsutil" | put 644 - "$LIBDIR/pkgconfig/$name.pc"
done
pc libpsutil-static "-L\${libdir} -l:libpsutil.a -pthread -ldl -lm" | put 644 - "$LIBDIR/pkgconfig/libpsutil-static.pc"
cmake_config | put 644 - "$LIBDIR/cmake/psutil/psutilConfig.cmake"
cmake_version | put 644 - "$LIBDIR/cmake/psutil/psutilConfigVersion.cmake"
for page in "$BUILD"/man/man3/*.3; do
    put 644 "$page" "$DATADIR/man/man3/${page##*/}"
done
for document in LICENSE THIRD-PARTY-NOTICES packaging/libpsutil.cdx.json; do
    put 644 "$document" "$DATADIR/doc/libpsutil/${document##*/}"
done

if [ "$action" = uninstall ]; then
    # Only directories of this library alone, and only if they are empty.
    rmdir "$DESTDIR$LIBDIR/cmake/psutil" "$DESTDIR$DATADIR/doc/libpsutil" 2>/dev/null || true
elif [ -z "$DESTDIR" ]; then
    loader_cache=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true)
    case $loader_cache in
    *"=> $LIBDIR/$soname"*) ;;
    *) echo "$LIBDIR/$soname is not in the loader's cache: run ldconfig as root if it searches $LIBDIR," \
        "or link with -Wl,-rpath,$LIBDIR" ;;
    esac
fi
