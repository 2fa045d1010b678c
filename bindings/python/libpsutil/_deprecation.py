"""Warnings about deprecated names."""

from __future__ import annotations

from _warnings import warn


def deprecated(name: str, replacement: str) -> None:
    """Warns that the caller, called name, is deprecated. The warning points at the caller's caller."""
    warn(f"{name} is deprecated; use {replacement} instead", DeprecationWarning, stacklevel=3)
