"""A process and the subprocess.Popen that started it, in one object: what the faces' Popen have in common."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self


class Started:
    """To be inherited from before a face's Process, whose methods come before subprocess.Popen's."""

    _subprocess: subprocess.Popen[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        import subprocess  # which takes as long as all of this package

        self._subprocess = subprocess.Popen(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        # Asked only for what a process does not have; and when there is no subprocess yet, for that one as well.
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

    def _learn(self, code: int | None) -> int | None:
        """Tells subprocess how the child has ended, which only one of the two gets to know; gives what is known."""
        if self._subprocess.returncode is None:
            self._subprocess.returncode = code
        return self._subprocess.returncode
