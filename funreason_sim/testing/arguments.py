"""Arguments for a tool, generated from its schema: what a user could say, what calls returned, what else fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from ..records import JsonValue, ToolSpec
from ..sim import Pools
from ..sim.values import Ledger

_INTEGER = 1 << 63
_SCALARS = st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=8)


def arguments(spec: ToolSpec, pools: Pools, ledger: Ledger) -> st.SearchStrategy[dict[str, JsonValue]]:
    """Calls of a tool: every required parameter, and optional ones now and then."""
    properties: Any = spec.parameters["properties"]
    required: Any = spec.parameters["required"]
    values = {name: _value(spec.name, name, schema, pools, ledger) for name, schema in properties.items()}
    must = {name: value for name, value in values.items() if name in required}
    return st.fixed_dictionaries(must, optional={n: v for n, v in values.items() if n not in must})


def _value(tool: str, name: str, schema: Mapping[str, Any], pools: Pools, ledger: Ledger) -> st.SearchStrategy[Any]:
    form = schema.get("format", "")
    said = list(pools.get(f"{tool}.{name}") or pools.get(form) or ())
    given = [item.found.value for item in ledger.given(form)] if form else []
    sources = [st.sampled_from(values) for values in (given, said) if values]
    return st.one_of(*sources, from_schema(schema))


def from_schema(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Values of a JSON Schema, boundaries included; what a schema does not say is left open."""
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of(*map(from_schema, schema["anyOf"]))
    make = _MAKERS.get(schema.get("type", ""))
    return make(schema) if make else _SCALARS


def _integers(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    low = schema.get("minimum", schema.get("exclusiveMinimum", -_INTEGER - 1) + 1)
    high = schema.get("maximum", schema.get("exclusiveMaximum", _INTEGER) - 1)
    return st.sampled_from(_edges(int(low), int(high))) | st.integers(int(low), int(high))


def _edges(low: int, high: int) -> list[int]:
    """Where checks are off by one: around nothing, and at the limits."""
    return [number for number in dict.fromkeys((0, 1, -1, low, high)) if low <= number <= high]


def _numbers(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    return st.floats(
        above if low is None else low,
        below if high is None else high,
        exclude_min=low is None and above is not None,
        exclude_max=high is None and below is not None,
        allow_nan=False,
        allow_infinity=False,
    )


def _texts(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"])
    low = schema.get("minLength", 0)
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=low, max_size=schema.get("maxLength", low + 12))


def _lists(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    low = schema.get("minItems", 0)
    return st.lists(from_schema(schema.get("items", {})), min_size=low, max_size=schema.get("maxItems", low + 4))


def _objects(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    named = {name: from_schema(inner) for name, inner in schema.get("properties", {}).items()}
    must = {name: value for name, value in named.items() if name in schema.get("required", ())}
    if named:
        return st.fixed_dictionaries(must, optional={n: v for n, v in named.items() if n not in must})
    rest = schema.get("additionalProperties")
    return st.dictionaries(st.text(max_size=8), from_schema(rest if isinstance(rest, dict) else {}), max_size=3)


_MAKERS = {
    "array": _lists,
    "boolean": lambda _: st.booleans(),
    "integer": _integers,
    "null": lambda _: st.none(),
    "number": _numbers,
    "object": _objects,
    "string": _texts,
}
