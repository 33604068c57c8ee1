"""What all records share: frozen, closed, and with one canonical form to hash."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, JsonValue

__all__ = ["JsonValue", "Record", "canonical", "digest_of"]


class Record(BaseModel):
    """A written-down fact: immutable, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    @classmethod
    def made(cls, **fields: Any) -> Self:
        """A record of fields that are known to be right, all of them in order: nothing is looked at."""
        record = cls.__new__(cls)
        _set_fields(record, fields)
        _set_names(record, _names(cls))
        _set_extra(record, None)
        _set_private(record, None)
        return record


def canonical(value: object) -> str:
    """The one JSON text of a value: sorted keys, no spaces, ASCII.

    Raises:
        ValueError: for NaN and infinities, which JSON does not have.
    """
    return _ENCODER.encode(value)


def digest_of(value: object) -> str:
    """The hexadecimal BLAKE2b-128 of the canonical text of a value."""
    return hashlib.blake2b(canonical(value).encode(), digest_size=16).hexdigest()


def _plain(value: object) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"{type(value).__name__} has no canonical form")


@cache
def _names(record: type[BaseModel]) -> set[str]:
    """The fields of a kind of record; pydantic copies such a set before it changes it."""
    return set(record.model_fields)


# Records are frozen to everybody else; these are the slots of a pydantic model.
_set_fields = BaseModel.__dict__["__dict__"].__set__
_set_names = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)
