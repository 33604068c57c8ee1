"""SQL migrations of the run store, read through importlib.resources."""
