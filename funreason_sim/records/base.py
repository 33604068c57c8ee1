"""What all records share: frozen, closed, and with one canonical form to hash."""

from __future__ import annotations

import hashlib
import json
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
        _set(record, "__dict__", fields)
        _set(record, "__pydantic_fields_set__", set(fields))
        _set(record, "__pydantic_extra__", None)
        _set(record, "__pydantic_private__", None)
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


_set = object.__setattr__  # records are frozen to everybody else
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain)
