"""Reads an environment from a folder that a person names: `schema.sql` and `tools.py`, and the rest where it is there.

The folder is imported under a private package name and never through `sys.path`, so a folder or module called `math`
shadows nothing; its modules reach each other by `from . import facts`. They are compiled from their source each time,
so nothing stale is run and nothing is written into the folder.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
import tomllib
import traceback
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from ..errors import EnvironmentDefect, UnknownEnvironment
from .derived import completed
from .environment import Environment, Scenarios, source_digest, summary_of, tool_functions

SCHEMA = "schema.sql"
TOOLS = "tools.py"
_PREFIX = "_funreason_sim_folder_"
_read: dict[tuple[Path, str], Environment] = {}


def environment_from_folder(path: Path) -> Environment:
    """The environment of a folder, named after it; unchanged files give the same object again.

    Raises:
        UnknownEnvironment: when the folder is not there, lacks a file, or its name cannot name an environment.
        EnvironmentDefect: when what is in it is wrong; the message names file and line.
    """
    folder = _checked(path)
    key = (folder, source_digest(folder))
    if key not in _read:
        _read[key] = _environment(*key)
    return _read[key]


def _checked(path: Path) -> Path:
    try:
        folder = path.resolve()
        missing = [name for name in (SCHEMA, TOOLS) if not (folder / name).is_file()]
        there = folder.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise UnknownEnvironment(f"{path} cannot be read as an environment: {error}") from error
    if not there:
        raise UnknownEnvironment(
            f"{path} is no environment: there is no such folder; funreason-sim new-environment makes one"
        )
    if missing:
        raise UnknownEnvironment(f"{path} is no environment: the folder holds no {missing[0]}")
    if not (folder.name.isidentifier() and folder.name.isascii()):
        better = "".join(c if c.isascii() and c.isalnum() else "_" for c in folder.name)
        raise UnknownEnvironment(
            f"{path}: a folder's name is its environment's name, and {folder.name!r} is none; "
            f"use letters, digits and _, as in {better if better.isidentifier() else 'my_shop'}"
        )
    return folder


def _environment(folder: Path, digest: str) -> Environment:
    tools = _module(folder, digest, "tools")
    given = _module(folder, digest, "scenarios") if (folder / "scenarios.py").is_file() else None
    functions = tuple(tool_functions(tools))
    schema = _text(folder / SCHEMA)
    if not functions:
        raise EnvironmentDefect(f"{folder / TOOLS}:1: has no tools: public functions whose first parameter is `world`")
    scenarios: Scenarios = completed(folder.name, schema, functions, given)
    return Environment(
        name=folder.name,
        summary=summary_of(tools),
        schema=schema,
        functions=functions,
        scenarios=scenarios,
        wording=_wording(folder / "wording.toml"),
        handlers=getattr(tools, "HANDLERS", {}),
        source=digest,
    )


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentDefect(f"{file}: cannot be read as text: {error}") from error


def _wording(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise EnvironmentDefect(f"{file}: is no TOML: {error}") from error


def _module(folder: Path, digest: str, name: str) -> ModuleType:
    """One module of the folder, imported with all that it imports from there."""
    package = _package(folder, digest)
    try:
        return importlib.import_module(f"{package}.{name}")
    except EnvironmentDefect:
        raise
    except SyntaxError as error:
        raise EnvironmentDefect(f"{error.filename}:{error.lineno or 1}: is no Python: {error.msg}") from error
    except Exception as error:
        raise EnvironmentDefect(_told(folder, folder / f"{name}.py", error)) from error
    finally:
        importlib.invalidate_caches()


def _told(folder: Path, module: Path, error: Exception) -> str:
    """Where in the folder an import went wrong, and how to import a neighbour when that was it."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if Path(f.filename).is_relative_to(folder)]
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else f"{module}:1"
    missing = (error.name or "").split(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    hint = f"; write `from . import {missing}`" if missing and (folder / f"{missing}.py").is_file() else ""
    return f"{place}: cannot be imported: {type(error).__name__}: {error}{hint}"


def _package(folder: Path, digest: str) -> str:
    """The name of the package that stands for the folder as it is now; its `__init__.py`, if any, is not run."""
    named = hashlib.blake2b(f"{folder}\x1f{digest}".encode(errors="surrogateescape"), digest_size=12).hexdigest()
    name = f"{_PREFIX}{named}"
    if name not in sys.modules:
        if _FINDER not in sys.meta_path:
            sys.meta_path.append(_FINDER)
        spec = ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        sys.modules[name] = module_from_spec(spec)
    return name


class _Fresh(SourceFileLoader):
    """Compiles the source as it is now; reads and writes no bytecode."""

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.get_data(self.path), self.path, "exec", dont_inherit=True)


class _Finder(MetaPathFinder):
    """Finds the modules of folders, and nothing else."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith(_PREFIX):
            return None
        for place in path or ():
            base = Path(place) / fullname.rpartition(".")[2]
            for file, inside in ((base.with_suffix(".py"), None), (base / "__init__.py", [str(base)])):
                if file.is_file():
                    loader = _Fresh(fullname, str(file))
                    return spec_from_file_location(fullname, file, loader=loader, submodule_search_locations=inside)
        return None


_FINDER = _Finder()
