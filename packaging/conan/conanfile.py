"""Conan's recipe: "conan create packaging/conan" in a checkout or an unpacked tarball builds the package."""

import os
import pathlib
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.files import copy, rm, rmdir

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Libpsutil(ConanFile):
    name = "libpsutil"
    description = "Processes and system utilization: psutil for every language that can call C"
    license = "BSD-3-Clause"
    url = homepage = "https://github.com/libpsutil/libpsutil"
    topics = ("process", "cpu", "memory", "monitoring")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}
    default_options = {"shared": True}

    def set_version(self):
        header = (ROOT / "include" / "psutil.h").read_text(encoding="utf-8")
        self.version = re.search(r'#define PSUTIL_VERSION "(.*)"', header)[1]

    def export_sources(self):
        for name in ("Makefile", "LICENSE", "THIRD-PARTY-NOTICES", "go.*"):
            copy(self, name, ROOT, self.export_sources_folder)
        for name in ("capi", "docs", "impl", "include", "packaging", "platform", "vendor"):
            copy(self, "*", ROOT / name, os.path.join(self.export_sources_folder, name), excludes=("*/testdata/*",))

        # The manual pages are written from it.
        copy(self, "psutil_api.json", ROOT / "tests", os.path.join(self.export_sources_folder, "tests"))

    def configure(self):
        # The library is C for those who use it.
        self.settings.rm_safe("compiler.cppstd")
        self.settings.rm_safe("compiler.libcxx")

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("this recipe builds the library for Linux")

    def _make(self, target):
        install = f'PREFIX=/ LIBDIR=/lib INCLUDEDIR=/include DATADIR=/share DESTDIR="{self.package_folder}"'
        self.run(f"make {target} {install}", cwd=self.source_folder)

    def build(self):
        self._make("build/libpsutil.so")

    def package(self):
        self._make("install")
        share = os.path.join(self.package_folder, "share")
        copy(self, "*", os.path.join(share, "doc", "libpsutil"), os.path.join(self.package_folder, "licenses"))
        rmdir(self, share)
        # Conan writes these itself, for the place where the package is.
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "lib", "pkgconfig"))
        rm(self, "libpsutil.a" if self.options.shared else "libpsutil.so*", os.path.join(self.package_folder, "lib"))

    def package_info(self):
        self.cpp_info.libs = ["psutil"]
        self.cpp_info.set_property("cmake_file_name", "psutil")
        self.cpp_info.set_property("cmake_target_name", "psutil::psutil")
        self.cpp_info.set_property("pkg_config_name", "libpsutil")
        if not self.options.shared:
            self.cpp_info.system_libs = ["pthread", "dl", "m"]
