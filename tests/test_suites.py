"""The summary of "make test": each suite runs, also after one has failed, and is counted."""

from __future__ import annotations

import pathlib
import re

from conftest import ROOT, run_program

# In place of make; its last argument is the target.
MAKE = """#!/bin/sh
for target; do :; done
case $target in
test-go) printf 'ok  \\tgithub.com/a\\t0.1s\\nok  \\tgithub.com/b\\t0.1s\\n' ;;
test-integration)
    echo 'SKIPPED [2] tests/test_a.py:5: missing: cargo'
    echo 'SKIPPED [1] tests/test_b.py:7: missing: cargo'
    echo '2 failed, 5 passed, 3 skipped in 1.20s'
    exit 2
    ;;
test-python) echo '=== 7 passed in 0.10s ===' ;;
test-node) printf '# tests 9\\n# pass 8\\n# fail 0\\n# skipped 1\\n' ;;
esac
"""
SUITES = [f"{name}=test-{name}" for name in ("go", "integration", "python", "node")]


def summary(tmp_path: pathlib.Path, node: str, *suites: str) -> tuple[int, str]:
    directory = tmp_path / "bin"
    directory.mkdir()
    for name, script in {"make": MAKE, "node": f"#!/bin/sh\necho {node}\n", "npm": "#!/bin/sh\n"}.items():
        (directory / name).write_text(script)
        (directory / name).chmod(0o755)
    environment = {"PATH": f"{directory}:/usr/bin:/bin", "MAKE": "make"}
    command = ["sh", "tests/run_suites.sh", str(tmp_path / "logs"), *suites]
    result = run_program(command, cwd=ROOT, env=environment)
    assert result.stderr == ""
    return result.returncode, re.sub(" +", " ", result.stdout.split("=== summary\n")[1])


def test_a_failed_suite_does_not_stop_the_others(tmp_path: pathlib.Path) -> None:
    status, text = summary(tmp_path, "v22.1.0", *SUITES)
    assert status == 1
    assert text == (
        "go passed 2 packages passed, 0 failed\n"
        "integration failed 2 failed, 5 passed, 3 skipped in 1.20s\n"
        "python passed 7 passed in 0.10s\n"
        "node passed 8 passed, 1 skipped\n"
        "\ntests that were not run, and why:\n 3 missing: cargo\n"
    )


def test_an_old_node_is_a_suite_that_was_not_run(tmp_path: pathlib.Path) -> None:
    status, text = summary(tmp_path, "v18.20.4", "python=test-python", "node=test-node")
    assert status == 0
    assert text == (
        "python passed 7 passed in 0.10s\n"
        "node not run node 18: too old; install Node 20 or newer (Debian package nodejs from Debian 13)\n"
    )
