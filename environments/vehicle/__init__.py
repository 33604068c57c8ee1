"""A car that is driven by calls: doors, engine, brakes, fuel, climate, lights, tires, navigation and distances.

The tools bear the names and give the results of the benchmark's `VehicleControlAPI`; its quirks are kept where a
caller can see them, and every failure is a refusal.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
