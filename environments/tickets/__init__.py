"""A support team's ticket desk: log in, open tickets, look them up, edit, resolve and close them.

The tools bear the names and give the results of the benchmark's `TicketAPI`; its quirks are kept where a caller can
see them, and every failure is a refusal.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
