"""Writes docs/reference.md from the code; with --check it only says whether it is up to date."""

from __future__ import annotations

import argparse
import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
ROOMS = {
    "funreason_sim.sim": "What an environment is written with, and what runs it.",
    "funreason_sim.testing": "The words of a test; the fixtures are in [testing.md](testing.md).",
    "funreason_sim.errors": "What an author may raise, and what is raised at authors.",
}
ERRORS = ("EnvironmentClash", "EnvironmentDefect", "ScenarioError", "ToolBroken", "UnknownEnvironment", "UsageError")
HEAD = """\
# Reference of the authoring API

Generated from the code by `tools/make_reference.py`; a test says when it is stale. How it all goes together is in
[environments.md](environments.md).
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for room, told in ROOMS.items():
        module = importlib.import_module(room)
        names = ERRORS if room.endswith("errors") else sorted(module.__all__, key=str.lower)
        parts.append(f"\n## `{room}`\n\n{told}\n")
        parts += [entry for name in names for entry in _entry(name, getattr(module, name))]
    return "".join(parts)


def _entry(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, ModuleType):
        yield f"\n### `{name}`\n\n{_text(value)}"
        yield from _contents(value)
    elif isinstance(value, FunctionType):
        yield f"\n### `{name}{_signature(value)}`\n\n{_text(value)}"
    elif isinstance(value, type) and value.__module__.startswith("funreason_sim"):
        yield f"\n### `{name}`\n\n{_text(value)}"
        yield from _members(value)
    else:
        yield f"\n### `{name}`\n\n{_alias(value)}\n"


def _contents(module: ModuleType) -> Iterator[str]:
    """What a module offers: its own functions and classes, and values of those classes."""
    own = tuple(item for item in vars(module).values() if getattr(item, "__module__", "") == module.__name__)
    kinds = tuple(item for item in own if isinstance(item, type))
    for name, value in vars(module).items():
        if name.startswith("_"):
            continue
        if isinstance(value, FunctionType) and value in own:
            yield f"\n- `{name}{_signature(value)}`: {_first(value)}\n"
        elif value in kinds:
            yield f"\n- `{name}`: {_first(value)}\n"
        elif isinstance(value, kinds):
            yield f"\n- `{name}`: {value.wanted}\n"


def _members(owner: type) -> Iterator[str]:
    for name, value in vars(owner).items():
        if name.startswith("_") or not getattr(inspect.unwrap(_function(value)), "__doc__", None):
            continue
        if isinstance(value, property) or hasattr(value, "func"):
            yield f"\n- `{name}`: {_first(_function(value))}\n"
        elif isinstance(value, FunctionType | classmethod | staticmethod):
            function = _function(value)
            yield f"\n- `{name}{_signature(function)}`: {_first(function)}\n"


def _function(value: Any) -> Any:
    return getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", None) or value


def _signature(function: Any) -> str:
    """As it stands in the source, without self and cls."""
    signature = inspect.signature(function)
    kept = [
        p.replace(annotation=_Bare(p.annotation)) for n, p in signature.parameters.items() if n not in ("self", "cls")
    ]
    return str(signature.replace(parameters=kept, return_annotation=_Bare(signature.return_annotation)))


class _Bare:
    """An annotation that prints without quotes."""

    def __init__(self, annotation: object) -> None:
        self._text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)

    def __repr__(self) -> str:
        return self._text


def _text(value: Any) -> str:
    """A docstring, its sections as lists."""
    lines = []
    for line in (inspect.getdoc(value) or "").splitlines():
        bare = line.strip()
        if bare in ("Args:", "Raises:", "Returns:") and not line.startswith(" "):
            lines += [bare, ""]
        elif line.startswith("    ") and ":" in bare and not line.startswith("     "):
            name, _, told = bare.partition(": ")
            lines.append(f"- `{name}`: {told}")
        else:
            lines.append(bare)
    return "\n".join(lines).strip() + "\n"


def _first(value: Any) -> str:
    return (inspect.getdoc(value) or "").split("\n\n")[0].replace("\n", " ")


def _alias(value: Any) -> str:
    if inspect.isclass(value) or inspect.isfunction(value) or value.__class__.__module__ == "typing_extensions":
        return f"`{value.__module__}.{value.__qualname__}`" if hasattr(value, "__qualname__") else f"`{value!r}`"
    return f"`{value}`".replace("funreason_sim.", "").replace("typing.", "").replace("collections.abc.", "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page differs")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the page is")
    options = parser.parse_args()
    if not options.check:
        options.page.write_text(page(), "utf-8")
        return 0
    if options.page.is_file() and options.page.read_text("utf-8") == page():
        return 0
    print(f"{options.page.name} is not what the code says; run: python tools/make_reference.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
