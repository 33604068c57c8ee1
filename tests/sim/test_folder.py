"""Environments that a person names by a path: what is read, what is refused, and what a record must never do."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from funreason_sim.errors import EnvironmentDefect, UnknownEnvironment
from funreason_sim.sim import environment, open_episode, recorded_space, space
from funreason_sim.sim.catalog import is_path

SCHEMA = "CREATE TABLE lamp(id TEXT PRIMARY KEY, lit INTEGER NOT NULL CHECK (lit IN (0, 1))) STRICT;\n"
TOOLS = '''"""Lamps."""

from funreason_sim.sim import World


def light(world: World, lamp: str) -> dict[str, bool]:
    """Light a lamp.

    Args:
        lamp: Id of the lamp
    Refuses:
        dark: there is no such lamp
    """
    if not world.run("UPDATE lamp SET lit = 1 WHERE id = ?", lamp):
        world.refuse("dark", "No lamp.")
    return {"lit": True}
'''
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes the files of an environment; those that are given replace its own, None leaves one out."""

    def made(name: str = "lamps", **files: str | None) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        content = {"schema__sql": SCHEMA, "tools__py": TOOLS, **files}
        for file, text in content.items():
            if text is not None:
                (folder / file.replace("__", ".")).write_text(text, "utf-8")
        return folder

    return made


def test_a_folder_is_an_environment_named_after_it(make: Make) -> None:
    """Schema and tools are enough, and nothing is written into the folder."""
    folder = make()
    found = environment(str(folder))
    assert (found.name, found.summary, list(found.tools), found.tables) == ("lamps", "Lamps.", ["light"], ("lamp",))
    with open_episode([found], {"lamps": {"lamp": [{"id": "a", "lit": 0}]}}) as episode:
        assert episode.call("light", {"lamp": "a"}).value == {"lit": True}
    assert sorted(path.name for path in folder.iterdir()) == ["schema.sql", "tools.py"]


def test_the_same_folder_elsewhere_is_the_same_environment(make: Make, tmp_path: Path) -> None:
    """Digest and build name content, never places."""
    first = environment(str(make()))
    (tmp_path / "other").mkdir()
    second = environment(str((tmp_path / "lamps").rename(tmp_path / "other" / "lamps")))
    assert first is not second
    assert (first.digest, first.build) == (second.digest, second.build)


def test_reading_twice_gives_one_environment_and_an_edit_another(make: Make) -> None:
    """Whatever the clock says of the file: the content decides, and tests are not part of it."""
    folder = make()
    first = environment(str(folder))
    (folder / "tests").mkdir()
    (folder / "tests" / "test_lamps.py").write_text("")
    assert environment(str(folder) + "/.") is first
    assert space(str(folder)) is space(f"{folder}/")
    (folder / "tools.py").write_text(TOOLS.replace("No lamp.", "No lump."))
    second = environment(str(folder))
    assert second.digest == first.digest
    assert second.build != first.build
    with open_episode([second], {"lamps": {}}) as episode:
        assert "lump" in episode.call("light", {"lamp": "a"}).text


