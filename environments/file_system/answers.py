"""What the file tools take and give: formats, accepted values and the shapes of results."""

# ruff: noqa: D101 - the fields of a result describe themselves

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from funreason_sim.sim import Choices, Format, TypedDict

FileName = Annotated[str, Format("file-name")]
NewFileName = Annotated[str, Format("new-file-name")]
FolderName = Annotated[str, Format("folder-name")]
NewFolderName = Annotated[str, Format("new-folder-name")]
ItemName = Annotated[str, Format("file-or-folder-name")]
Target = Annotated[str, Format("target-name")]
Path = Annotated[str, Format("folder-path")]
NamePart = Annotated[str, Format("part-of-name")]
Pattern = Annotated[str, Format("search-text")]
FileText = Annotated[str, Format("file-text")]
CountMode = Annotated[str, Choices("l", "w", "c"), Format("count-mode")]
LineCount = Annotated[int, Format("last-lines")]


class Place(TypedDict):
    current_working_directory: Annotated[str, Field(description="Path of the current folder, from the root down")]


class Entered(TypedDict, total=False):
    current_working_directory: Annotated[
        str, Field(description="Name of the folder that is current now; left out after a step up")
    ]


class Listed(TypedDict):
    current_directory_content: Annotated[
        list[str], Field(description="Names of the files and folders in the current folder, in the order they came")
    ]


class Echoed(TypedDict):
    terminal_output: Annotated[FileText, Field(description="The text, where no file was named")]


class Content(TypedDict):
    file_content: Annotated[FileText, Field(description="All of the text in the file")]


class Matches(TypedDict):
    matches: Annotated[list[str], Field(description="Paths of what was found, below the path that was searched")]


class Counted(TypedDict):
    count: Annotated[int, Field(description="How many there are")]
    type: Annotated[str, Field(description="What was counted: lines, words or characters")]


class Sorted(TypedDict):
    sorted_content: Annotated[FileText, Field(description="The lines of the file, sorted; the file is as it was")]


class Lines(TypedDict):
    matching_lines: Annotated[list[str], Field(description="The lines of the file that hold the text")]


class Usage(TypedDict):
    disk_usage: Annotated[str, Field(description="Size of all files in the current folder and below, with its unit")]


class LastLines(TypedDict):
    last_lines: Annotated[FileText, Field(description="The last lines of the file")]


class Differences(TypedDict):
    diff_lines: Annotated[
        FileText, Field(description="Each pair of lines that differ: the first file's after -, the second's after +")
    ]


class Done(TypedDict):
    result: Annotated[str, Field(description="What was done, in words")]
