"""The owners of a file, for both APIs."""

from __future__ import annotations

from . import _core as _core
from . import _declarations as _c
from ._lazy import install_lazy as _install_lazy
from ._records import NamedTuple as _NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os


class sfileowner(_NamedTuple):
    """An item of file_owners. fd and mode are of the use "open"; None for others, and mode for O_PATH."""

    pid: int
    use: str
    fd: int | None
    mode: str | None


if not TYPE_CHECKING:
    __getattr__ = _install_lazy(globals())

    def _tuple_type():
        return __getattr__("sfileowner")
else:

    def _tuple_type() -> type[sfileowner]:
        return sfileowner


def read_file_owners(
    library: _core.Library,
    path: str | bytes | os.PathLike[str] | os.PathLike[bytes],
    mount: bool,
    unreadable: bool,
    bpf: bool,
) -> list[sfileowner]:
    """Returns the uses of a file by processes."""
    flags = _c.PSUTIL_FILE_OWNERS_MOUNT if mount else 0
    flags |= _c.PSUTIL_FILE_OWNERS_UNREADABLE if unreadable else 0
    flags |= _c.PSUTIL_FILE_OWNERS_BPF if bpf else 0
    make = _tuple_type()
    return library.file_owners(
        path,
        flags,
        lambda owner: make(
            owner.pid,
            _c.FILE_USE_NAMES.get(owner.use, "?"),
            None if owner.fd == _c.PSUTIL_NA else owner.fd,
            owner.mode,
        ),
    )
