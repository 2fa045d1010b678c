"""The owners of a file, for both APIs."""

from __future__ import annotations

from . import _core
from . import _declarations as _c
from . import _types as _t

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os


def read_file_owners(
    library: _core.Library,
    path: str | bytes | os.PathLike[str] | os.PathLike[bytes],
    mount: bool,
    unreadable: bool,
    bpf: bool,
) -> list[_t.sfileowner]:
    """Returns the uses of a file by processes."""
    flags = _c.PSUTIL_FILE_OWNERS_MOUNT if mount else 0
    flags |= _c.PSUTIL_FILE_OWNERS_UNREADABLE if unreadable else 0
    flags |= _c.PSUTIL_FILE_OWNERS_BPF if bpf else 0
    make = _t.sfileowner
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
