"""Adds the library and the extension module to the wheel, and their sources to the sdist.

make builds them, unless LIBPSUTIL_PATH and LIBPSUTIL_EXTENSION name the files. LIBPSUTIL_EXTENSION= builds a wheel
without the extension module.
"""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import sysconfig
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# The library's file in the package, by the first word of the wheel's platform, and where make builds it.
FILES = {"win": "psutil.dll", "macosx": "libpsutil.dylib"}
DIRECTORY = {"win32": "build/windows", "darwin": "build/darwin"}.get(sys.platform, "build")
if sys.platform.startswith("freebsd"):
    DIRECTORY = "build/freebsd"

# The extension module's file in the package, where make builds it as well, by the beginning of the wheel's platform.
EXTENSIONS = {
    ("linux", "manylinux", "musllinux"): "libpsutil/_extension.abi3.so",
    ("win",): "libpsutil/_extension.pyd",
}

# The files of the checkout that make needs to build the library, and their directory in an sdist.
SOURCES = (
    "go.mod",
    "go.sum",
    "Makefile",
    "THIRD-PARTY-NOTICES",
    "include/*.h",
    "packaging/check_tools.sh",
    "packaging/libpsutil.cdx.json",
    "bindings/python/extension/*",
    "capi/*",
    "capi/machopatch/*.go",
    "capi/runtimelayout/*.go",
    "capi/tlspatch/*.go",
    "impl/**/*.go",
    "platform/**/*.go",
    "platform/darwin/*.[ch]",
)
UNPACKED = "source"
NOTICES = "THIRD-PARTY-NOTICES"
BILL = "packaging/libpsutil.cdx.json"  # of materials


class Hook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        here = pathlib.Path(self.root)
        source = here / UNPACKED if (here / UNPACKED).exists() else here.parents[1]
        if self.target_name == "sdist":
            for pattern in SOURCES:
                for file in source.glob(pattern):
                    if file.is_file() and not file.name.endswith("_test.go"):
                        build_data["force_include"][str(file)] = f"{UNPACKED}/{file.relative_to(source)}"
        elif os.environ.get("LIBPSUTIL_WHEEL_PLATFORM") == "any":
            pass  # for distributions, which have the library in a package of its own
        elif version != "editable":  # an editable package finds the library in build/
            machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            platform = os.environ.get("LIBPSUTIL_WHEEL_PLATFORM", machine)
            # Any Python 3: the library does not use Python's API, and a Python that cannot load the extension module
            # uses ctypes.
            build_data["tag"] = f"py3-none-{platform}"
            build_data["pure_python"] = False
            name = FILES.get(platform.partition("_")[0], "libpsutil.so")
            build_data["force_include"][self._library(source, name)] = f"libpsutil/{name}"
            for prefixes, module in EXTENSIONS.items():
                extension = self._extension(source, module) if platform.startswith(prefixes) else ""
                if extension:
                    build_data["force_include"][extension] = module
            build_data["force_include"][str(source / NOTICES)] = f"libpsutil/{NOTICES}"
            self.build_config.target_config["sbom-files"] = [str(source / BILL)]

    def _library(self, source: pathlib.Path, file: str) -> str:
        chosen = os.environ.get("LIBPSUTIL_PATH")
        if not chosen:
            chosen = f"{DIRECTORY}/{file}"
            subprocess.run(["make", chosen], cwd=source, check=True)
        return os.path.realpath(source / chosen)

    def _extension(self, source: pathlib.Path, file: str) -> str:
        chosen = os.environ.get("LIBPSUTIL_EXTENSION")
        if chosen is None:
            chosen = f"bindings/python/{file}"
            subprocess.run(["make", chosen], cwd=source, check=True)
        return chosen and os.path.realpath(source / chosen)
