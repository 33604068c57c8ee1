"""A file system: go through folders, and make, read, write, search, compare, copy, move and remove files.

Quirks kept from the benchmark:
- `cd ..` returns an empty object; every other `cd` returns the folder's name, not its path.
- The path that `pwd` gives begins with the root's own name. Without a document that name is `/`, and the path `//`.
- One `cd` goes one level; `find` takes a path of several. A path from the root does not say the root's name.
- `echo` writes over a file that is there and never makes one; into a folder it fails with Python's words.
- `sort` only shows. `diff` compares line by line, as far as the shorter file goes. `tail` of 0 lines shows all of them.
- `wc`, `sort`, `grep`, `tail` and `diff` of a folder say that there is no such file.
- Copying into a folder that has the name already fails with Python's words; moving says `File exists`.
- A copied folder is a new folder with the same things in it: writing to a file in one shows in the other, and what is
  made in a folder below shows in both. Only what is added, moved or removed at the top differs from then on.
- A moved folder is a new folder with the old one's listing. Folders in it still lead up, by `cd ..`, to the old one,
  which bears the old name at the old place and holds the same.
- A folder copied into itself holds itself: `du` and `find` above it fail as endless. One moved into itself is gone.
- A file or folder may be made with the name `.`, and the name then means the current folder.

Of our own: a walk over more than 100,000 names counts as endless too, and a document shows a folder as empty where it
is inside of itself, with the number of folders up to where it stands as `again`.
"""

from .changes import cp, mkdir, mv, rm, rmdir, touch
from .folders import cd, du, find, ls, pwd
from .texts import cat, diff, echo, grep, sort, tail, wc

__all__ = [  # noqa: RUF022 - in the order in which models read them
    "pwd",
    "ls",
    "cd",
    "mkdir",
    "touch",
    "echo",
    "cat",
    "find",
    "wc",
    "sort",
    "grep",
    "du",
    "tail",
    "diff",
    "mv",
    "rm",
    "rmdir",
    "cp",
]
