"""Tool environments; each subpackage is registered as an entry point."""
