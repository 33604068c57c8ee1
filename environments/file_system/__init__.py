"""A file system: folders to move about in, and text files to write, read, search, compare, copy, move and remove.

The tools bear the names and give the results of the benchmark's `GorillaFileSystem`; its quirks are kept where a caller
can see them, and every failure is a refusal.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
