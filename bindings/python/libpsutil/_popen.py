"""The common part of both Popen classes: a Process that delegates to the subprocess.Popen that started it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self


class PopenMixin:
    """Base class of Popen, before a Process class. Attributes that Process lacks are those of subprocess.Popen."""

    _subprocess: subprocess.Popen[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        import subprocess  # its import takes as long as that of this whole package

        self._subprocess = subprocess.Popen(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        # Also called for _subprocess itself while that is not set.
        if "_subprocess" in vars(self):
            try:
                return getattr(self._subprocess, name)
            except AttributeError:
                pass
        raise AttributeError(f"{type(self)!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *dir(self._subprocess)})

    def __enter__(self) -> Self:
        self._subprocess.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._subprocess.__exit__(kind, error, trace)

    def _sync_returncode(self, code: int | None) -> int | None:
        """Stores code in subprocess.Popen.returncode unless that is set, and returns what is stored.

        Only one of the two objects can wait for the child.
        """
        if self._subprocess.returncode is None:
            self._subprocess.returncode = code
        return self._subprocess.returncode
