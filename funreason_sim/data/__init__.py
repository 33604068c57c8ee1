"""What is kept on disk: sample files, the run store, and the rows that trainers read."""

from .export import ExportSummary, Target, export
from .files import read_samples, replacing, sample_line, write_atomically
from .results import AttemptRecord, Counts, IndexResult, Status
from .store import Store, open_store

__all__ = [
    "AttemptRecord",
    "Counts",
    "ExportSummary",
    "IndexResult",
    "Status",
    "Store",
    "Target",
    "export",
    "open_store",
    "read_samples",
    "replacing",
    "sample_line",
    "write_atomically",
]
