"""What a public page says of its figures: since when they stand, what was revised, what is next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from portal.domain.figures.steps import STEP
from portal.pages.current import current_language, gettext, portal_zone
from portal.reporting import texts
from portal.reporting.definitions.every import DEFINITIONS
from portal.reporting.definitions.of_means import OF_MEANS
from portal.reporting.texts import ngettext
from portal.reporting.vintages.freezing import published_on
from portal.reporting.vintages.queries import Progress, Published, Revision
from portal.reporting.vintages.reading import PublicReading
from portal.words.dates import day_words

_DEFINITION_OF = {
    "themes": "sujets",
    "levels": "paliers",
    "findings": "conclusions",
    "settled": "conclusions",
    "corrected": "conclusions",
    "reopened": "reprises",
    "due": "promis",
    "kept": "promis",
    "contacts_due": "contact",
    "contact_kept": "contact",
    "contacts_noted": "contacts-non-confirmes",
    "unconfirmed": "contacts-non-confirmes",
    "extensions": "prolongations",
    "pauses": "arrets",
    "second_answers": "secondes-reponses",
    "unanswered": "sans-reponse",
    "days": "delai",
    "months": "delai",
}
"""By which definition a table is called; one that is not named is of what complainants thought."""


_SOON = timedelta(days=7)
"""So long after its day a quarter still counts as published on time."""


class Standing(Struct, frozen=True):
    """Sentences: when the figures were published, each revision, and what is in progress."""

    published: str
    revisions: tuple[str, ...]
    progress: tuple[str, ...]


def standing_of(found: PublicReading, code: str) -> Standing:
    """Say it of an agency, or of all together."""
    published = found.published
    if published is None:
        return Standing("", (), _of_progress(found, code))
    revisions = tuple(map(_revision, published.revisions))
    return Standing(_published(published), revisions, _of_progress(found, code))


def _published(published: Published) -> str:
    """Say when it was: a quarter counted only later is older than its first day here."""
    day = published.at.astimezone(portal_zone()).date()
    if day > published_on(published.period) + _SOON:
        return gettext(
            "Publié ici pour la première fois le %(day)s, plus tard que d’habitude : les chiffres"
            " ont été faits ce jour-là. Ils ne bougent plus, sauf révision annoncée ici.",
            day=_day(day),
        )
    return gettext(
        "Publié le %(day)s. Ces chiffres ne bougent plus, sauf révision annoncée ici.",
        day=_day(day),
    )


def _revision(revision: Revision) -> str:
    day = _day(revision.at.astimezone(portal_zone()).date())
    said = gettext(
        "Révisé le %(day)s : %(reason)s", day=day, reason=texts.words_of(revision.reason)
    )
    changed = gettext("A changé : %(tables)s.", tables=tables_words(revision.changed))
    return f"{said} {changed}"


def tables_words(changed: Mapping[str, int]) -> str:
    """Say in which tables figures changed, and how many in each."""
    by_name: dict[str, int] = {}
    names = {definition.anchor: definition.name for definition in (*DEFINITIONS, *OF_MEANS)}
    for table, n in changed.items():
        name = gettext(names[_DEFINITION_OF.get(table, "satisfaction")])
        by_name[name] = by_name.get(name, 0) + n
    return ", ".join(
        gettext(
            "%(table)s (%(figures)s)",
            table=name,
            figures=ngettext("%(num)s chiffre", "%(num)s chiffres", n),
        )
        for name, n in sorted(by_name.items())
    )


def _of_progress(found: PublicReading, code: str) -> tuple[str, ...]:
    return tuple(_in_progress(one, one.steps.get(code, 0)) for one in found.progress)


def _in_progress(one: Progress, step: int) -> str:
    count = (
        gettext("moins de %(n)s plaintes", n=STEP)
        if step < STEP
        else gettext("%(n)s plaintes ou un peu plus", n=texts.number(step))
    )
    return gettext(
        "%(period)s, pas encore publié : %(count)s reçues jusqu’au %(day)s à minuit."
        " Ce nombre est revu une fois par jour et avance par pas de cinq."
        " Les chiffres complets paraîtront le %(published)s.",
        period=texts.period(one.period),
        count=count,
        day=_day(date.fromordinal(one.day.toordinal() - 1)),
        published=_day(published_on(one.period)),
    )


def _day(day: date) -> str:
    return day_words(day, current_language())
