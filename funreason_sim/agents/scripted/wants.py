"""Wants: which words of what is wanted are for which argument, and which for a call before."""

from __future__ import annotations

import re
from dataclasses import replace

from .arguments import read
from .owned import around, owned
from .parameters import Parameter
from .plans import Want
from .reading import Said
from .toolbox import ToolDoc


def rest(doc: ToolDoc, want: Want) -> Want:
    """What is wanted without the words that this call takes itself: they are no argument of a call before it."""
    text = want.text
    for said in sorted(read(doc, want.text).said.values(), key=lambda s: -s.start):
        if said.end and not (said.mention and not said.quoted):
            text = f"{text[: said.start]} {text[said.end :]}"
    return replace(want, text=text)


def from_context(doc: ToolDoc, context: str) -> dict[str, Said]:
    """What the words around an ask say for parameters that it must have; yes or no is only said in its own words."""
    found = {}
    for name, said in read(doc, context).said.items():
        parameter = doc.parameter(name)
        if parameter and parameter.required and not said.mention and _is_plain(parameter, said):
            found[name] = said
    return found


def _is_plain(parameter: Parameter, said: Said) -> bool:
    if parameter.shape in ("boolean", "flags"):
        return False
    return parameter.shape != "number" or any(c.isdigit() for c in said.words)


def inner(doc: ToolDoc, want: Want) -> Want:
    """What is wanted without the words that a tool is called after: `echo the contents of "a.txt"`."""
    return replace(want, text=re.sub(rf"\b(?:{'|'.join(doc.title)})\b", " ", want.text, flags=re.IGNORECASE))


def share(doc: ToolDoc, parameter: Parameter, want: Want) -> Want:
    """The words for one parameter: those that describe it alone, or all but those that describe others."""
    own = owned(doc, parameter, want.text)
    if own:
        return replace(want, text=want.text[slice(*own)])
    text = want.text
    for start, end in sorted(around(doc, text), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return replace(want, text=text)
