"""Children, parents and kill_tree: tests/programs/process_tree.c."""

from __future__ import annotations

import pytest
from conftest import Host, User, measured, root_only

pytestmark = pytest.mark.unprivileged


@pytest.mark.parametrize("command", ["example", "states", "busy", "kill", "own", "interrupted", "exited"])
def test_tree(host: Host, command: str) -> None:
    host("process_tree", command)


@root_only
@pytest.mark.parametrize("command", ["states", "kill", "interrupted"])
def test_tree_as_an_ordinary_user(host: Host, ordinary_user: User, command: str) -> None:
    host("process_tree", command, **ordinary_user)


@root_only
def test_tree_of_another_user(host: Host) -> None:
    host("process_tree", "denied")


def test_chain_of_a_thousand(host: Host) -> None:
    """children lists a chain in its order; kill_tree ends it in one call, though it has more processes than watches."""
    assert measured(host("process_tree", "deep", "1000", timeout=200))["ended"] == "1000"
