"""An office messenger: log in, find colleagues, send messages, look through what was sent and take it back.

The tools bear the names and give the results of the benchmark's `MessageAPI`; its quirks are kept where a caller can
see them, and every failure is a refusal.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
