"""A travel desk: sign in, find airports and fares, book flights, insure and cancel them, manage cards and a budget.

The tools bear the names and give the results of the benchmark's `TravelAPI`; its quirks are kept where a caller can
see them, and every failure is a refusal.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
