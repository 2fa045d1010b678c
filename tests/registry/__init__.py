"""What every public function is held against.

table.py and processes.py have one entry for each function of psutil.h, and an entry is three callables that run: does
it answer right, what does it say to misuse, does it leak. A function without one fails test_registry.py. Most of an
entry follows from the prototype, so that adding a function takes the test of its answer and what it says to a process
that is gone, a zombie, or somebody else's.

    library.py   psutil.h through cffi, and calls that give Python values
    world.py     the processes that entries ask about
    entry.py     what an entry is, and what follows from a prototype
    table.py     the table: the system, and the core of a process
    processes.py the table goes on: attributes of a process, and processes together
"""

import pytest

pytest.register_assert_rewrite("registry.entry", "registry.processes", "registry.table", "registry.world")
