"""The words for what is given to a person, for its sums, and what agencies give unless they say."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, partial

from portal.domain.conclusion import Given
from portal.domain.remedy import Remedy, RemedyKind
from portal.domain.text import Text
from portal.words.catalogue import gettext_in, to_translate
from portal.words.typography import NO_BREAK, number_words

KIND_NAMES: dict[str, str] = {
    RemedyKind.APOLOGY: to_translate("Excuses"),
    RemedyKind.CORRECTION: to_translate("Correction"),
    RemedyKind.PRIORITY: to_translate("Traitement en priorité"),
    RemedyKind.REIMBURSEMENT: to_translate("Remboursement"),
    RemedyKind.OTHER: to_translate("Autre chose"),
}
_CENTS = 100


@cache
def usual_remedies() -> tuple[Remedy, ...]:
    """Return what an agency may give that says nothing of it: a sum, its head alone."""
    return tuple(
        Remedy(
            kind.value,
            kind,
            Text(KIND_NAMES[kind], gettext_in("en", KIND_NAMES[kind])),
            by_officers=kind is not RemedyKind.REIMBURSEMENT,
        )
        for kind in RemedyKind
        if kind is not RemedyKind.OTHER
    )


def sum_words(cents: int, language: str) -> str:
    """Return "120 $" or "$120", with cents where there are any."""
    whole, rest = divmod(cents, _CENTS)
    words = number_words(cents / _CENTS if rest else whole, language, 2 if rest else 0)
    return f"${words}" if language == "en" else f"{words}{NO_BREAK}$"


def given_words(given: Given | None, remedies: Iterable[Remedy], language: str) -> str:
    """Return what is given, as the person reads it; nothing where nobody said or nothing is."""
    if given is None:
        return ""
    named = {remedy.code: remedy for remedy in remedies}
    return ", ".join(_named(named[code], given, language) for code in given.codes if code in named)


def _named(remedy: Remedy, given: Given, language: str) -> str:
    name, _ = remedy.name.in_(language), partial(gettext_in, language)
    if not remedy.is_sum or given.cents is None:
        return name
    return _("%(name)s de %(sum)s", name=name, sum=sum_words(given.cents, language))
