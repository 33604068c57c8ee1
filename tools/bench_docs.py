"""Refreshes the figures in README.md and docs/: runs what each `<!-- ...bench... -->` comment names, once, in place.

    python tools/bench_docs.py

The comment is `funreason-sim bench` or `bench_seats.py` with its options; the block after it becomes what that prints
on this machine, and a picture that its options name is drawn anew. It takes minutes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_FIGURES = re.compile(r"(<!-- ((?:funreason-sim bench|bench_\w+\.py)[^\n]*?) -->\n```\n).*?(?=\n```)", re.DOTALL)
_PICTURE = re.compile(r"--picture (\S+)")


def main() -> None:
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text("utf-8")
        fresh = _FIGURES.sub(lambda found: found[1] + printed(found[2]), text)
        if fresh != text:
            page.write_text(fresh, "utf-8")
            print(page.relative_to(ROOT))


@cache
def printed(command: str) -> str:
    """What a benchmark prints, without spaces at the ends of lines; it draws its pictures in the checkout."""
    for picture in _PICTURE.findall(command):
        (ROOT / picture).parent.mkdir(parents=True, exist_ok=True)
        print(picture)
    first, *options = command.split()
    what = ["-m", "funreason_sim"] if first == "funreason-sim" else [f"tools/{first}"]
    asked = [sys.executable, *what, *options]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


if __name__ == "__main__":
    main()
