"""Whatever a tool reaches for outside of its world is found by execution, under whatever name it was imported."""

from __future__ import annotations

from pathlib import Path

import pytest

from funreason_sim.authoring.checks import Report, check

REACHES = {
    "from time import time as now; now()": "reads the clock (time.time)",
    "import time; time.monotonic()": "reads the clock (time.monotonic)",
    "import time; time.localtime()": "reads the clock (time.localtime)",
    "from datetime import date; date.today()": "reads the clock (date.today)",
    "from datetime import UTC, datetime as d; d.now(UTC)": "reads the clock (datetime.now)",
    "import random; random.choice('ab')": "draws by chance (random)",
    "import random; random.Random(7).random()": "draws by chance (random)",
    "import secrets; secrets.token_hex()": "draws by chance (os.urandom)",
    "from os import urandom; urandom(1)": "draws by chance (os.urandom)",
    "from pathlib import Path; Path('x').exists()": "touches files (posix.stat)",
    "import os; os.listdir('.')": "touches files (os.listdir)",
    "import tempfile; tempfile.TemporaryFile().close()": "touches files",
    "import sqlite3; sqlite3.connect(':memory:').close()": "touches files (sqlite3.connect)",
    "import socket; socket.gethostname()": "uses the network (socket.gethostname)",
    "import subprocess; subprocess.run(['true'])": "starts or signals processes (subprocess.Popen)",
    "import os; os.getenv('HOME')": "asks the machine (os.environ)",
    "print(end='')": "asks the machine (builtins.print)",
    "str(id(world))": "asks the machine (builtins.id)",
}
STAYS = [
    "from datetime import datetime; datetime.strptime('2026-01-05', '%Y-%m-%d')",
    "from datetime import datetime, timedelta; datetime(2026, 1, 5) + timedelta(days=1)",
    "world.now, world.today, world.integer('x', 1, 6), world.uniform('y', 0, 1)",
    "import json; json.loads(json.dumps({'a': 1}))",
    "import colorsys",
    "import re; re.sub('a+', 'b', 'caat')",
]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """One environment with a tool for each line above."""
    folder = tmp_path_factory.mktemp("outside") / "leaky"
    folder.mkdir()
    tools = [
        f'def tool_{n}(world: World) -> None:\n    """Do something."""\n    {code}\n'
        for n, code in enumerate([*REACHES, *STAYS])
    ]
    head = '"""Tools that reach out."""\n\nfrom funreason_sim.sim import World\n\n\n'
    (folder / "tools.py").write_text(head + "\n\n".join(tools), "utf-8")
    (folder / "schema.sql").write_text("CREATE TABLE thing(id INTEGER PRIMARY KEY) STRICT;", "utf-8")
    (folder / "scenarios.py").write_text(
        "def generate(dice):\n    return {}\n\n\ndef load(world, scenario):\n    assert not scenario\n\n\n"
        "def dump(world):\n    return {}\n\n\ndef known(world, dice):\n    return {}\n",
        "utf-8",
    )
    return check(folder, 300)


@pytest.mark.parametrize(("number", "code"), list(enumerate(REACHES)), ids=str)
def test_what_reaches_out_is_found_at_its_line(report: Report, number: int, code: str) -> None:
    """Each by what it does, with the one call that does it."""
    found = [fault for fault in report.faults if fault.tool == f"tool_{number}" and fault.check == "enclosed"]
    assert [fault.message.startswith(REACHES[code]) for fault in found] == [True], [f.message for f in found]
    line = Path(found[0].file).read_text("utf-8").splitlines()[found[0].line - 1]
    assert line.strip() == code
    assert found[0].trail is not None
    assert len(found[0].trail.acts) == 1


def test_what_stays_in_the_world_is_no_finding(report: Report) -> None:
    """Importing, parsing and counting are free; and what reaches out is the only thing wrong here."""
    reaching = {f"tool_{n}" for n in range(len(REACHES))}
    assert {fault.tool for fault in report.faults} == reaching
    assert {fault.check for fault in report.faults} == {"enclosed"}
