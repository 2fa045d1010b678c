"""What is made when it is first asked for: a program uses few of the declarations here, and making all takes long.

Made, not imported: a program may have given up its privileges, or its root directory, since it imported this package.
"""

from __future__ import annotations

import os
from _thread import RLock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container
    from typing import Any

# One thread makes things at a time, for ctypes makes two types of POINTER(x) where two threads ask for the first.
_lock = RLock()
if hasattr(os, "register_at_fork"):  # else a fork in another thread would leave it locked in the child for ever
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)


class Later:
    """Stands in a module for what make gives, until later_attributes has taken it out."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def later(make: Callable[[], Any]) -> Any:
    """What make gives, once it is asked for: an attribute of a module whose __getattr__ is later_attributes'."""
    return Later(make)


def later_attributes(module: dict[str, Any]) -> Callable[[str], Any]:
    """Takes out of a module's names those that are to be made later; gives its __getattr__, which makes them."""
    module["__all__"] = [name for name in module if not name.startswith("_")]  # for those that import *
    waiting = {name: value for name, value in module.items() if isinstance(value, Later)}
    for name in waiting:
        del module[name]
    return attributes(module, waiting, lambda name: waiting[name].make())


def attributes(module: dict[str, Any], names: Container[str], make: Callable[[str], Any]) -> Callable[[str], Any]:
    """The __getattr__ of a module, which makes these names of it and adds them.

    Within the module, they are therefore to be asked for as its attributes, too.
    """

    def __getattr__(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}")
        with _lock:
            if name not in module:
                module[name] = make(name)
            return module[name]

    return __getattr__
