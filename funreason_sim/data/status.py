"""How far a run is, as whoever looks on sees it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..records import Effort
from .alone import in_use
from .reading import Reader, open_reader
from .results import Counts, Session

State = Literal["running", "complete", "exhausted", "stalled", "stopped", "failed", "killed", "new"]
"""`killed`: the last command never said that it ended; `new`: no command has worked on it yet."""
_MINUTE = 60.0


@dataclass(frozen=True)
class RunStatus:
    """A run at one moment.

    `asked` counts the indices that the last command was asked for, `counts` all. `rate` is kept a second: over the last
    minute while it runs, over the last command that made something otherwise. Sizes are bytes.
    """

    folder: Path
    state: State
    counts: Counts
    asked: Counts
    reasons: dict[str, int]
    set_aside: dict[int, str]
    sessions: list[Session]
    rate: float
    store_bytes: int
    samples_bytes: int

    @property
    def last(self) -> Session | None:
        """The last command that worked on it."""
        return self.sessions[-1] if self.sessions else None

    @property
    def at_work(self) -> Session | None:
        """The command that is at work now, once it has begun and until it has ended."""
        return _at_work(self.sessions, self.state)

    @property
    def paced(self) -> Session | None:
        """The command that `rate` is of."""
        return self.at_work or _made(self.sessions)

    @property
    def effort(self) -> Effort:
        """What it took so far."""
        return self.counts.effort

    @property
    def done(self) -> int:
        """Indices that have a result."""
        return self.counts.kept + self.counts.rejected

    @property
    def seconds_left(self) -> float | None:
        """Until as many are kept as are wanted or all indices are done, at this rate; None where that is not known."""
        now = self.at_work
        if now is None or not self.rate:
            return None
        waits = []
        if now.wanted is not None:
            waits.append((now.wanted - self.asked.kept) / self.rate)
        if now.end is not None:
            each = self.rate * (now.kept + now.rejected) / max(1, now.kept)
            waits.append((now.end - now.first - self.asked.kept - self.asked.rejected) / each)
        return max(0.0, min(waits)) if waits else None

    @property
    def bytes_each(self) -> float | None:
        """Of the store, for each kept trajectory."""
        return self.store_bytes / self.counts.kept if self.counts.kept else None


async def status_of(folder: Path) -> RunStatus:
    """The status of the run in a folder; a run may be at work on it.

    Raises:
        StoreError: when it holds no run that can be read.
    """
    path = folder / "run.db"
    async with open_reader(path) as reader:
        live = in_use(path)  # asked first: a run that ends meanwhile has said so when its sessions are read
        async with reader.one_moment():
            sessions = await reader.sessions()
            counts = await reader.counts()
            state = _state(sessions, live, begun=counts.kept + counts.rejected > 0)
            return RunStatus(
                folder=folder,
                state=state,
                counts=counts,
                asked=await _asked(reader, sessions, counts),
                reasons=await reader.rejections(),
                set_aside=await reader.set_aside(),
                sessions=sessions,
                rate=_rate(sessions, state),
                store_bytes=store_size(folder),
                samples_bytes=_size(folder / "trajectories.jsonl"),
            )


def store_size(folder: Path) -> int:
    """Bytes of the run store, what is not yet moved into its main file included."""
    return sum(_size(folder / name) for name in ("run.db", "run.db-wal"))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it comes and goes with the run
        return 0


def _state(sessions: list[Session], live: bool, begun: bool) -> State:
    if live:
        return "running"
    if not sessions:  # a version before 0.2 kept no sessions
        return "stopped" if begun else "new"
    ended = sessions[-1].ended
    return "killed" if ended is None else ended


async def _asked(reader: Reader, sessions: list[Session], counts: Counts) -> Counts:
    if not sessions or (sessions[-1].first, sessions[-1].end) == (0, None):
        return counts
    return await reader.counts(sessions[-1].first, sessions[-1].end)


def _at_work(sessions: list[Session], state: State) -> Session | None:
    return sessions[-1] if state == "running" and sessions and sessions[-1].ended is None else None


def _made(sessions: list[Session]) -> Session | None:
    return next((one for one in reversed(sessions) if one.kept or one.rejected), None)


def _rate(sessions: list[Session], state: State) -> float:
    work, made, now = _at_work(sessions, state), _made(sessions), time.time()
    if work is not None and now - work.seen < _MINUTE:
        return work.rate
    if work is not None:
        return work.kept / (now - work.started)  # fewer than one a minute
    return 0.0 if made is None else made.kept / max(made.seen - made.started, 1e-3)
