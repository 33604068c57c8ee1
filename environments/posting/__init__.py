"""A social network: sign in, post and find tweets, retweet, comment, mention people, follow and unfollow them.

The tools bear the names and give the results of the benchmark's `TwitterAPI`; its quirks are kept where a caller can
see them, and every failure is a refusal.
"""

from funreason_sim.sim import Environment

from . import scenarios, tools

environment = Environment.from_package(__name__, tools, scenarios)
