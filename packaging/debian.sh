#!/bin/sh
# Builds the Debian packages of a tarball that dist.sh has written, and checks them with lintian.
#
#     debian.sh DIRECTORY     (DIRECTORY has the tarball; the packages are written beside it, into debian/)
#
# The build needs what packaging/debian/control names. $DPKG_FLAGS are further options of dpkg-buildpackage, such as -d
# where Go is not from a Debian package.
set -eu
directory=$(cd "$1" && pwd)
tarball=$(ls "$directory"/libpsutil-*.tar.gz)
version=$(basename "$tarball" .tar.gz)
version=${version#libpsutil-}

rm -rf "$directory/debian"
mkdir "$directory/debian"
cd "$directory/debian"
cp "$tarball" "libpsutil_$version.orig.tar.gz"
tar -xzf "$tarball"
cp -R "libpsutil-$version/packaging/debian" "libpsutil-$version/debian"
(cd "libpsutil-$version" && dpkg-buildpackage --no-sign ${DPKG_FLAGS:-})
lintian --fail-on error,warning --tag-display-limit 0 ./*.changes
