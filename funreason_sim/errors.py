"""Every error this package raises on purpose, as one tree.

    FunreasonError
    ├── UsageError               bad input from a person: one sentence, exit code 2
    │   ├── ConfigError          a run configuration that cannot be used
    │   ├── RecordError          a file or line that cannot be read as a record (names file and line)
    │   ├── UnknownEnvironment   no installed environment has this name
    │   ├── UnknownTool          no environment in this space has such a tool
    │   ├── ScenarioError        a scenario document that an environment refuses to load
    │   ├── OracleMissing        the benchmark package is not installed
    │   └── StoreError           a run folder or run.db that cannot be used
    ├── EnvironmentDefect        an author's mistake found when an environment is loaded
    │   └── EnvironmentClash     two environments of one space claim the same name
    ├── ToolBroken               a tool raised something it did not mean to; ends its episode only
    ├── EpisodeOver              an episode that has ended was used again
    ├── ChatError                a seat's answer cannot be used
    ├── PlayStopped              a line of a script of `play` that cannot be done
    └── EngineError              a run cannot go on: its worker processes do not start

A refusal is not an error: it is an outcome, see `funreason_sim.records.Outcome`.
"""

from __future__ import annotations


class FunreasonError(Exception):
    """The root: catch it to catch everything this package raises on purpose."""


class UsageError(FunreasonError):
    """Input that cannot be used; the message is one sentence that says what would be right."""


class ConfigError(UsageError):
    """A run configuration that cannot be used."""


class RecordError(UsageError):
    """A record that cannot be read.

    `file` and `line` (1-based; 0 for the file as a whole) say where.
    """

    def __init__(self, file: str, line: int, problem: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {problem}")
        self.file = file
        self.line = line
        self.problem = problem


class UnknownEnvironment(UsageError):
    """No installed environment has this name."""


class UnknownTool(UsageError):
    """No environment of this space has a tool of this name."""


class ScenarioError(UsageError):
    """A scenario document that its environment refuses to load."""


class OracleMissing(UsageError):
    """The benchmark package is needed and not installed."""


class StoreError(UsageError):
    """A run folder or its database cannot be used."""


class EnvironmentDefect(FunreasonError):
    """An author's mistake, found when an environment is loaded; the message names file and line."""


class EnvironmentClash(EnvironmentDefect, UsageError):
    """Two environments in one space claim the same tool or table; the message names both places."""


class ToolBroken(FunreasonError):
    """A tool raised an exception that is not a refusal: a bug in the environment, never a sample.

    Attributes name the tool, the arguments it was called with and the place of the fault.
    """

    def __init__(self, tool: str, arguments: object, place: str, cause: str) -> None:
        super().__init__(f"tool {tool} broke at {place}: {cause} (arguments: {arguments!r})")
        self.tool = tool
        self.arguments = arguments
        self.place = place
        self.cause = cause


class EpisodeOver(FunreasonError):
    """An episode that has ended was asked to do more."""


class ChatError(FunreasonError):
    """A seat's answer cannot be used for what its role must deliver."""


class PlayStopped(FunreasonError):
    """A line of a script that `play` was given cannot be done; the message names the line."""


class EngineError(FunreasonError):
    """A run cannot go on, for a reason that is neither its input nor its content."""


def first_of(error: Exception) -> Exception:
    """The error that a group of errors is about; any other error is itself."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
