"""Measures the engine on the machine it runs on: what calls, states, samples, runs, graphs and walks take."""

from .document import document
from .figures import Figure, Measure, Tell
from .machine import machine
from .picture import picture
from .profile import Profile, Share
from .suite import FULL, QUICK, Report, Size, measure
from .walks import Reach

__all__ = [
    "FULL",
    "QUICK",
    "Figure",
    "Measure",
    "Profile",
    "Reach",
    "Report",
    "Share",
    "Size",
    "Tell",
    "document",
    "machine",
    "measure",
    "picture",
]
