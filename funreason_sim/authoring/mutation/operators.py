"""The faults of a function: each operator finds its places in the syntax tree and says what would stand there instead.

What a refusal or an exception says in words is left alone, and so are documentation, annotations and defaults: a fault
is something that a caller, or a row, could tell.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import sql
from .faults import Edit, distinct
from .source import Function, Source

_COMPARED: dict[type[ast.cmpop], tuple[str, tuple[tuple[str, str], ...]]] = {
    ast.Lt: (r"<", (("moved boundary", "<="), ("flipped comparison", ">="))),
    ast.LtE: (r"<=", (("moved boundary", "<"), ("flipped comparison", ">"))),
    ast.Gt: (r">", (("moved boundary", ">="), ("flipped comparison", "<="))),
    ast.GtE: (r">=", (("moved boundary", ">"), ("flipped comparison", "<"))),
    ast.Eq: (r"==", (("flipped comparison", "!="),)),
    ast.NotEq: (r"!=", (("flipped comparison", "=="),)),
    ast.In: (r"\bin\b", (("flipped comparison", "not in"),)),
    ast.NotIn: (r"\bnot\s+in\b", (("flipped comparison", "in"),)),
    ast.Is: (r"\bis\b", (("flipped comparison", "is not"),)),
    ast.IsNot: (r"\bis\s+not\b", (("flipped comparison", "is"),)),
}
_COUNTED: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: (r"\+", "-"),
    ast.Sub: (r"-", "+"),
    ast.Mult: (r"\*", "/"),
    ast.Div: (r"/", "*"),
    ast.FloorDiv: (r"//", "*"),
    ast.Mod: (r"%", "*"),
}
_KINDS = {
    "refuse": "missing check",
    "run": "dropped write",
    "schedule": "removed schedule",
    "cancel": "removed schedule",
}
_BRACKETS: dict[type[ast.expr], tuple[str, str]] = {ast.Tuple: ("(", ")"), ast.List: ("[", "]"), ast.Set: ("{", "}")}
_ANY_ORDER = {"min", "max", "isinstance", "frozenset", "set", "cast", "zip"}
_WORLD = "world"


def seeded(function: Function, codes: Sequence[str], tables: sql.Columns) -> list[Edit]:
    """All faults of one function; `codes` are what its tools may refuse with."""
    seeder = _Seeder(function.source, tuple(codes), tables)
    return distinct(seeder.body(function.node), function.source)


@dataclass(frozen=True)
class _Seeder:
    source: Source
    codes: tuple[str, ...]
    tables: sql.Columns

    def body(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Iterator[Edit]:
        if isinstance(node, ast.Lambda):
            yield from self.walk(node.body)
            return
        for statement in node.body:
            if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                yield from self.walk(statement)

    def walk(self, node: ast.AST) -> Iterator[Edit]:
        """The faults of a node and of what is below it."""
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from self.body(node)
        elif isinstance(node, ast.Raise):
            yield self.edit("missing check", node, "pass")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield self.edit(_dropped(node.value), node, "pass")
            yield from self.call(node.value, used=False)
        elif isinstance(node, ast.Call):
            yield from self.call(node, used=True)
        elif not isinstance(node, ast.Assert | ast.Import | ast.ImportFrom):
            yield from self.here(node)
            for child in () if isinstance(node, ast.JoinedStr) else self.children(node):
                yield from self.walk(child)

    def children(self, node: ast.AST) -> Iterator[ast.AST]:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "type_params", "decorator_list"):
                continue
            if isinstance(node, ast.Dict) and name == "keys":
                continue
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield child

    def here(self, node: ast.AST) -> Iterator[Edit]:
        """The faults of one node itself."""
        if isinstance(node, ast.Compare):
            yield from self.comparison(node)
        elif isinstance(node, ast.BoolOp):
            other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            kind = "or for and" if isinstance(node.op, ast.And) else "and for or"
            yield self.edit(kind, node, f"({ast.unparse(ast.BoolOp(other, node.values))})")
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield self.edit("dropped not", node, f"({self.source.text(node.operand)})")
        elif isinstance(node, ast.BinOp | ast.AugAssign):
            yield from self.arithmetic(node)
        elif isinstance(node, ast.Constant | ast.JoinedStr):
            yield from self.constant(node)
        elif isinstance(node, ast.Dict):
            yield from self.values(node)
        elif isinstance(node, ast.Return):
            yield from self.returned(node)
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield from self.condition(node.test)

    def edit(self, kind: str, node: ast.expr | ast.stmt, text: str) -> Edit:
        start, end = self.source.span(node)
        return Edit(kind, start, end, text)

    def between(self, kind: str, left: ast.expr, right: ast.expr, pattern: str, text: str) -> Iterator[Edit]:
        """The operator that stands between two operands."""
        start, end = self.source.span(left)[1], self.source.span(right)[0]
        found = re.search(pattern.encode(), self.source.data[start:end])
        if found:
            yield Edit(kind, start + found.start(), start + found.end(), text)

    def call(self, node: ast.Call, used: bool) -> Iterator[Edit]:
        method = _method(node)
        if method == "refuse":
            yield from self.code(node)
            return
        if used and method == "run":
            yield self.edit("dropped write", node, "1")
        if used and method in ("schedule", "cancel"):
            yield self.edit("removed schedule", node, "1")
        yield from self.swapped(node, method)
        named = method in ("integer", "uniform")  # the first argument only names a draw
        skipped = 1 if named or _name(node) == "cast" else 0
        for part in [*node.args[skipped:], *_passed(node.keywords), node.func]:
            yield from self.walk(part)

    def code(self, node: ast.Call) -> Iterator[Edit]:
        """Another code of the same tools; where there is none, one that nobody declared."""
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            others = [code for code in self.codes if code != first.value]
            yield self.edit("changed refusal code", first, _literal(others[0] if others else f"{first.value}_", []))

    def swapped(self, node: ast.Call, method: str | None) -> Iterator[Edit]:
        if _name(node) in _ANY_ORDER or any(isinstance(part, ast.Starred) for part in node.args):
            return
        parts = node.args[1:] if method else [p for p in node.args if not (isinstance(p, ast.Name) and p.id == _WORLD)]
        for first, second in pairwise(parts):
            (start, middle), (after, end) = self.source.span(first), self.source.span(second)
            gap = self.source.data[middle:after].decode()
            yield Edit("swapped arguments", start, end, self.source.text(second) + gap + self.source.text(first))

    def comparison(self, node: ast.Compare) -> Iterator[Edit]:
        operands = [node.left, *node.comparators]
        for op, (left, right) in zip(node.ops, pairwise(operands), strict=True):
            pattern, others = _COMPARED[type(op)]
            for kind, text in others:
                yield from self.between(kind, left, right, pattern, text)
            if isinstance(op, ast.In | ast.NotIn) and isinstance(right, ast.Tuple | ast.List | ast.Set):
                yield from self.choices(right)

    def choices(self, node: ast.Tuple | ast.List | ast.Set) -> Iterator[Edit]:
        texts = [self.source.text(part) for part in node.elts]
        opening, closing = _BRACKETS[type(node)]
        for index in range(len(texts) if len(texts) > 1 else 0):
            rest = ", ".join(texts[:index] + texts[index + 1 :])
            lone = "," if len(texts) == 2 and isinstance(node, ast.Tuple) else ""
            yield self.edit("dropped choice", node, f"{opening}{rest}{lone}{closing}")

    def arithmetic(self, node: ast.BinOp | ast.AugAssign) -> Iterator[Edit]:
        left, right = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
        pattern, other = _COUNTED.get(type(node.op), ("", ""))
        if pattern and not any(map(_is_text, (left, right))):
            yield from self.between("changed arithmetic", left, right, pattern, other)

    def constant(self, node: ast.Constant | ast.JoinedStr) -> Iterator[Edit]:
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, bool):
            yield self.edit("flipped flag", node, str(not value))
        elif isinstance(value, int | float):
            yield self.edit("off-by-one constant", node, repr(value + 1))
        elif isinstance(value, str) or isinstance(node, ast.JoinedStr):
            yield from self.string(node)

    def string(self, node: ast.Constant | ast.JoinedStr) -> Iterator[Edit]:
        text, holes = _text(node)
        if sql.is_statement(text):
            for kind, changed in sql.faulty(text, self.tables):
                yield self.edit(kind, node, _literal(changed, holes))
        elif isinstance(node, ast.Constant):
            yield self.edit("changed text", node, _literal(f"{text}?", []))

    def values(self, node: ast.Dict) -> Iterator[Edit]:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None and not isinstance(value, ast.Constant):
                yield self.edit("wrong value", value, "None")

    def returned(self, node: ast.Return) -> Iterator[Edit]:
        if isinstance(node.value, ast.Dict):
            for key in node.value.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield self.edit("wrong returned key", key, _literal(f"{key.value}_", []))
        elif node.value is not None and not isinstance(node.value, ast.Compare | ast.BoolOp | ast.Constant):
            yield self.edit("wrong returned value", node.value, "None")

    def condition(self, node: ast.expr) -> Iterator[Edit]:
        """A test that is no comparison of its own."""
        negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        if not negated and not isinstance(node, ast.Compare | ast.BoolOp | ast.Constant):
            yield self.edit("flipped condition", node, f"not ({self.source.text(node)})")


def _dropped(node: ast.Call) -> str:
    return _KINDS.get(_method(node) or "", "dropped call")


def _passed(keywords: list[ast.keyword]) -> list[ast.expr]:
    """What is passed by name; whether `zip` is strict is a check of the author's own."""
    return [keyword.value for keyword in keywords if keyword.arg != "strict"]


def _method(node: ast.Call) -> str | None:
    """Which method of the world is called, if one is."""
    match node.func:
        case ast.Attribute(value=ast.Name(id=name), attr=method) if name == _WORLD:
            return method
    return None


def _name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _text(node: ast.Constant | ast.JoinedStr) -> tuple[str, list[ast.expr]]:
    """A text with a mark in place of each part that is computed, and these parts."""
    if isinstance(node, ast.Constant):
        return str(node.value), []
    holes = [part for part in node.values if not isinstance(part, ast.Constant)]
    marks = iter(range(len(holes)))
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else f"\x00{next(marks)}\x00" for part in node.values
    ), holes


def _literal(text: str, holes: list[ast.expr]) -> str:
    """The text as Python: the way back from `_text`."""
    if not holes:
        return f'"{text}"' if text.isprintable() and '"' not in text and "\\" not in text else repr(text)
    parts = re.split("\x00(\\d+)\x00", text)
    values = [holes[int(part)] if n % 2 else ast.Constant(part) for n, part in enumerate(parts) if part]
    return ast.unparse(ast.JoinedStr(values))
