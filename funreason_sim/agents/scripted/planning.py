"""Planning backward: how each argument of a wanted call is come by, and which calls have to go first.

A value is, in this order: said; described by what is said and already seen; to be looked up from what is said; the
newest of its kind; to be fetched by a tool that returns its kind. It is never invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ...records import JsonValue
from .arguments import read
from .asks import Ask
from .conversation import Conversation, Done
from .entities import Pick, dated_otherwise, describes, names, names_of_values, pick, refers, wants_other
from .harvest import Fact, facts
from .language import meanings, plain, stemmed, stems
from .mentions import part_about
from .parameters import Parameter
from .plans import Plan, Planned, Source, Want, key_of, shown
from .pointing import find_pointers, pointed_at
from .ranking import rank
from .reading import Said
from .spans import find_spans, unquoted
from .supply import fits, from_list, given_by, identifies, is_passed, may_fetch, other, takes
from .toolbox import Toolbox, ToolDoc
from .wants import from_context, inner, rest, share

_DEEPEST = 3
_SURELY = 2.4
"""How well a number found before must be described by the words, to be meant by them."""
_ON_TOPIC = 0.22
"""A quantity is only fetched from a tool that the words speak of this much."""
_GENERIC = stemmed("id code number key token type name value date amount text message")


@dataclass(eq=False)
class Planner:
    """Plans calls against what the conversation has shown so far."""

    box: Toolbox
    conversation: Conversation
    seen: list[Fact] = field(init=False)
    aliases: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.seen = facts(self.box, self.conversation)
        self.aliases = names_of_values(self.seen)

    def for_ask(self, ask: Ask) -> Plan:
        """How to make the call that an ask wants."""
        return self.plan(ask.doc, self._want(ask))

    def told(self, ask: Ask) -> dict[str, JsonValue]:
        """The arguments that the words of an ask fix, whatever the rest of the conversation holds."""
        said = self._said(ask.doc, self._want(ask))
        return {name: found.value for name, found in said.items() if not found.mention}

    def _want(self, ask: Ask) -> Want:
        return Want(ask.text, ask.context, self.conversation.query)

    def plan(self, doc: ToolDoc, want: Want, depth: int = 0, above: tuple[str, ...] = ()) -> Plan:
        """How to call a tool for what is wanted."""
        said = self._said(doc, want)
        sources: dict[str, Source] = {}
        first: dict[str, Planned] = {}
        missing: list[Parameter] = []
        for parameter in doc.parameters:
            if not self._concerns(doc, parameter, said, want) or (depth and self._aside(parameter, said, want)):
                continue
            told = share(doc, parameter, want)
            found = self._argument(doc, parameter, said.get(parameter.name), told, sources, depth, (*above, doc.name))
            if isinstance(found, Source):
                sources[parameter.name] = found
            elif found:
                first.update((call.key, call) for call in found)
            elif parameter.required:
                missing.append(parameter)
        return Plan(Planned(doc, sources), tuple(first.values()), tuple(missing))

    def _said(self, doc: ToolDoc, want: Want) -> dict[str, Said]:
        """What the words say, the closest words first."""
        rejects = self.conversation.advice.rejects
        said = {name: s for name, s in read(doc, want.text).said.items() if not rejects(doc.name, name, s.value)}
        return {**from_context(doc, want.context), **said} if want.context else said

    def _concerns(self, doc: ToolDoc, parameter: Parameter, said: dict[str, Said], want: Want) -> bool:
        """Whether a call needs this parameter: it is required, said, or the only one that tells what is meant."""
        if parameter.required or parameter.name in said:
            return True
        if parameter.shape != "code" or parameter.choices:
            return False
        noun = parameter.words - _GENERIC
        if noun & stems(want.text):
            return True
        subjects = [p for p in doc.required if not self._is_login(p)]
        optional = [p for p in doc.parameters if not p.required and p.shape == "code" and not p.choices]
        return not subjects and bool(optional) and optional[0] is parameter and bool(self.box.givers(parameter.domain))

    def _aside(self, parameter: Parameter, said: dict[str, Said], want: Want) -> bool:
        """Whether a look-up does without an optional choice: the words are for the call that it is made for."""
        chosen = parameter.shape in ("enum", "text") and not parameter.required and parameter.name in said
        return chosen and not stems(unquoted(want.text)) & stems(plain(parameter.name))

    def _is_login(self, parameter: Parameter) -> bool:
        return any("login" in meanings(plain(doc.name)) for doc in self.box.givers(parameter.domain))

    def _argument(
        self,
        doc: ToolDoc,
        parameter: Parameter,
        said: Said | None,
        want: Want,
        sources: dict[str, Source],
        depth: int,
        above: tuple[str, ...],
    ) -> Source | list[Planned] | None:
        if said and not said.mention:
            return Source("said", said.value, said.words)
        taken = {shown(s.value) for n, s in sources.items() if (p := doc.parameter(n)) and p.domain == parameter.domain}
        known = [f for f in self._known(doc, parameter) if shown(f.value) not in taken]
        if said and said.mention:
            return self._mentioned(doc, parameter, said, want, known, depth, above)
        chosen = self._described(doc, parameter, want, known)
        if chosen:
            return chosen
        told = rest(doc, want)
        fetched = self._fetch(parameter, inner(doc, told) if is_passed(parameter) else told, known, depth, above)
        if fetched:
            return fetched
        return self._fallback(doc, parameter, want, known)

    def _known(self, doc: ToolDoc, parameter: Parameter) -> list[Fact]:
        """Facts that may stand for a parameter."""
        rejects = self.conversation.advice.rejects
        if parameter.shape == "object" or (parameter.shape == "text" and not is_passed(parameter)):
            return []
        found = [
            f for f in self.seen if f.domain == parameter.domain and not rejects(doc.name, parameter.name, f.value)
        ]
        return [f for f in found if fits(parameter, f.value)]

    def _mentioned(
        self,
        doc: ToolDoc,
        parameter: Parameter,
        said: Said,
        want: Want,
        known: list[Fact],
        depth: int,
        above: tuple[str, ...],
    ) -> Source | list[Planned] | None:
        """What is meant by a name or by a number's end: a fact around which it stands, or a look-up that takes it."""
        if parameter.shape == "number" and isinstance(said.value, str):
            meant = pointed_at(said.words, self.box, known)
            return Source("found", meant.value, said.words, meant) if meant else None
        converted = next((f for f in reversed(known) if not f.given and said.value in f.done.arguments.values()), None)
        if converted:
            return Source("found", converted.value, said.words, converted)
        part = part_about(doc, parameter, want.text)
        around = part if said.words in part else want.text
        chosen = pick(around if str(said.value).isdigit() else said.words, known, self.aliases)
        if chosen and chosen.score > 1 and parameter.shape != "number":
            return Source("found", chosen.fact.value, said.words, chosen.fact)
        if not said.quoted:
            own = Want(said.words, "", want.request, said.words)
            fetched = self._fetch(parameter, own, known, depth, above, taking=said)
            if fetched:
                return fetched
        return self._fetch(parameter, rest(doc, want), known, depth, above) or self._described(
            doc, parameter, want, known
        )

    def _described(self, doc: ToolDoc, parameter: Parameter, want: Want, known: list[Fact]) -> Source | None:
        """A fact that the words describe or point back at; the only one of its kind without further words."""
        if not known:
            return None
        if self._is_login(parameter):
            return self._from(Pick(max(known, key=lambda fact: (not fact.given, fact.order)), 0.0), known)
        if is_passed(parameter) and describes(rest(doc, want).text):
            return self._passed(inner(doc, rest(doc, want)), known)
        if not identifies(parameter):
            return self._pointed(want, known) if parameter.shape == "number" else self._quantity(want, known)
        own = part_about(doc, parameter, rest(doc, want).text)
        text = f"{own}. {part_about(doc, parameter, want.context)}" if want.context else own
        chosen = pick(text, known, self.aliases)
        if chosen is None or (chosen.score > 1 and not (names(own) and chosen.loose and self._unseen(parameter))):
            return self._from(chosen, known) if chosen else None
        if (describes(own) or self.box.numbers(own)) and self._unseen(parameter):
            return None
        if wants_other(own) and len({shown(f.value) for f in known}) > 1:
            return self._from(Pick(other(known), 1.0), known)
        return self._from(chosen, known)

    def _passed(self, want: Want, known: list[Fact]) -> Source | None:
        """A text that a call returned which was given all that the words name: `the end of notes.txt`."""
        named = [span.text for span in find_spans(want.text) if span.kind in ("name", "quote", "code")]
        given = [f for f in known if not f.given and {*named} <= {str(v) for v in f.done.arguments.values()}]
        found = [fact for fact in given if self._topic_of(fact, want) >= _ON_TOPIC]
        if not found or not named:
            return None
        return self._from(Pick(max(found, key=lambda fact: fact.order), 1.0, named[0]), known)

    def _pointed(self, want: Want, known: list[Fact]) -> Source | None:
        """A number that the words point back at, or else one that they describe."""
        for pointer in find_pointers(want.text):
            meant = pointed_at(pointer.text, self.box, known, surely=True)
            if meant:
                return Source("found", meant.value, pointer.text, meant)
        return self._quantity(want, known)

    def _quantity(self, want: Want, known: list[Fact]) -> Source | None:
        """A number or a text that was found before, where the words say for what."""
        found = [f for f in known if not f.given and self._topic_of(f, want) >= _ON_TOPIC]
        found = [f for f in found if not dated_otherwise(want.text, f)]
        chosen = pick(want.text, found, self.aliases)
        return self._from(chosen, known) if chosen and chosen.score >= _SURELY else None

    def _topic_of(self, fact: Fact, want: Want) -> float:
        doc = self.box.doc(fact.done.tool)
        return self._topic(doc, want) if doc else 0.0

    def _from(self, chosen: Pick, known: list[Fact]) -> Source:
        return Source("again" if chosen.fact.given else "found", chosen.fact.value, chosen.because, chosen.fact)

    def _unseen(self, parameter: Parameter) -> bool:
        """Whether a tool that lists things of this kind was not called in this turn yet."""
        called = {done.tool for done in self.conversation.now}
        return any(doc.name not in called and may_fetch(doc) for doc in self.box.givers(parameter.domain))

    def _fetch(
        self,
        parameter: Parameter,
        want: Want,
        known: list[Fact],
        depth: int,
        above: tuple[str, ...],
        taking: Said | None = None,
    ) -> Source | list[Planned] | None:
        """Calls that bring a value of this kind, by the tool that needs least for it."""
        if depth >= _DEEPEST or (parameter.shape == "text" and not is_passed(parameter)):
            return None
        offers = []
        for n, doc in enumerate(self._fetchers(parameter, above)):
            plan = self.plan(doc, want, depth + 1, above)
            if plan.missing or (taking and not takes(plan, taking)):
                continue
            if not identifies(parameter) and not taking and self._topic(doc, want) < _ON_TOPIC:
                continue
            if not plan.first and (made := self._made(plan.call)):
                if not identifies(parameter) and not taking and (fact := given_by(made, known)):
                    return Source("found", fact.value, "", fact)
                continue
            topic = round(self._topic(doc, want), 1)
            offers.append((-topic if not identifies(parameter) else 0.0, len(plan.first), -topic, n, plan))
        if not offers:
            return None
        plan = min(offers, key=lambda offer: offer[:4])[4]
        reason = plain(parameter.domain)
        return [*plan.first] if plan.first else [replace(plan.call, purpose="lookup", reason=reason)]

    def _fetchers(self, parameter: Parameter, above: tuple[str, ...]) -> Iterator[ToolDoc]:
        for doc in self.box.givers(parameter.domain):
            if doc.name not in above and may_fetch(doc) and doc.name not in self.conversation.advice.unasked:
                yield doc

    def _topic(self, doc: ToolDoc, want: Want) -> float:
        return next(r.score for r in rank(self.box, want.text, "reading") if r.doc is doc)

    def _made(self, call: Planned) -> Done | None:
        return next(
            (done for done in reversed(self.conversation.now) if key_of(done.tool, done.arguments) == call.key), None
        )

    def _fallback(self, doc: ToolDoc, parameter: Parameter, want: Want, known: list[Fact]) -> Source | None:
        """The newest value of this kind, then what the rest of the request says."""
        if not parameter.required and not identifies(parameter):
            return None
        if (
            known
            and parameter.shape not in ("boolean", "flags", "text")
            and (identifies(parameter) or refers(want.text))
        ):
            chosen = max(known, key=lambda fact: (fact.name == parameter.name, fact.order))
            if not from_list(chosen, known) or (identifies(parameter) and not parameter.choices):
                return self._from(Pick(chosen, 0.0), known)
        elsewhere = read(doc, want.request).said.get(parameter.name)
        if elsewhere and not elsewhere.mention and parameter.shape == "name":
            return Source("context", elsewhere.value, elsewhere.words)
        return self._earlier(doc, parameter)

    def _earlier(self, doc: ToolDoc, parameter: Parameter) -> Source | None:
        """What the user said in an earlier turn."""
        if parameter.shape in ("boolean", "flags", "number", "enum", "text"):
            return None
        for turn in reversed(self.conversation.turns[:-1]):
            said = read(doc, turn.query).said.get(parameter.name)
            if said and not said.mention and not parameter.choices:
                return Source("context", said.value, said.words)
        return None
