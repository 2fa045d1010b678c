"""Services of Windows: psutil's WindowsService."""

from __future__ import annotations

from . import _core
from . import _declarations as c

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    _MakeError = Callable[[str, str], Exception]


class Services:
    """Reads services. errors creates the exceptions of an API from the name of a service and a message, by code."""

    def __init__(self, library: _core.Library, errors: dict[int, _MakeError]) -> None:
        self._library = library
        self._errors = errors

    def all(self) -> Iterator[WindowsService]:
        """Yields all services, in the order of their names."""
        for service in self._library.calls.win_services():
            yield WindowsService(self, service.name, service.display_name)

    def get(self, name: str) -> WindowsService:
        """Returns the service with this name."""
        service = WindowsService(self, name, None)
        service._display_name = service._read()["display_name"]
        return service

    def read(self, name: str) -> dict[str, Any]:
        """Returns what the system reports of a service."""
        try:
            record = self._library.checked_calls.win_service(_core.c_string(name))
        except _core.CallFailed as failure:
            if failure.code not in self._errors:
                raise self._library.error(failure.code) from None
            exists = failure.code != c.PSUTIL_ERR_NO_SUCH_PROCESS
            why = "may not be queried by this user" if exists else "does not exist"
            raise self._errors[failure.code](name, f"service {name!r} {why}") from None
        names = ("display_name", "binpath", "username", "start_type", "status", "description")
        service: dict[str, Any] = {member: getattr(record, member) or "" for member in names}
        service["pid"] = None if record.pid == c.PSUTIL_NA else record.pid
        return service


class WindowsService:
    """An installed service. Methods but name and display_name read its present state."""

    def __init__(self, services: Services, name: str, display_name: str | None) -> None:
        self._services = services
        self._name = name
        self._display_name = display_name

    def __str__(self) -> str:
        return f"WindowsService(name={self._name!r}, display_name={self._display_name!r})"

    def __repr__(self) -> str:
        return f"<{self} at {id(self)}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WindowsService):
            return NotImplemented
        return self._name == other._name

    __hash__ = None  # type: ignore[assignment] # as in psutil

    def _read(self) -> dict[str, Any]:
        return self._services.read(self._name)

    def _text(self, member: str) -> str:
        value: str = self._read()[member]
        return value

    def name(self) -> str:
        """Returns the name that win_service_get takes."""
        return self._name

    def display_name(self) -> str | None:
        """Returns the name for people."""
        return self._display_name

    def binpath(self) -> str:
        """Returns the path of the executable and its arguments."""
        return self._text("binpath")

    def username(self) -> str:
        """Returns the user that the service runs as."""
        return self._text("username")

    def start_type(self) -> str:
        """Returns "automatic", "manual" or "disabled"."""
        return self._text("start_type")

    def status(self) -> str:
        """Returns the status, such as "running" or "stopped"."""
        return self._text("status")

    def description(self) -> str:
        """Returns a text for people."""
        return self._text("description")

    def pid(self) -> int | None:
        """Returns the PID of a running service, None for one that does not run."""
        pid: int | None = self._read()["pid"]
        return pid

    def as_dict(self) -> dict[str, Any]:
        """Returns all of these as a dictionary."""
        return {**self._read(), "name": self._name, "display_name": self._display_name}
