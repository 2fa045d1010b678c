"""Processes and system: the API of psutil 1.2.1, on the C library libpsutil.

    >>> import os, libpsutil
    >>> p = libpsutil.Process(os.getpid())
    >>> p.name
    'python3'
    >>> p.get_cpu_times()
    cputimes(user=0.06, system=0.01)

libpsutil.v7 is the API of psutil 7. Sizes are bytes and times are seconds. Every function may be called from any
thread, also after a fork. The import starts no thread, opens no file descriptor and installs no signal handler.
"""

from . import v1 as _v1
from ._constants import *  # noqa: F403 - part of v1.__all__, which mypy does not evaluate
from .v1 import *  # noqa: F403 - the whole API

__all__ = [*_v1._computed]
__all__ += _v1.__all__

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sys

    from .v1 import BOOT_TIME as BOOT_TIME
    from .v1 import NUM_CPUS as NUM_CPUS
    from .v1 import TOTAL_PHYMEM as TOTAL_PHYMEM

    if sys.platform.startswith("linux"):
        from .v1 import RLIMIT_INFINITY as RLIMIT_INFINITY
else:
    __getattr__ = _v1.__getattr__

    def __dir__():
        return sorted({*globals(), *__all__} - {"RLIMIT_INFINITY", "v1"})


# The public names are those of this package, also in messages and pickles.
for _class in (_v1.Error, _v1.NoSuchProcess, _v1.AccessDenied, _v1.TimeoutExpired, _v1.Process, _v1.Popen):
    _class.__module__ = __name__

del TYPE_CHECKING, _class
