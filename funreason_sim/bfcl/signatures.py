"""Python's own binding of arguments to the benchmark's methods, with Python's own complaints.

For each tool a method of the same name, parameters and class is made, that does nothing but give back what it got: what
Python says of a missing or unexpected argument is then what it says there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ..sim import Tool

_SILENT = object()
Binder = Callable[..., dict[str, Any]]


@cache
def binder(official: str, tool: Tool) -> Binder:
    """A function that binds positional and named arguments to the parameters of a tool; what was not given is left out.

    Calling it raises TypeError, in Python's words, for arguments that the method of the class does not take.
    """
    properties = tool.spec.parameters["properties"]
    names = list(properties) if isinstance(properties, Mapping) else []
    parameters = [f"{name}=_SILENT" if name in tool.defaults else name for name in names]
    given = ", ".join(f"({name!r}, {name})" for name in names)
    source = (
        f"class {official}:\n"
        f"    def {tool.name}({', '.join(['self', *parameters])}):\n"
        f"        return {{name: value for name, value in ({given}{',' if given else ''}) if value is not _SILENT}}\n"
    )
    space: dict[str, Any] = {"_SILENT": _SILENT}
    exec(source, space)  # the names are those of our own tools
    bound: Binder = getattr(space[official](), tool.name)
    return bound
