"""Writes schemas/*.json from the records; with --check it only says whether they are up to date."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pydantic import TypeAdapter

from funreason_sim.records import Event, GraphRecord, RunConfig, Sample, Verdict

FOLDER = Path(__file__).resolve().parent.parent / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

RECORDS: dict[str, TypeAdapter[object]] = {
    "sample": TypeAdapter(Sample),
    "verdict": TypeAdapter(Verdict),
    "run_config": TypeAdapter(RunConfig),
    "event": TypeAdapter(Event),
    "graph": TypeAdapter(GraphRecord),
}


def schema_text(adapter: TypeAdapter[object]) -> str:
    """What a reader accepts, so a field with a default may be missing."""
    document = {"$schema": DIALECT, **adapter.json_schema(mode="validation")}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def stale(folder: Path) -> list[Path]:
    """The files that are not what the records say, those that no record makes included."""
    wanted = {folder / f"{name}.json": schema_text(adapter) for name, adapter in RECORDS.items()}
    differing = [path for path, text in wanted.items() if not path.is_file() or path.read_text("utf-8") != text]
    return sorted([*differing, *(path for path in folder.glob("*.json") if path not in wanted)])


def write(folder: Path) -> None:
    for name, adapter in RECORDS.items():
        (folder / f"{name}.json").write_text(schema_text(adapter), "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file differs")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the schemas are")
    options = parser.parse_args()
    if not options.check:
        write(options.folder)
        return 0
    differing = stale(options.folder)
    for path in differing:
        print(f"{path.name} is not what the records say; run: python tools/make_schemas.py", file=sys.stderr)
    return int(bool(differing))


if __name__ == "__main__":
    sys.exit(main())
