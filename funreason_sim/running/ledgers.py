"""Where a run's results are kept: in its folder, or in memory until they are asked for."""

from __future__ import annotations

from pathlib import Path

from ..data.files import replacing
from ..data.results import Ended
from ..data.store import Store
from ..verification.checks import sample_id
from .folder import SAMPLES, save_episode
from .messages import Made


class InMemory:
    """Keeps the lines of kept samples, for a run without a folder."""

    def __init__(self) -> None:
        self.lines: dict[int, bytes] = {}

    async def begin(self, workers: int, wanted: int | None, first: int, end: int | None) -> None:
        """There is nothing to note."""

    async def commit(self, made: list[Made]) -> None:
        """Keep the lines of kept samples."""
        self.lines |= {item.result.index: item.result.line for item in made if item.result.line is not None}

    async def put_aside(self, indices: tuple[int, ...], how: str) -> None:
        """Nothing is known of them."""

    async def close(self, why: Ended, limit: int | None, first: int, end: int | None) -> None:
        """There is nothing to close."""


class OnDisk:
    """Keeps results in `run.db`, and writes `trajectories.jsonl` from it at the end.

    Raises:
        StoreError: when something cannot be written.
    """

    def __init__(self, store: Store, out: Path, keep_episodes: bool, identity: str) -> None:
        self._store = store
        self._out = out
        self._keep_episodes = keep_episodes
        self._identity = identity

    async def begin(self, workers: int, wanted: int | None, first: int, end: int | None) -> None:
        """Note what this command is about to do."""
        await self._store.begin_session(workers, wanted, first, end)

    async def commit(self, made: list[Made]) -> None:
        """Write results in one transaction; kept episodes first, so that each sample has its file."""
        for item in made:
            if item.episode is not None:
                save_episode(self._out, sample_id(self._identity, item.result.index), item.episode)
        await self._store.add([item.result for item in made])

    async def put_aside(self, indices: tuple[int, ...], how: str) -> None:
        """Note indices that workers died of."""
        await self._store.put_aside(indices, how)

    async def close(self, why: Ended, limit: int | None, first: int, end: int | None) -> None:
        """Write `trajectories.jsonl` whole, from what is committed, and how the command ended."""
        await self._store.end_session(why)
        with replacing(self._out / SAMPLES) as file:
            async for _, line in self._store.kept(limit, first, end):
                file.write(line)
