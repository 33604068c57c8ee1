"""What the parent of a run and its workers say to each other.

A worker pulls blocks of indices and sends back what it made of each; it computes, and owns nothing. Messages travel as
pickles over a socket between processes of one program, or as they are within one process.
"""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass

from ..data.results import IndexResult
from ..records import GraphRecord, RunConfig


@dataclass(frozen=True, slots=True)
class Hello:
    """Parent: what to work on. The graphs come along, so that no worker learns one."""

    config: RunConfig
    identity: str
    graphs: dict[str, GraphRecord]


@dataclass(frozen=True, slots=True)
class Pull:
    """Worker: there is room for more."""


@dataclass(frozen=True, slots=True)
class Block:
    """Parent: build these indices."""

    indices: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """Worker: what became of an index; with `keep_episodes`, the database of a kept one."""

    result: IndexResult
    episode: bytes | None


@dataclass(frozen=True, slots=True)
class Ask:
    """Worker: one call to a seat wants to begin."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Parent: it may."""


@dataclass(frozen=True, slots=True)
class Return:
    """Worker: it has ended."""


@dataclass(frozen=True, slots=True)
class Unable:
    """Worker: it cannot work on this, and why, in one sentence."""

    sentence: str


Said = Pull | Made | Ask | Return | Unable
"""By a worker."""
Told = Hello | Block | Grant
"""To a worker."""

_HEAD = struct.Struct(">Q")
HEAD_BYTES = _HEAD.size


def frame(said: object) -> bytes:
    """A message as it travels: its length, then its pickle."""
    body = pickle.dumps(said, pickle.HIGHEST_PROTOCOL)
    return _HEAD.pack(len(body)) + body


def length(head: bytes) -> int:
    """How many bytes follow this head."""
    (size,) = _HEAD.unpack(head)
    return int(size)


def message(body: bytes) -> Said | Told:
    """The message that travelled as these bytes."""
    received: Said | Told = pickle.loads(body)
    return received
