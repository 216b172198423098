"""Which agencies are proposed for a text: the finder's, the plugins', and what the desk decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from portal.agencies.portal_plugins import PortalPlugins
from portal.agencies.registry import Registry
from portal.domain.routing import Suggestion
from portal.finder.desk_rules import ruling
from portal.finder.suggest import Finder, finder_over


class Suggesting:
    """Proposes agencies in force, by whatever is known of them."""

    def __init__(self, agencies: Registry) -> None:
        self._agencies = agencies
        self._finder: tuple[object, Finder] | None = None

    @property
    def finder(self) -> Finder:
        """The finder over the agencies in force."""
        in_force = self._agencies.in_force
        if self._finder is None or self._finder[0] is not in_force:
            self._finder = (in_force, finder_over(in_force))
        return self._finder[1]

    def suggested(
        self, plugins: PortalPlugins, text: str, language: str, now: datetime, most: int
    ) -> list[Suggestion]:
        """Return at most `most` agencies in force that could answer for a text, best first.

        The finder finds them by their own words; plugins add to them and order them. What the desk
        decided by a rule comes before.
        """
        if not text:
            return []
        ours = self.finder.suggest(text, language, most)
        in_force = self._agencies.in_force
        offered = in_force.agencies.keys() - {in_force.portal.portal.intake_desk}
        by_plugins = plugins.suggestions(text, language, ours)
        ruled = self._ruled(text, language, now)
        first = [suggestion for suggestion in ruled if suggestion.agency in offered]
        others = [
            suggestion
            for suggestion in by_plugins
            if suggestion.agency in offered and not _is_among(suggestion, first)
        ]
        kept = [*first, *others][:most]
        return [
            suggestion if suggestion in ours else self._sound(suggestion) for suggestion in kept
        ]

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


def _is_among(suggestion: Suggestion, others: Iterable[Suggestion]) -> bool:
    return any(suggestion.agency == other.agency for other in others)
