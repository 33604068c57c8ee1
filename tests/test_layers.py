"""Each layer imports only below it, siblings never see each other, and the face of the package is light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1] / "funreason_sim"
BELOW: dict[str, set[str]] = {
    "errors": set(),
    "records": {"errors"},
    "sim": {"records", "errors"},
    "data": {"records", "errors"},
    "bfcl": {"sim", "records", "errors"},
    "graph": {"sim", "records", "errors"},
    "agents": {"sim", "records", "errors"},
    "verification": {"sim", "records", "errors"},
    "pipeline": {"graph", "agents", "verification", "bfcl", "data", "sim", "records", "errors"},
    "authoring": {"graph", "sim", "records", "errors"},
    "testing": {"authoring", "sim", "records", "errors"},
    "running": {"pipeline", "agents", "verification", "data", "sim", "records", "errors"},
    "bench": {"running", "pipeline", "graph", "verification", "agents", "data", "sim", "records", "errors"},
    "cli": {
        "bfcl",
        "bench",
        "authoring",
        "running",
        "pipeline",
        "graph",
        "verification",
        "data",
        "sim",
        "records",
        "errors",
    },
}


def _imports(path: Path, package: tuple[str, ...]) -> Iterator[str]:
    """The layers of the package that a module imports from."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            home = package[: len(package) - node.level + 1]
            names = [*home, *(node.module or "").split(".")]
            yield from [names[1]] if len(names) > 1 and names[1] else [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("funreason_sim."):
            yield str(node.module).split(".")[1]


def test_layers_import_only_below() -> None:
    """The table above is the whole of what may be imported from where."""
    seen = 0
    for layer, below in BELOW.items():
        files = [ROOT / f"{layer}.py"] if layer == "errors" else sorted((ROOT / layer).rglob("*.py"))
        for path in files:
            package = ("funreason_sim", *path.relative_to(ROOT).parent.parts)
            for name in _imports(path, package):
                assert name in below | {layer, "errors"}, f"{path.relative_to(ROOT)} imports {name}"
                seen += 1
    assert seen > 150


def test_environments_import_the_simulator_only() -> None:
    """An environment sees the simulator and the errors, and other modules of its own."""
    for path in sorted((ROOT.parent / "environments").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = node.module or "" if isinstance(node, ast.ImportFrom) and not node.level else ""
            assert not module.startswith("funreason_sim") or module in ("funreason_sim.sim", "funreason_sim.errors"), (
                path
            )


def test_the_graph_library_and_the_model_client_stay_in_their_rooms() -> None:
    """networkx is imported in graph/ only, openai in agents/ only."""
    for path in sorted(ROOT.rglob("*.py")):
        text = path.read_text("utf-8")
        for library, room in (("networkx", "graph"), ("openai", "agents")):
            if f"import {library}" in text or f"from {library}" in text:
                assert path.relative_to(ROOT).parts[0] == room, path


def test_importing_the_package_is_light() -> None:
    """`import funreason_sim`, and opening an episode, bring in neither the model client nor the graph library."""
    code = (
        "import sys, funreason_sim; funreason_sim.open_episode('vehicle', seed=1).call('check_tire_pressure')\n"
        "print(sorted({'openai', 'networkx', 'typer', 'aiosqlite'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    """What `__all__` promises can be had, and nothing else."""
    import funreason_sim

    assert all(getattr(funreason_sim, name) is not None for name in funreason_sim.__all__)
    assert set(funreason_sim.__all__) <= set(dir(funreason_sim))
    assert not hasattr(funreason_sim, "nothing")
