"""The contracts of all public functions.

system.py, process.py and process_table.py have one contract for each function of psutil.h. A contract is three
checks: the answer is right, misuse is refused, nothing leaks. A function without a contract fails test_contract.py.
Most of a contract follows from the prototype, and the outcomes for an exited process, a zombie and another user's
process are in docs/functions.tsv. A new function needs a test of its answer. ../cffi_lib.py calls the library.

    fixtures.py       the processes that contracts are tested with
    check.py          the contract, and the checks that follow from a prototype
    system.py         the system, and the core of a process
    process.py        attributes of a process, trees, iteration, waiting and starting
    process_table.py  the process table
"""

import pytest

pytest.register_assert_rewrite("contract.check", "contract.process", "contract.system", "contract.fixtures")
