"""Module attributes that are created on first access.

A program uses few of the declarations of this package, and creating all of them takes long. They are created, not
imported: a program may change its root directory or drop privileges after it has imported this package.
"""

from __future__ import annotations

import os
from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from types import ModuleType
    from typing import Any

# One thread creates attributes at a time: ctypes creates two types when two threads ask for the first POINTER(x).
_lock = RLock()
if hasattr(os, "register_at_fork"):  # without it, a fork in another thread leaves the lock locked in the child
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


class Lazy:
    """A placeholder in a module for the value that make returns. install_lazy removes it."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def lazy(make: Callable[[], Any]) -> Any:
    """Defines a module attribute that make creates on first access. The module must call install_lazy."""
    return Lazy(make)


def install_lazy(module: dict[str, Any]) -> Callable[[str], Any]:
    """Removes the placeholders from a module's globals and returns the module's __getattr__, which creates the values.

    Also sets the module's __all__ to all public names, those of placeholders included.
    """
    module["__all__"] = [name for name in module if not name.startswith("_")]
    placeholders = {name: value for name, value in module.items() if isinstance(value, Lazy)}
    for name in placeholders:
        del module[name]
    return lazy_getattr(module, placeholders, lambda name: placeholders[name].make())


def install_lazy_over(module: dict[str, Any], base: ModuleType) -> Callable[[str], Any]:
    """Does what install_lazy does. A name that the module lacks is looked up in the module base."""
    own = install_lazy(module)

    def __getattr__(name: str) -> Any:
        try:
            return own(name)
        except AttributeError:
            return getattr(base, name)

    return __getattr__


def lazy_getattr(module: dict[str, Any], names: Container[str], make: Callable[[str], Any]) -> Callable[[str], Any]:
    """Returns a __getattr__ for a module that creates each of names with make and stores it in the module's globals.

    Code inside the module has to use these names as attributes of the module, too.
    """

    def __getattr__(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
        with _lock:
            if name not in module:
                module[name] = make(name)
            return module[name]

    return __getattr__
