"""Makes one run of several that have one identity and no index in common, after every sample was verified again."""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ..data.alone import alone_in, in_use
from ..data.files import reason, replacing
from ..data.reading import Reader, open_reader
from ..data.store import Store, differences, open_store
from ..errors import StoreError
from ..records import Finding, JsonValue, RunConfig, digest_of
from .folder import SAMPLES, write_config
from .jury import Case, examine

Span = tuple[int, int]
"""Indices from the first to the last, both included."""


@dataclass(frozen=True)
class Part:
    """A run to be merged: its folder, and the indices that are done in it."""

    folder: Path
    spans: tuple[Span, ...]
    kept: int
    rejected: int


@dataclass(frozen=True)
class Doubt:
    """A sample that does not hold, and what was found."""

    folder: Path
    index: int
    finding: Finding


@dataclass
class Merged:
    """What a merge came to; nothing was written where there are doubts."""

    identity: str
    parts: Sequence[Part]
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def kept(self) -> int:
        """Samples of all parts."""
        return sum(part.kept for part in self.parts)

    @property
    def rejected(self) -> int:
        """Rejected indices of all parts."""
        return sum(part.rejected for part in self.parts)

    @property
    def spans(self) -> list[Span]:
        """The indices that are done, in order."""
        return _joined([span for part in self.parts for span in part.spans])

    @property
    def missing(self) -> list[Span]:
        """The indices between the first and the last that no part has."""
        spans = self.spans
        return [(a[1] + 1, b[0] - 1) for a, b in pairwise(spans)]


Tell = Callable[[int, int], None]
"""Hears how many samples are verified, and of how many."""


async def merge(
    folders: Sequence[Path], out: Path, tell: Tell = lambda done, total: None, environments: Sequence[str] = ()
) -> Merged:
    """Verify the samples of all folders, and write one run of them to `out`, whole or not at all.

    `environments` are the paths of those that are not installed.

    Raises:
        StoreError: when a folder is no run, is at work, is of another identity or has an index of another one; and
            when `out` is not a new folder.
        EngineError: when a process that verifies cannot be started, or is killed.
    """
    _check_places(folders, out)
    document = await _common_document(folders)
    parts = [await _part(folder) for folder in folders]
    _check_disjoint(parts)
    merged = Merged(digest_of(document), parts)
    with _building(out) as building:
        await _verify(merged, tell, tuple(environments))
        if not merged.doubts:
            await _write(merged, document, building)
            _move(building, out)
    return merged


def _check_places(folders: Sequence[Path], out: Path) -> None:
    if len({os.path.realpath(folder) for folder in folders}) < len(folders):
        raise StoreError("the same folder is named twice; name each run once")
    try:
        taken = os.path.lexists(out) and (out.is_symlink() or not out.is_dir() or any(out.iterdir()))
    except OSError as error:
        raise StoreError(f"{out} cannot be written: {reason(error)}") from error
    if taken:
        raise StoreError(f"{out} is there already; --out names a new folder or an empty one")


async def _common_document(folders: Sequence[Path]) -> dict[str, JsonValue]:
    """What all of them were asked for."""
    first: dict[str, JsonValue] | None = None
    for folder in folders:
        async with open_reader(folder / "run.db") as reader:
            document = await reader.document()
        if in_use(folder / "run.db"):
            raise StoreError(f"{folder} is in use by another process; wait until its run ends, or stop it")
        if document is None:
            raise StoreError(f"{folder} holds a run that has not begun; leave it out")
        first = document if first is None else first
        told = differences(first, document)
        if told:
            raise StoreError(
                f"{folder} holds another run than {folders[0]} ({'; '.join(told)}); merge runs of one kind"
            )
    assert first is not None
    return first


async def _part(folder: Path) -> Part:
    async with open_reader(folder / "run.db") as reader, reader.one_moment():
        counts = await reader.counts()
        return Part(folder, tuple(await _spans(reader)), counts.kept, counts.rejected)


async def _spans(reader: Reader) -> list[Span]:
    spans: list[Span] = []
    async for index, _ in reader.statuses():
        if spans and spans[-1][1] == index - 1:
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index))
    return spans


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and joined[-1][1] == first - 1:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined


