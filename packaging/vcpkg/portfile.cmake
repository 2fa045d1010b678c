# The library is built by its Makefile, which needs Go. REF and SHA512 are those of the release's tarball.
vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO libpsutil/libpsutil
    REF "v${VERSION}"
    SHA512 0
    HEAD_REF main)

set(install PREFIX=/ LIBDIR=/lib INCLUDEDIR=/include DATADIR=/share "DESTDIR=${CURRENT_PACKAGES_DIR}")
vcpkg_execute_required_process(
    COMMAND make install ${install}
    WORKING_DIRECTORY "${SOURCE_PATH}"
    LOGNAME "install-${TARGET_TRIPLET}")

if(VCPKG_LIBRARY_LINKAGE STREQUAL "static")
    file(GLOB unwanted "${CURRENT_PACKAGES_DIR}/lib/libpsutil.so*")
    set(library libpsutil.a)
    set(kind STATIC)
    set(system_libraries "-pthread;dl;m")
else()
    set(unwanted "${CURRENT_PACKAGES_DIR}/lib/libpsutil.a" "${CURRENT_PACKAGES_DIR}/lib/pkgconfig/libpsutil-static.pc")
    set(library libpsutil.so.1)
    set(kind SHARED)
    set(system_libraries "")
endif()
# What make installs names the prefix; a package of vcpkg can be moved.
file(REMOVE_RECURSE ${unwanted} "${CURRENT_PACKAGES_DIR}/lib/cmake" "${CURRENT_PACKAGES_DIR}/share/man"
    "${CURRENT_PACKAGES_DIR}/share/doc")
file(WRITE "${CURRENT_PACKAGES_DIR}/share/psutil/psutilConfig.cmake" "\
get_filename_component(prefix \"\${CMAKE_CURRENT_LIST_DIR}/../..\" ABSOLUTE)
if(NOT TARGET psutil::psutil)
    add_library(psutil::psutil ${kind} IMPORTED)
    set_target_properties(psutil::psutil PROPERTIES
        IMPORTED_LOCATION \"\${prefix}/lib/${library}\"
        INTERFACE_LINK_LIBRARIES \"${system_libraries}\"
        INTERFACE_INCLUDE_DIRECTORIES \"\${prefix}/include\")
endif()
")
vcpkg_fixup_pkgconfig()
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE" "${SOURCE_PATH}/THIRD-PARTY-NOTICES")
