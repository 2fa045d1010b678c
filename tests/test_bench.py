"""make bench works: every peer that this machine can have, what they find, the targets, the chart. Asserts no time."""

from __future__ import annotations

import json
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_quick_bench_measures_every_peer_once() -> None:
    run = subprocess.run(["make", "bench", "QUICK=--quick"], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    results = json.loads((ROOT / "build/bench/results.json").read_text())
    assert len(results["tables"]["30"]["rounds"]["libpsutil, C"]) == 1
    assert results["targets"]
    assert all(target["met"] is not None for target in results["targets"] if "sysinfo" not in target["what"])
    assert (ROOT / "build/bench/chart.png").read_bytes().startswith(b"\x89PNG")
