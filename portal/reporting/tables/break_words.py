"""Breaks in series in the words of one language: a page has one, a report is made in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from msgspec import Struct

from portal.agencies.agency import Agency
from portal.domain.figures.breaks import Break, BreakKind, is_undone
from portal.domain.text import Language, Text
from portal.domain.time.promise import Allowance
from portal.words.catalogue import gettext_in, to_translate
from portal.words.dates import allowance_words, day_words

STAGES = {
    "answer": to_translate("délai de réponse"),
    "first_contact": to_translate("délai du premier contact"),
}


class BreakWords(Struct, frozen=True):
    """A language; what agencies are called in a sentence, and subjects, by their codes.

    `active` gives the categories that an agency has today.
    """

    language: Language
    agency: Callable[[str], str]
    themes: Mapping[str, Text]
    active: Callable[[str], frozenset[str]] = lambda _code: frozenset()

    def whole(self, one: Break) -> str:
        """Say what broke, whose, and on which day; then what an administrator added."""
        _ = partial(gettext_in, self.language)
        said, day = self.said(one), day_words(one.on_day, self.language)
        words = _("%(what)s, le %(day)s", what=said, day=day)
        if one.agency:
            whose = self.agency(one.agency)
            words = _("%(what)s (%(agency)s), le %(day)s", what=said, agency=whose, day=day)
        own = one.words.in_(self.language) if one.words else ""
        return _("%(break)s. %(words)s", **{"break": words, "words": own}) if own else words

    def said(self, one: Break) -> str:
        """Say what broke in the portal's own words, neither whose nor when.

        What was put back since says so: nothing else tells that it is as it was.
        """
        said = _WORDS[one.kind](self, one)
        if not is_undone(one, self.active(one.agency)):
            return said
        return gettext_in(self.language, "%(what)s, annulé depuis", what=said)

    def gettext(self, text: str, **params: object) -> str:
        """Return `text` in this language, its marks filled."""
        return gettext_in(self.language, text, **params)

    def names(self, facts: Mapping[str, Any], *, bare: bool = False) -> str:
        """Return the names that categories had, each between its marks unless `bare`."""
        named = facts.get("names", {})
        names = [
            Text(name["fr"], name.get("en") or "").in_(self.language) for name in named.values()
        ] or list(facts.get("categories", ()))
        if bare:
            return ", ".join(names)
        return ", ".join(self.gettext("« %(name)s »", name=name) for name in names)


def active_categories(agency: Agency) -> frozenset[str]:
    """Return the codes of the categories that an agency has, those that it gave up left out."""
    return frozenset(one.code for one in agency.settings.categories if not one.retired)


def _split(w: BreakWords, one: Break) -> str:
    return w.gettext(
        "« %(before)s » divisée en %(after)s",
        before=w.names(one.before, bare=True),
        after=w.names(one.after),
    )


def _merged(w: BreakWords, one: Break) -> str:
    return w.gettext(
        "%(before)s réunies en « %(after)s »",
        before=w.names(one.before),
        after=w.names(one.after, bare=True),
    )


def _renamed(w: BreakWords, one: Break) -> str:
    return w.gettext(
        "« %(before)s » devient « %(after)s »",
        before=w.names(one.before, bare=True),
        after=w.names(one.after, bare=True),
    )


def _moved(w: BreakWords, one: Break) -> str:
    before, after = (
        ", ".join(
            w.themes[code].in_(w.language) if code in w.themes else code
            for code in facts.get("themes", ())
        )
        for facts in (one.before, one.after)
    )
    return w.gettext(
        "« %(category)s » passe du sujet « %(before)s » à « %(after)s »",
        category=w.names(one.after, bare=True),
        before=before,
        after=after,
    )


def _deadlines(w: BreakWords, one: Break) -> str:
    stage = w.gettext(STAGES[one.after["stage"]])
    before, after = (_length(w, facts["time"]) for facts in (one.before, one.after))
    words = {"stage": stage, "before": before, "after": after}
    if before == after:
        return w.gettext("règle changée : %(stage)s, %(after)s", **words)
    return w.gettext("%(stage)s changé, de %(before)s à %(after)s", **words)


def _length(w: BreakWords, time: Mapping[str, Any]) -> str:
    within = time.get("within")
    if within is None:
        return w.gettext("celui de l’organisme")
    return allowance_words(Allowance.kept(within), w.language)


def _calendar(w: BreakWords, _one: Break) -> str:
    return w.gettext("calendrier des jours ouvrables changé")


def _definition(w: BreakWords, one: Break) -> str:
    return w.gettext(
        "définitions changées, de la version %(before)s à la version %(after)s",
        before=one.before["version"],
        after=one.after["version"],
    )


def _organisation(w: BreakWords, one: Break) -> str:
    return w.gettext(
        "%(before)s remplacé par %(after)s",
        before=", ".join(map(w.agency, one.before["agencies"])),
        after=", ".join(map(w.agency, one.after["agencies"])),
    )


_WORDS: Mapping[BreakKind, Callable[[BreakWords, Break], str]] = {
    BreakKind.SPLIT: _split,
    BreakKind.MERGED: _merged,
    BreakKind.RENAMED: _renamed,
    BreakKind.MOVED: _moved,
    BreakKind.DEADLINES: _deadlines,
    BreakKind.CALENDAR: _calendar,
    BreakKind.DEFINITION: _definition,
    BreakKind.ORGANISATION: _organisation,
}