def _check_disjoint(parts: Sequence[Part]) -> None:
    claims = sorted((span, number) for number, part in enumerate(parts) for span in part.spans)
    for ((_, last), one), ((first, _), other) in pairwise(claims):
        if first <= last:
            names = " and ".join(str(parts[number].folder) for number in sorted((one, other)))
            raise StoreError(f"{names} both have index {first}; merge runs over disjoint --indices")


@contextmanager
def _building(out: Path) -> Iterator[Path]:
    """A folder to build in, beside `out` and for this merge alone; what a killed merge has left there is removed."""
    place = out.absolute().with_name(f".{out.absolute().name}.part")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{out} cannot be written: {reason(error)}") from error
    with alone_in(place / "run"):
        try:
            shutil.rmtree(place / "run", ignore_errors=True)
            yield place / "run"
        finally:
            shutil.rmtree(place, ignore_errors=True)


async def _verify(merged: Merged, tell: Tell, environments: tuple[str, ...]) -> None:
    """Run every sample again, on all cores."""
    done = 0
    folders = {str(part.folder / "run.db"): part.folder for part in merged.parts}

    def hear(case: Case, finding: Finding | None) -> None:
        nonlocal done
        done += 1
        if finding is not None:
            merged.doubts.append(Doubt(folders[case.file], case.index, finding))
        tell(done, merged.kept)

    tell(0, merged.kept)
    async with aclosing(_cases(merged, environments)) as cases:
        await examine(cases, hear)
    merged.doubts.sort(key=lambda doubt: (str(doubt.folder), doubt.index))


async def _cases(merged: Merged, environments: tuple[str, ...]) -> AsyncGenerator[Case, None]:
    for part in merged.parts:
        path = part.folder / "run.db"
        async with open_reader(path) as reader, aclosing(reader.kept()) as kept:
            async for index, line in kept:
                yield Case(str(path), index, line, merged.identity, environments)


async def _write(merged: Merged, document: dict[str, JsonValue], building: Path) -> None:
    """Build the whole run in its folder."""
    async with open_store(building / "run.db", document) as store:
        for part in merged.parts:
            await store.absorb(part.folder / "run.db")
        await _check_still(merged, store)
        await _note(merged, store)
        with replacing(building / SAMPLES) as file:
            async for _, line in store.kept():
                file.write(line)
    _copy_episodes(merged, building)
    _write_config(merged, building)


async def _check_still(merged: Merged, store: Store) -> None:
    """A run only ever adds; what one has added since, nobody has verified."""
    counts = await store.counts()
    if (counts.kept, counts.rejected) != (merged.kept, merged.rejected):
        raise StoreError("a run went on in one of these folders while it was verified; merge again when it has ended")


async def _note(merged: Merged, store: Store) -> None:
    """Note the merge as what was last done on this run: it is complete, or there are indices to go on with."""
    spans, holes = merged.spans or [(0, -1)], bool(merged.missing)
    await store.begin_session(0, None if holes else merged.kept, spans[0][0], spans[-1][1] + 1 if holes else None)
    await store.end_session("stopped" if holes else "complete")


def _copy_episodes(merged: Merged, building: Path) -> None:
    """Copy the databases of kept episodes, where there are any."""
    try:
        for part in merged.parts:
            for file in (part.folder / "episodes").glob("*.db"):
                (building / "episodes").mkdir(exist_ok=True)
                shutil.copyfile(file, building / "episodes" / file.name)
    except OSError as error:
        raise StoreError(f"the episodes cannot be copied: {reason(error)}") from error


def _write_config(merged: Merged, building: Path) -> None:
    """Write the configuration of the first part, where it has one: all but the indices is that of the others too."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        config = tomllib.loads((merged.parts[0].folder / "config.toml").read_text("utf-8"))["run"]
        whole = RunConfig.model_validate({**config, "count": merged.kept or None, "indices": None})
        write_config(building, whole, merged.identity)


def _move(building: Path, out: Path) -> None:
    try:
        os.replace(building, out)
    except OSError as error:
        raise StoreError(f"{out} cannot be written: {reason(error)}") from error
