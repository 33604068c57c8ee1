"""What lies outside of the world: the clock, chance, files, the network and other processes of the machine.

Python tells of most of it itself, by audit events; what it does not audit is a built-in function, and recognised by
that. So it does not matter under which name a tool has imported it.
"""

from __future__ import annotations

from types import CodeType
from typing import Any

CLOCK, CHANCE, FILES = "reads the clock", "draws by chance", "touches files"
NETWORK, PROCESSES, MACHINE = "uses the network", "starts or signals processes", "asks the machine"

_AUDITED = {
    "builtins.input": MACHINE,
    "ctypes": MACHINE,
    "ftplib": NETWORK,
    "glob": FILES,
    "http": NETWORK,
    "imaplib": NETWORK,
    "mmap": FILES,
    "open": FILES,
    "os.exec": PROCESSES,
    "os.fork": PROCESSES,
    "os.forkpty": PROCESSES,
    "os.kill": PROCESSES,
    "os.killpg": PROCESSES,
    "os.posix_spawn": PROCESSES,
    "os.putenv": MACHINE,
    "os.spawn": PROCESSES,
    "os.startfile": PROCESSES,
    "os.system": PROCESSES,
    "os.unsetenv": MACHINE,
    "os": FILES,
    "pathlib": FILES,
    "poplib": NETWORK,
    "shutil": FILES,
    "signal": PROCESSES,
    "smtplib": NETWORK,
    "socket": NETWORK,
    "sqlite3": FILES,
    "subprocess": PROCESSES,
    "tempfile": FILES,
    "urllib": NETWORK,
    "webbrowser": NETWORK,
}
_MODULES = {
    "time": (
        CLOCK,
        "time time_ns monotonic monotonic_ns perf_counter perf_counter_ns process_time process_time_ns thread_time "
        "thread_time_ns clock_gettime clock_gettime_ns localtime ctime sleep",
    ),
    "posix": (FILES, "stat lstat access getcwd readlink statvfs"),
    "nt": (FILES, "stat lstat access getcwd readlink"),
    "_thread": (PROCESSES, "start_new_thread start_joinable_thread"),
    "_uuid": (CHANCE, "generate_time_safe"),
    "builtins": (MACHINE, "print id"),
}
_BUILT_IN: dict[tuple[str | None, str], tuple[str, str]] = {
    (module, name): (f"{module}.{name}", kind) for module, (kind, names) in _MODULES.items() for name in names.split()
} | {
    ("posix", "urandom"): ("os.urandom", CHANCE),
    ("posix", "getrandom"): ("os.getrandom", CHANCE),
    ("posix", "getpid"): ("os.getpid", MACHINE),
    ("posix", "uname"): ("os.uname", MACHINE),
    ("posix", "cpu_count"): ("os.cpu_count", MACHINE),
    ("nt", "urandom"): ("os.urandom", CHANCE),
    (None, "datetime.now"): ("datetime.now", CLOCK),
    (None, "datetime.utcnow"): ("datetime.utcnow", CLOCK),
    (None, "datetime.today"): ("datetime.today", CLOCK),
    (None, "date.today"): ("date.today", CLOCK),
    (None, "Random.random"): ("random", CHANCE),
    (None, "Random.getrandbits"): ("random", CHANCE),
}
NAMES = frozenset(name.rsplit(".", 1)[-1] for _, name in _BUILT_IN)
"""The bare names of all built-in functions above: a quick way to see that one is none of them."""


def audited(event: str) -> str | None:
    """What an audit event does, in words; None when it stays in the world."""
    kind = _AUDITED.get(event) or _AUDITED.get(event.split(".", 1)[0])
    return f"{kind} ({event})" if kind else None


def built_in(function: Any) -> str | None:
    """What a built-in function does, in words; None when it stays in the world."""
    found = _BUILT_IN.get((function.__module__, function.__qualname__))
    return f"{found[1]} ({found[0]})" if found else None


def environment_reader() -> CodeType:
    """The code behind `os.environ[...]`, which is neither audited nor built in."""
    import os

    code: CodeType = type(os.environ).__getitem__.__code__
    return code
