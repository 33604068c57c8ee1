"""Makes the folder of a new environment: whole, tried and ready to be edited, or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import apsw
from jinja2 import Environment as Templates
from jinja2 import StrictUndefined

from ..errors import ConfigError
from ..sim import Dice, open_episode
from ..sim.folder import environment_from_folder
from .described import draft_from_description
from .draft import Draft
from .files_text import readme_text, tests_text
from .storage import draft_from_schema
from .tool_text import tools_text
from .wording_text import wording_text

_STARTER = {
    "schema.sql": "schema.sql.j2",
    "tools.py": "tools.py.j2",
    "wording.toml": "wording.toml.j2",
    "tests/test_{name}.py": "test_NAME.py.j2",
    "README.md": "README.md.j2",
}


@dataclass(frozen=True)
class Made:
    """A new environment: its folder, its files, how much there is of it, and what could not be derived."""

    folder: Path
    files: tuple[str, ...]
    tables: tuple[str, ...]
    tools: tuple[str, ...]
    notes: tuple[str, ...]


def new_environment(folder: Path, source: Path | None = None) -> Made:
    """Write a new environment, a small shop or one made from a description, and see that it opens.

    Raises:
        ConfigError: when the folder is there already, its name cannot name an environment, or the source is unusable.
        EnvironmentDefect: when the tables of a schema let no row in.
    """
    name = _name(folder)
    draft = _draft(name, source) if source is not None else None
    files = _files(draft) if draft else _starter(name)
    parent = folder.resolve().parent
    try:
        with tempfile.TemporaryDirectory(prefix=".new-environment-", dir=parent) as beside:
            written = Path(beside) / name
            _write(written, files)
            environment = environment_from_folder(written)
            with open_episode([environment], {name: environment.scenarios.generate(Dice("new"))}):
                pass
            shutil.move(written, folder)
    except OSError as error:
        raise ConfigError(f"{folder} cannot be made: {error.strerror or error}") from error
    notes = draft.notes if draft else ()
    return Made(folder, tuple(files), environment.tables, tuple(environment.tools), notes)


def _name(folder: Path) -> str:
    name = folder.resolve().name
    if not (name.isidentifier() and name.isascii()) or name.startswith("_"):
        raise ConfigError(f"{str(folder)!r}: an environment's name is made of letters, digits and _, as in my_shop")
    if folder.exists() or folder.is_symlink():
        raise ConfigError(f"{folder} is there already; choose another name, or remove it first")
    if not folder.resolve().parent.is_dir():
        raise ConfigError(f"{folder} cannot be made: there is no folder {folder.parent}")
    return name


def _draft(name: str, source: Path) -> Draft:
    try:
        text = source.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise ConfigError(f"{source} cannot be read: {told}") from error
    if source.suffix == ".sql":
        return _from_schema(name, text, source)
    if source.suffix == ".json":
        return draft_from_description(name, text, str(source), source.name)
    raise ConfigError(f"{source}: --from takes a schema (.sql), or an OpenAPI or MCP description as JSON (.json)")


def _from_schema(name: str, text: str, source: Path) -> Draft:
    try:
        draft = draft_from_schema(name, text, source.name)
    except apsw.Error as error:
        raise ConfigError(f"{source} does not run as an SQLite schema: {error}") from error
    if not draft.operations:
        raise ConfigError(f"{source} creates no table; an environment needs one at least")
    return draft


def _files(draft: Draft) -> dict[str, str]:
    return {
        "schema.sql": draft.schema,
        "tools.py": tools_text(draft),
        "wording.toml": wording_text(draft),
        f"tests/test_{draft.name}.py": tests_text(draft),
        "README.md": readme_text(draft),
    }


def _starter(name: str) -> dict[str, str]:
    templates = Templates(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)
    folder = resources.files(__package__) / "starter"
    return {
        path.format(name=name): templates.from_string((folder / template).read_text("utf-8")).render(name=name)
        for path, template in _STARTER.items()
    }


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
