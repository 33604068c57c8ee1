"""One long run: what the parent's memory, the store and `status` do while it grows.

    python tools/bench_long.py -n 20000 -- -e vehicle --turns 1

What follows `--` goes to `funreason-sim generate`. The run is made in a temporary folder and removed.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EVERY = 5.0  # seconds between two looks
COLUMNS = ("kept", "parent MiB", "workers MiB", "run.db MB", "kB each", "kept/s", "status ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=20_000, help="trajectories (default: %(default)s)")
    parser.add_argument("--rows", type=int, default=12, help="rows printed (default: %(default)s)")
    parser.add_argument("rest", nargs="*", help="options of generate")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        looks = watched(Path(folder) / "run", asked.n, asked.rest)
    report(looks, asked.rows)
    return 0


def watched(out: Path, number: int, rest: list[str]) -> list[dict[str, float]]:
    """What was seen every few seconds, until the run ended."""
    command = [sys.executable, "-m", "funreason_sim", "generate", "--out", str(out), "-n", str(number), *rest]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    looks = []
    while process.poll() is None:
        time.sleep(EVERY)
        if (out / "run.db").exists() and process.poll() is None:
            looks.append(look(out, process.pid))
    if process.returncode:
        raise SystemExit(f"generate ended with exit code {process.returncode}")
    looks.append({**look(out, None), "parent": looks[-1]["parent"], "workers": looks[-1]["workers"]})
    return looks


def look(out: Path, parent: int | None) -> dict[str, float]:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "funreason_sim", "status", str(out), "--json"], capture_output=True, check=True
    )
    seconds = time.perf_counter() - began
    status = json.loads(done.stdout)
    found = {
        "kept": status["kept"],
        "size": status["store_bytes"],
        "rate": status["rate"],
        "status": seconds,
        "parent": 0.0,
        "workers": 0.0,
    }
    if parent is not None:
        found["parent"] = resident(parent)
        found["workers"] = sum(map(resident, children(parent)))
    return found


def resident(pid: int) -> float:
    """MiB of memory that a process holds; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:")), 0.0)


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def report(looks: list[dict[str, float]], rows: int) -> None:
    print(f"python tools/bench_long.py {' '.join(sys.argv[1:])}")
    print("".join(f"{name:>13}" for name in COLUMNS))
    for seen in looks[:: max(1, len(looks) // rows)] + looks[-1:]:
        each = seen["size"] / 1e3 / max(seen["kept"], 1)
        cells = (
            f"{seen['kept']:,.0f}",
            f"{seen['parent']:.1f}",
            f"{seen['workers']:.1f}",
            f"{seen['size'] / 1e6:.1f}",
            f"{each:.1f}",
            f"{seen['rate']:.1f}",
            f"{seen['status'] * 1e3:.0f}",
        )
        print("".join(f"{cell:>13}" for cell in cells))
    times = [seen["status"] * 1e3 for seen in looks]
    print(f"status: median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms, process start included")


if __name__ == "__main__":
    sys.exit(main())
