"""What a user gets from the wheel, and where the installed package finds its data."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

# Folder in the checkout -> folder in the wheel.
PACKAGE_FOLDERS = {
    "funreason_sim": "funreason_sim",
    "environments": "funreason_sim/environments",
    "migrations": "funreason_sim/migrations",
    "schemas": "funreason_sim/schemas",
}
# Files that are for readers of the checkout only.
NOT_SHIPPED = {".md", ".pyc"}

FIND_DATA = """
import importlib, json
from importlib.resources import files

found = {}
for name in ("environments", "environments.travel", "environments.vehicle", "migrations", "schemas"):
    package = "funreason_sim." + name
    importlib.import_module(package)
    found[name] = sorted(entry.name for entry in files(package).iterdir())
print(json.dumps(found))
"""

FIND_ENTRY_POINTS = """
import json
from importlib.metadata import entry_points

group = entry_points(group="funreason_sim.environments")
for point in group:
    point.load()
print(json.dumps({point.name: point.value for point in group}))
"""


@pytest.fixture(scope="module")
def wheel(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the checkout, so that building leaves nothing behind in it."""
    work = tmp_path_factory.mktemp("wheel")
    source = work / "source"
    shutil.copytree(
        repo_root,
        source,
        ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "runs", "htmlcov"),
    )
    command = [sys.executable, "-m", "pip", "wheel", ".", "--no-deps", "--no-build-isolation", "--wheel-dir", str(work)]
    built = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    [path] = work.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel_names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_python(code: str, *options: str, cwd: Path) -> Any:
    """Run code in a fresh interpreter that does not see the caller's folder, and read the JSON it prints."""
    command = [sys.executable, "-I", *options, "-c", code]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def run_with_wheel(code: str, unpacked: Path, cwd: Path) -> Any:
    """Run code against the unpacked wheel and the installed dependencies.

    -S leaves out the site module and with it the .pth files, so no editable install can answer an import.
    """
    paths = [str(unpacked), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    prelude = (
        f"import sys; sys.path[:0] = {paths!r}\n"
        "import funreason_sim\n"
        f"assert funreason_sim.__file__.startswith({str(unpacked)!r}), funreason_sim.__file__\n"
    )
    return run_python(prelude + code, "-S", cwd=cwd)


def files_to_ship(repo_root: Path) -> set[str]:
    """The names that the files of the package folders should have in the wheel."""
    names = set()
    for folder, target in PACKAGE_FOLDERS.items():
        for path in (repo_root / folder).rglob("*"):
            parts = path.relative_to(repo_root / folder).parts
            hidden = any(part.startswith(".") or part == "__pycache__" for part in parts)
            if path.is_file() and not hidden and path.suffix not in NOT_SHIPPED:
                names.add(str(PurePosixPath(target, *parts)))
    return names


def data_on_disk(repo_root: Path, folder: str, suffix: str) -> set[str]:
    return {path.name for path in (repo_root / folder).glob(f"*{suffix}")}


def assert_data_found(found: dict[str, list[str]], repo_root: Path) -> None:
    for name in found:
        folder = name.replace(".", "/")
        for suffix in (".json", ".sql", ".toml"):
            assert data_on_disk(repo_root, folder, suffix) <= set(found[name])
    assert any(name.endswith(".sql") for name in found["migrations"])
    assert any(name.endswith(".json") for name in found["schemas"])
    for environment in ("environments.travel", "environments.vehicle"):
        assert any(name.endswith(".sql") for name in found[environment])
        assert any(name.endswith(".toml") for name in found[environment])


def test_every_package_folder_is_in_the_wheel(repo_root: Path, wheel_names: set[str]) -> None:
    """A folder with an __init__.py cannot be forgotten in pyproject.toml."""
    packages = {name for name in files_to_ship(repo_root) if name.endswith("/__init__.py")}
    assert {f"{target}/__init__.py" for target in PACKAGE_FOLDERS.values()} <= packages
    assert packages - wheel_names == set()


def test_every_module_and_data_file_is_in_the_wheel(repo_root: Path, wheel_names: set[str]) -> None:
    """Each module, SQL, TOML, JSON and template file of the package folders is shipped."""
    assert files_to_ship(repo_root) - wheel_names == set()


def test_the_wheel_holds_only_the_package_and_its_metadata(wheel_names: set[str]) -> None:
    """Nothing of tests/, tools/ or docs/ and no second top-level name is shipped."""
    top_level = {name.split("/")[0] for name in wheel_names}
    assert top_level == {"funreason_sim", "funreason_sim-0.1.0.dist-info"}
    for folder in ("tests", "tools", "docs"):
        assert not any(name.startswith(f"funreason_sim/{folder}/") for name in wheel_names)


def test_the_wheel_carries_its_licence_and_notice(wheel_names: set[str]) -> None:
    """The licence and the notice about the benchmark travel with the wheel."""
    assert "funreason_sim-0.1.0.dist-info/licenses/LICENSE" in wheel_names
    assert "funreason_sim-0.1.0.dist-info/licenses/NOTICE" in wheel_names


def test_the_wheel_finds_its_data_from_any_folder(repo_root: Path, unpacked: Path, tmp_path: Path) -> None:
    """Environments, migrations and schemas of the wheel are found through importlib.resources."""
    assert_data_found(run_with_wheel(FIND_DATA, unpacked, tmp_path), repo_root)


def test_the_wheel_names_all_environments_as_entry_points(repo_root: Path, unpacked: Path, tmp_path: Path) -> None:
    """The entry points of the wheel name every folder of environments, and all load."""
    names = [folder.name for folder in (repo_root / "environments").iterdir() if (folder / "schema.sql").is_file()]
    assert len(names) == 8
    assert run_with_wheel(FIND_ENTRY_POINTS, unpacked, tmp_path) == {
        name: f"funreason_sim.environments.{name}:environment" for name in names
    }


def test_the_console_script_of_the_wheel_can_be_called(unpacked: Path, tmp_path: Path) -> None:
    """The console script of the wheel points at a function that exists."""
    code = """
import json
from importlib.metadata import entry_points

[point] = entry_points(group="console_scripts", name="funreason-sim")
print(json.dumps(callable(point.load())))
"""
    assert run_with_wheel(code, unpacked, tmp_path) is True


def test_the_running_install_finds_its_data_from_any_folder(repo_root: Path, tmp_path: Path) -> None:
    """The install under test, editable or not, finds its data without help from the working folder."""
    assert_data_found(run_python(FIND_DATA, cwd=tmp_path), repo_root)
