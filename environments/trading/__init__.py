"""A brokerage: log in, look stocks up and watch them, place and cancel orders, move money in and out of the account.

The tools bear the names and give the results of the benchmark's `TradingBot`; its quirks are kept where a caller can
see them (`tools` lists them), and every failure is a refusal.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
