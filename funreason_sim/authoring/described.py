"""Reads what others say about their tools: an OpenAPI document or a list of MCP tools, told apart by content."""

from __future__ import annotations

import json
from typing import Any

from ..errors import ConfigError
from .draft import Draft
from .mcp import draft_from_tools
from .openapi import draft_from_openapi


def draft_from_description(name: str, text: str, place: str, origin: str) -> Draft:
    """The draft that a JSON description gives.

    Raises:
        ConfigError: naming the file and what would be right.
    """
    try:
        document: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{place} is not JSON: {error}") from error
    if isinstance(document, dict) and isinstance(document.get("paths"), dict):
        return draft_from_openapi(name, document, place, origin)
    tools = _tools(document)
    if tools is not None:
        return draft_from_tools(name, tools, place, origin)
    raise ConfigError(f"{place} is neither an OpenAPI document (it has no paths) nor a list of MCP tools (no tools)")


def _tools(document: Any) -> list[Any] | None:
    """The tools of a `tools/list` result, of the answer that holds it, or of a bare list."""
    if isinstance(document, dict):
        inner = document.get("result", document)
        document = inner.get("tools") if isinstance(inner, dict) else None
    return document if isinstance(document, list) else None