def test_a_path_is_told_from_a_name(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a slash or a leading dot; a bare word is a folder only where nothing of that name is installed."""
    folder = make()
    make("vehicle")
    monkeypatch.chdir(folder.parent)
    assert [is_path(name) for name in ("./lamps", "a/b", ".", "lamps", "vehicle", "nothing")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert environment("lamps") is environment("./lamps")
    assert environment("vehicle").summary != "Lamps."
    assert environment("./vehicle").summary == "Lamps."
    monkeypatch.chdir(folder)
    assert environment(".") is environment("../lamps")


def test_folders_and_installed_environments_share_a_world(make: Make) -> None:
    """`./lamps+vehicle` is a space; twice the same name is none."""
    folder = make()
    assert space(f"{folder}+vehicle").name == "lamps+vehicle"
    with pytest.raises(UnknownEnvironment, match="twice"):
        space(f"{folder}+{folder}")


def test_a_plus_in_the_path_is_no_seam(tmp_path: Path, make: Make) -> None:
    """The whole is tried first."""
    (tmp_path / "a+b").mkdir()
    folder = make().rename(tmp_path / "a+b" / "lamps")
    assert space(str(folder)).name == "lamps"


def test_a_folder_called_like_a_library_shadows_nothing(make: Make) -> None:
    """Nor does a module in it; neighbours are imported from the package of the folder."""
    tools = (
        TOOLS.replace("from funreason", "from . import math as own\nimport math\nfrom funreason")
        + "\nPI = math.pi, own.PI\n"
    )
    found = environment(str(make("math", tools__py=tools, math__py="PI = 3\n")))
    assert found.functions[0].__globals__["PI"] == (math.pi, 3)
    with open_episode([found], {"math": {}}) as episode:
        assert episode.call("light", {"lamp": "a"}).code == "dark"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"tools__py": "def light(world)\n    pass\n"}, "tools.py:1: is no Python"),
        ({"tools__py": "import nothing_of_this_name\n"}, "tools.py:1: cannot be imported: ModuleNotFoundError"),
        ({"tools__py": "\nimport facts\n", "facts__py": ""}, "tools.py:2: .*write `from . import facts`"),
        ({"tools__py": "from . import facts\n", "facts__py": "\n\n1 / 0\n"}, "facts.py:3: .*ZeroDivisionError"),
        ({"tools__py": '"""Nothing."""\n'}, "tools.py:1: has no tools"),
        ({"tools__py": "def light(world):\n    pass\n"}, "tools.py:1: tool light has no docstring"),
        ({"tools__py": TOOLS.replace("        lamp: Id of the lamp\n", "")}, "tools.py:6: .*lamp is not in Args:"),
        ({"tools__py": TOOLS.replace("lamp: str", "lamp: Lamp")}, "cannot be imported: NameError"),
        ({"schema__sql": "CREATE TABLE lamp(id TEXT) STRICT;"}, "lamp needs a declared primary key"),
        ({"schema__sql": "CREATE"}, "schema.sql does not run"),
        ({"wording__toml": "[light"}, "wording.toml: is no TOML"),
        ({"scenarios__py": "def load(world, scenario): ...\n"}, "scenarios.py:1: has no dump"),
    ],
)
def test_a_defect_names_file_and_line(make: Make, files: dict[str, str], says: str) -> None:
    """What an author did wrong is told with the place where it is."""
    with pytest.raises(EnvironmentDefect, match=says):
        environment(str(make(**files)))


def test_a_file_that_is_no_text_is_told(make: Make) -> None:
    """A schema in another encoding."""
    folder = make()
    (folder / "schema.sql").write_bytes(b"\xff\xfe")
    with pytest.raises(EnvironmentDefect, match=r"schema.sql: cannot be read as text"):
        environment(str(folder))


@pytest.mark.parametrize(
    ("name", "files", "says"),
    [
        ("my-lamps", {}, "as in my_lamps"),
        ("1st", {}, "as in my_shop"),
        ("lamps", {"tools__py": None}, "holds no tools.py"),
        ("lamps", {"schema__sql": None}, "holds no schema.sql"),
    ],
)
def test_a_folder_that_is_none_is_one_sentence(make: Make, name: str, files: dict[str, None], says: str) -> None:
    """A missing file, or a name that cannot name an environment."""
    with pytest.raises(UnknownEnvironment, match=says):
        environment(str(make(name, **files)))


def test_a_path_that_leads_nowhere_is_one_sentence(tmp_path: Path) -> None:
    """With what makes a new one."""
    with pytest.raises(UnknownEnvironment, match="no such folder; funreason-sim new-environment makes one"):
        environment(str(tmp_path / "nothing"))
    with pytest.raises(UnknownEnvironment, match="cannot be read"):
        environment("./a\0b")


def test_a_record_never_loads_a_path(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not as a path, and not as the name of a folder that happens to lie there."""
    folder = make(tools__py="raise SystemExit('code of a stranger ran')\n")
    monkeypatch.chdir(folder.parent)
    for name in ("./lamps", "lamps", str(folder), "vehicle+./lamps"):
        with pytest.raises(UnknownEnvironment, match="is installed or given"):
            recorded_space(name)


def test_a_record_is_answered_by_what_a_person_offers(make: Make) -> None:
    """Its name is looked up among the offered environments first, then among the installed ones."""
    found = environment(str(make()))
    assert recorded_space("lamps+vehicle", [found]).environments[0] is found
    with pytest.raises(UnknownEnvironment, match=r"-e \./lamps"):
        recorded_space("lamps")
