"""What every public function is held against.

system.py, process.py and process_table.py have one entry for each function of psutil.h, and an entry is three callables that run: does
it answer right, what does it say to misuse, does it leak. A function without one fails test_contract.py. Most of an
entry follows from the prototype, so that adding a function takes the test of its answer and what it says to a process
that is gone, a zombie, or somebody else's.

    library.py   psutil.h through cffi, and calls that give Python values
    fixtures.py  the processes that entries ask about
    check.py     what an entry is, and what follows from a prototype
    system.py    the system, and the core of a process
    process.py   attributes of a process, and processes together
"""

import pytest

pytest.register_assert_rewrite("contract.check", "contract.process", "contract.system", "contract.fixtures")
