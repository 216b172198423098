"""Which agencies are proposed for a text: the finder's, the plugins', and what the desk decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from msgspec import Struct

from portal.agencies.portal_plugins import PortalPlugins
from portal.agencies.registry import InForce, Registry
from portal.domain.routing import Found, SaidPlace, Suggestion
from portal.finder.desk_rules import ruling
from portal.finder.evidence import Evidence
from portal.finder.joining import joined
from portal.finder.learned.kept import KeptLearning
from portal.finder.likeness.kept import KeptLikeness
from portal.finder.places import PlaceOf
from portal.finder.places import places_in as learned_places
from portal.finder.reasons import with_reasons
from portal.finder.signs import Abroad, abroad_in, our_own_first
from portal.finder.suggest import Finder, finder_over
from portal.finder.territory.hearing import places_asked, places_in

_FEW_WORDS = 6
_PLAUSIBLE = 0.005
"""How likely an agency is at least to be proposed at all."""


class _Knowing(Struct):
    """What is known of the agencies in force: by their words, whose the examples are, and where."""

    in_force: InForce
    finder: Finder
    place_of: PlaceOf
    abroad: Abroad
    evidence: Evidence


class Suggesting:
    """Proposes agencies in force, by whatever is known of them."""

    def __init__(
        self,
        agencies: Registry,
        learning: KeptLearning | None = None,
        likeness: KeptLikeness | None = None,
        key: bytes = b"",
    ) -> None:
        self._agencies, self._learning, self._key = agencies, learning, key
        self._likeness = likeness
        self._known: _Knowing | None = None

    @property
    def finder(self) -> Finder:
        """The finder over the agencies in force, by their own words."""
        return self._knowing().finder

    def _knowing(self) -> _Knowing:
        in_force = self._agencies.in_force
        if self._known is None or self._known.in_force is not in_force:
            finder, place_of = finder_over(in_force), learned_places(in_force)
            evidence = Evidence(in_force.decided, self._key)
            self._known = _Knowing(in_force, finder, place_of, abroad_in(in_force), evidence)
        return self._known

    def found(
        self,
        plugins: PortalPlugins,
        text: str,
        language: str,
        now: datetime,
        most: int,
        place: str = "",
    ) -> Found:
        """Return at most `most` agencies in force that could answer for a text, best first.

        They are found by their own words and by examples; plugins add to them and order them, told
        the `place` that was typed, else those that the text names. What the desk decided by a rule
        comes before, and is clear.
        """
        if not text:
            return Found()
        ours = self._ours(text, language, most)
        places = said_places(text, language, place) if plugins.suggest else ()
        by_plugins = plugins.suggestions(text, language, list(ours.suggestions), places)
        ruled = [rule for rule in self._ruled(text, language, now) if self._is_offered(rule)]
        others = [
            suggestion
            for suggestion in by_plugins
            if self._is_offered(suggestion) and not _is_among(suggestion, ruled)
        ]
        kept = [self._sound(suggestion) for suggestion in (*ruled, *others)][:most]
        is_ours = _are_the_same(by_plugins, ours.suggestions)
        return Found(
            kept,
            None if ruled or not is_ours else ours.elsewhere,
            bool(ruled) or (is_ours and ours.is_clear),
        )

    def _ours(self, text: str, language: str, most: int) -> Found:
        """Return what is found by words alone where nothing was learned, by both otherwise."""
        known, learned = self._knowing(), self._learning.learned if self._learning else None
        strangers = known.abroad.without_sign(text)
        if learned is None:
            return Found(our_own_first(known.finder.suggest(text, language, most), strangers))
        told = known.finder.told(text, language)
        heard = known.evidence.added_to(learned.heard(text, known.place_of), text, known.place_of)
        alike = self._likeness.shares(text, known.place_of) if self._likeness else {}
        found = joined(told.suggestions, heard, strangers, alike, meant_by_name(text, told.named))
        plausible = [each for each in found.suggestions if each.score >= _PLAUSIBLE]
        proposed = our_own_first(plausible, strangers)[:most]
        return replace(found, suggestions=with_reasons(text, proposed, learned))

    def category_of(self, agency: str, text: str, language: str) -> str | None:
        """Return the category of an agency that a text is likeliest about, however little it is."""
        known, learned = self._knowing(), self._learning.learned if self._learning else None
        told = known.finder.told(text, language).suggestions
        heard = learned.heard(text, known.place_of) if learned else {}
        every = joined(told, heard).suggestions
        return next((each.category for each in every if each.agency == agency), None)

    def _is_offered(self, suggestion: Suggestion) -> bool:
        in_force = self._agencies.in_force
        desk = in_force.portal.portal.intake_desk
        return suggestion.agency in in_force.agencies and suggestion.agency != desk

    def _ruled(self, text: str, language: str, now: datetime) -> list[Suggestion]:
        """Return the agency that a rule of the desk leads to, or whoever took its place."""
        decided = ruling(self._agencies.in_force.rules, text, language)
        if decided is None or decided.rule.agency not in self._agencies.in_force.agencies:
            return []
        rule = decided.rule
        heir = self._agencies.heir_of(rule.agency, rule.category, now)
        category = heir.category if rule.category else None
        suggestion = Suggestion(
            heir.agency, category, matched=decided.matched, decided_at=rule.made_at
        )
        return [suggestion]

    def _sound(self, suggestion: Suggestion) -> Suggestion:
        """Return a suggestion without a category that its agency does not have."""
        offered = self._agencies.agency(suggestion.agency).consult().categories()
        if suggestion.category is None or suggestion.category in {
            category.code for category in offered
        }:
            return suggestion
        return replace(suggestion, category=None)


def meant_by_name(text: str, named: frozenset[str]) -> str | None:
    """Return the one agency that few words name; a longer story names whom it happens to meet."""
    return next(iter(named)) if len(named) == 1 and len(text.split()) <= _FEW_WORDS else None


def said_places(text: str, language: str, typed: str) -> list[SaidPlace]:
    """Return the places that were typed where the page asks for one, else those of the text."""
    asked = places_asked(typed, language)
    return [
        SaidPlace(place.name, tuple(sorted(place.names)), place.postal, was_typed=bool(asked))
        for place in asked or places_in(text, language)
    ]


def _are_the_same(some: Sequence[Suggestion], others: Sequence[Suggestion]) -> bool:
    return [one.agency for one in some] == [one.agency for one in others]


def _is_among(suggestion: Suggestion, others: Iterable[Suggestion]) -> bool:
    return any(suggestion.agency == other.agency for other in others)
