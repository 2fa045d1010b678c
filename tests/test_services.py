"""Windows services, as far as Linux can test them."""

from __future__ import annotations

import re

from conftest import ROOT, Host


def test_services_are_refused(host: Host) -> None:
    host("services")


def test_header_has_psutils_words_for_services() -> None:
    header = (ROOT / "include" / "psutil.h").read_text()
    record = re.search(r"typedef struct psutil_win_service_t \{.*?\}", header, re.DOTALL)
    assert record
    assert {"automatic", "manual", "disabled", "running", "stopped", "paused"} <= set(re.findall(r'"(\w+)"', record[0]))
