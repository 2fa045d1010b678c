"""Writes the software bill of materials of the library (CycloneDX), which every artefact contains: bill.py OUTPUT

cyclonedx-gomod ($CYCLONEDX, run with $GO) lists what is linked. It describes one build, at one moment, by its commit;
the bill holds for the release on every platform, and depends on the version and go.mod alone.
"""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
from typing import Any

OURS = "github.com/libpsutil/libpsutil"
LICENCES = {
    OURS: "BSD-3-Clause",
    "github.com/mattn/go-pointer": "MIT",
    "golang.org/x/sys": "BSD-3-Clause",
    "std": "BSD-3-Clause",
}


def listed() -> Any:
    with tempfile.TemporaryDirectory() as work:
        output = pathlib.Path(work, "bill.json")
        tool = [*os.environ.get("GO", "go").split(), "run", "-buildvcs=false", os.environ["CYCLONEDX"]]
        options = ["app", "-json", "-noserial", "-std", "-main", "capi", "-output", str(output), "."]
        result = subprocess.run(
            [*tool, *options], env={**os.environ, "CGO_ENABLED": "1"}, capture_output=True, text=True
        )
        if result.returncode:
            sys.exit(result.stderr)
        return json.loads(output.read_text())


def described(component: dict[str, Any], version: str) -> dict[str, Any]:
    """Returns a component without what is true of one build only, and with its licence."""
    name = component["name"]
    kept = {key: component[key] for key in component if key not in ("evidence", "properties")}
    kept["licenses"] = [{"license": {"id": LICENCES[name]}}]
    kept["purl"] = kept["bom-ref"].split("?")[0]
    if name == OURS:
        kept |= {"bom-ref": f"pkg:golang/{OURS}@v{version}", "type": "library", "version": f"v{version}"}
        kept["purl"] = kept["bom-ref"]
    return kept


def main(output: pathlib.Path, version: str) -> None:
    bill = listed()
    commit = bill["metadata"]["component"]["bom-ref"]
    library = described(bill["metadata"]["component"], version)
    tools = [{key: tool[key] for key in ("vendor", "name", "version")} for tool in bill["metadata"]["tools"]]
    bill["metadata"] = {"tools": tools, "component": library}
    bill["components"] = [described(component, version) for component in bill["components"]]
    for dependency in bill["dependencies"]:
        dependency["ref"] = dependency["ref"].replace(commit, library["bom-ref"])
    output.write_text(json.dumps(bill, indent=2) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), os.environ["VERSION"])
