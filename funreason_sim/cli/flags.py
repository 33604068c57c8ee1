"""Options made from the fields of `RunConfig`, so that name, meaning and default stand in one place.

What a field's docstring says is the option's help, its default is the default shown, and its bounds are checked by the
record itself; only names and short forms are decided here.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_origin

import typer
from pydantic import ValidationError
from pydantic.fields import FieldInfo
from rich.markup import escape

from ..errors import ConfigError
from ..records import RunConfig

_NAMES = {"environments": ("--environment", "-e"), "count": ("--count", "-n")}
_PLAIN = {
    "seed": "Everything that is chance follows from it.",
    "model": "Who sits in the seats: scripted, or a model's name.",
    "scenarios": "Where initial states come from.",
    "sampler": "How a turn's calls are chosen: directed at a target, or at random.",
}
"""Help for the fields that have no docstring; a docstring goes first."""


def with_flags(command: Callable[..., None]) -> Callable[..., None]:
    """The command with one option for each field of `RunConfig` in place of its `**options`."""
    signature = inspect.signature(command, eval_str=True)
    own = [part for part in signature.parameters.values() if part.kind is not part.VAR_KEYWORD]
    made = [*own, *(_parameter(name, field) for name, field in RunConfig.model_fields.items())]
    command.__signature__ = signature.replace(parameters=made)  # type: ignore[attr-defined]
    command.__annotations__ = {part.name: part.annotation for part in made}
    return command


def configuration(options: dict[str, Any]) -> RunConfig:
    """The configuration that these options give; those that were not given keep their defaults.

    Raises:
        ConfigError: naming the flag and what would be right.
    """
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return RunConfig.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ConfigError(_sentence(str(first["loc"][0]), first["msg"], first["input"])) from None


def flag(name: str) -> str:
    """The long option of a field."""
    return _NAMES.get(name, ("--" + name.replace("_", "-"),))[0]


def _sentence(name: str, says: str, given: object) -> str:
    told = says.removeprefix("Input ").removeprefix("Value error, ").replace("'", "")
    return f"{flag(name)} {told[:1].lower()}{told[1:]}, not {given!r}"


def _parameter(name: str, field: FieldInfo) -> inspect.Parameter:
    option = typer.Option(*_NAMES.get(name, (flag(name),)), help=escape(help_text(name)), metavar=_metavar(field))
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, annotation=Annotated[_kind(field), option], default=default)


def _kind(field: FieldInfo) -> Any:
    """The type of the option; what it may be beyond its type, the record says."""
    if field.annotation in (bool, int, int | None):
        return field.annotation
    return list[str] if get_origin(field.annotation) is tuple else str | None


def _metavar(field: FieldInfo) -> str | None:
    return "|".join(get_args(field.annotation)) if get_origin(field.annotation) is Literal else None


def help_text(name: str) -> str:
    """What a field is for, on one line, in the words of the command line."""
    text = " ".join(_docstrings().get(name, _PLAIN.get(name, "")).split())
    for other in RunConfig.model_fields:
        text = text.replace(f"`{other}`", flag(other))
    return text.replace("when None", "unless given")


@cache
def _docstrings() -> dict[str, str]:
    """The text that stands under each field of `RunConfig` in its source."""
    body = ast.parse(inspect.getsource(RunConfig)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found[ast.unparse(field.target)] = str(text.value.value)
    return found
