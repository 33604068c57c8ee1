"""JSON Schemas of the records, read through importlib.resources."""
