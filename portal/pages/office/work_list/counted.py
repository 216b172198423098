"""What a work list says of the figure that led to it: what is listed, of when, narrowed to what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from portal.agencies.agency import Agency
from portal.complaints.queries.counted_complaints import Counted, OpenNow, Totals
from portal.domain.figures.cells import UNKNOWN
from portal.domain.figures.leading import Led
from portal.domain.figures.small_cells import is_small
from portal.domain.nature import OWN_MOTION, Nature
from portal.domain.time.periods import Period, age_bounds, first_day_of
from portal.finder.territory.regions import REGIONS
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.office.wording import CHANNELS
from portal.words.catalogue import to_translate
from portal.words.dates import month_words, period_words

NATURES: dict[str, str] = {
    OWN_MOTION: to_translate("Dossiers ouverts par le service"),
    Nature.COMMENT: to_translate("Commentaires"),
    Nature.SUGGESTION: to_translate("Suggestions"),
    Nature.PRAISE: to_translate("Félicitations"),
    Nature.REPORT: to_translate("Signalements d’une situation"),
}
"""What is counted apart from complaints: every figure can be asked for of each."""
LANGUAGES: dict[str, str] = {
    "fr": to_translate("Français"),
    "en": to_translate("Anglais"),
}
OPEN_NOW = "en-cours"
"""What the address says where a figure counts what is open by now."""

_TITLES: dict[Led, str] = {
    Led.RECEIVED: to_translate("Plaintes reçues %(when)s"),
    Led.ANSWERED: to_translate("Plaintes qui ont reçu leur première réponse %(when)s"),
    Led.DUE: to_translate("Plaintes dont la réponse était due %(when)s"),
    Led.KEPT: to_translate("Plaintes dont la réponse, due %(when)s, est venue à temps"),
    Led.MISSED: to_translate("Plaintes dont la réponse, due %(when)s, n’est pas venue à temps"),
    Led.LEVEL: to_translate(
        "Plaintes qui ont reçu leur première réponse %(when)s, montées jusqu’au palier %(level)s"
    ),
    Led.CLOSED: to_translate("Plaintes fermées %(when)s"),
    Led.FOUNDED: to_translate("Plaintes fermées %(when)s, fondées"),
    Led.PARTLY_FOUNDED: to_translate("Plaintes fermées %(when)s, fondées en partie"),
    Led.UNFOUNDED: to_translate("Plaintes fermées %(when)s, non fondées"),
    Led.SETTLED: to_translate("Plaintes fermées %(when)s, réglées sans conclusion"),
    Led.INADMISSIBLE: to_translate("Plaintes fermées %(when)s, irrecevables"),
    Led.FOUND_WITHDRAWN: to_translate("Plaintes fermées %(when)s, retirées"),
    Led.CORRECTED: to_translate("Plaintes fermées %(when)s avec une mesure corrective"),
    Led.SETTLED_AT_FIRST: to_translate("Plaintes fermées %(when)s, réglées au premier contact"),
    Led.REOPENED: to_translate("Plaintes reprises %(when)s"),
    Led.WITHDRAWN: to_translate("Plaintes retirées %(when)s"),
}
_OF_MESSAGES: dict[Led, str] = {
    Led.RECEIVED: to_translate("Messages reçus %(when)s"),
    Led.ANSWERED: to_translate("Messages qui ont reçu leur première réponse %(when)s"),
    Led.DUE: to_translate("Messages dont la réponse était due %(when)s"),
    Led.KEPT: to_translate("Messages dont la réponse, due %(when)s, est venue à temps"),
    Led.MISSED: to_translate("Messages dont la réponse, due %(when)s, n’est pas venue à temps"),
    Led.CLOSED: to_translate("Messages fermés %(when)s"),
    Led.REOPENED: to_translate("Messages repris %(when)s"),
    Led.WITHDRAWN: to_translate("Messages retirés %(when)s"),
}
"""What is said of what is no complaint; whatever concludes complaints is of these alone."""
_MONTH = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])")
_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_LEVEL = re.compile(r"[1-9]\d?")
_TOGETHER = "~"
_AGES = ("0", "1", "2", "3")
_FIELDS = ("theme", "categorie-comptee", "canal-compte", "langue", "region", "nature", "palier")


class Asked(Struct, frozen=True):
    """What the address says of a figure: what it counts, of when, and narrowed to what by name."""

    what: str
    period: str
    narrowed: Mapping[str, str] = {}
    age: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked | None:
        """Read the query string; None where it names no figure. What is not known is left out."""
        what, period = query.get("compte", ""), query.get("periode", "")
        narrowed = {name: query[name] for name in _FIELDS if _is_known(name, query.get(name, ""))}
        if what == OPEN_NOW:
            age = query.get("age", "")
            return cls(what, "", narrowed, age if age in _AGES else "")
        is_whole = what in set(Led) and (what != Led.LEVEL or "palier" in narrowed)
        return cls(what, period, narrowed) if is_whole and months_of(period) else None

    @property
    def message_kind(self) -> str:
        """Which kind of messages that are no complaints it counts; "" where it counts others."""
        nature = self.narrowed.get("nature", "")
        is_known = nature in NATURES and nature != OWN_MOTION
        return nature if is_known and (self.what == OPEN_NOW or self.what in _OF_MESSAGES) else ""

    @property
    def query(self) -> dict[str, str]:
        """What of the address says it."""
        said = {"compte": self.what, "periode": self.period, "age": self.age, **self.narrowed}
        return {name: value for name, value in said.items() if value}

    def counted(self, agency: Agency, now: datetime) -> Counted | OpenNow:
        """Return what it counts of an agency; what is open is as old as it is by now."""
        of = self.narrowed.get
        parts: dict[str, Any] = {
            "nature": of("nature", ""),
            "theme": of("theme", ""),
            "categories": tuple(of("categorie-comptee", "").split(_TOGETHER))
            if of("categorie-comptee")
            else (),
            "channel": of("canal-compte", ""),
        }
        if self.what == OPEN_NOW:
            since, before = self._received(agency, now)
            return OpenNow(since, before, **parts)
        level = of("palier")
        parts |= {"language": of("langue", ""), "region": of("region", "")}
        bucket = int(level) if level and self.what == Led.LEVEL else None
        return Counted(Led(self.what), months_of(self.period), bucket=bucket, **parts)

    def _received(self, agency: Agency, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return since and before when complaints of the class of age were received."""
        if not self.age:
            return None, None
        rank, bounds = int(self.age), age_bounds(now, agency.consult().calendar())
        return (
            bounds[rank] if rank < len(bounds) else None,
            bounds[rank - 1] if rank else None,
        )


def _is_known(name: str, value: str) -> bool:
    if name == "palier":
        return _LEVEL.fullmatch(value) is not None
    codes = value.split(_TOGETHER) if name == "categorie-comptee" else [value]
    return all(_CODE.fullmatch(code) for code in codes)


def months_of(period: str) -> tuple[str, ...]:
    """Return the months of a period, or the one month that it names; none where it is neither."""
    if _MONTH.fullmatch(period):
        return (period,)
    known = Period.parse(period)
    return known.months if known else ()


def title_of(asked: Asked, categories: Mapping[str, str]) -> str:
    """Say in words what is listed, of which category and about what."""
    title = _messages_title(asked) if asked.message_kind else _complaints_title(asked)
    if codes := asked.narrowed.get("categorie-comptee"):
        names = " + ".join(categories.get(code, code) for code in codes.split(_TOGETHER))
        title = gettext("%(title)s, catégorie « %(name)s »", title=title, name=names)
    theme = asked.narrowed.get("theme")
    if not theme:
        return title
    themes = {one.code: one.name.text for one in runtime().agencies.portal.themes}
    words = themes[theme].in_(current_language()) if theme in themes else theme
    return gettext("%(title)s, au sujet de « %(theme)s »", title=title, theme=words)


def _messages_title(asked: Asked) -> str:
    kind = gettext(NATURES[asked.message_kind]).lower()
    if asked.what == OPEN_NOW:
        title = _open_messages_title(asked.age)
    else:
        title = gettext(_OF_MESSAGES[Led(asked.what)], when=_when(asked.period))
    return gettext("%(title)s : %(kind)s", title=title, kind=kind)


def _open_messages_title(age: str) -> str:
    titles = {
        "": gettext("Messages en cours"),
        "0": gettext("Messages en cours depuis 10 jours ouvrables ou moins"),
        "1": gettext("Messages en cours depuis 11 à 20 jours ouvrables"),
        "2": gettext("Messages en cours depuis 21 à 60 jours ouvrables"),
        "3": gettext("Messages en cours depuis plus de 60 jours ouvrables"),
    }
    return titles[age]


def _complaints_title(asked: Asked) -> str:
    if asked.what == OPEN_NOW:
        return _open_title(asked.age)
    level = asked.narrowed.get("palier", "")
    return gettext(_TITLES[Led(asked.what)], when=_when(asked.period), level=level)


def _open_title(age: str) -> str:
    titles = {
        "": gettext("Plaintes en cours"),
        "0": gettext("Plaintes en cours depuis 10 jours ouvrables ou moins"),
        "1": gettext("Plaintes en cours depuis 11 à 20 jours ouvrables"),
        "2": gettext("Plaintes en cours depuis 21 à 60 jours ouvrables"),
        "3": gettext("Plaintes en cours depuis plus de 60 jours ouvrables"),
    }
    return titles[age]


def _when(period: str) -> str:
    language = current_language()
    if _MONTH.fullmatch(period):
        return gettext("en %(month)s", month=month_words(first_day_of(period), language))
    known = Period.parse(period)
    assert known is not None, "what was read names a period"
    if known.quarter is None:
        return gettext("en %(year)s", year=known.year)
    return gettext("au %(quarter)s", quarter=period_words(known, language))


def narrowed_words(asked: Asked) -> Iterator[str]:
    """Yield to what the figure is narrowed, but for what the title says."""
    said = asked.narrowed
    if channel := said.get("canal-compte"):
        yield gettext("Canal : %(name)s", name=gettext(CHANNELS.get(channel, channel)))
    if language := said.get("langue"):
        words = gettext(LANGUAGES[language]) if language in LANGUAGES else language
        yield gettext("Langue : %(name)s", name=words)
    if region := said.get("region"):
        known = gettext("Inconnue") if region == UNKNOWN else REGIONS.get(region, region)
        yield gettext("Région : %(name)s", name=known)
    nature = said.get("nature")
    if nature in NATURES and not asked.message_kind:
        yield gettext("Nature : %(name)s", name=gettext(NATURES[nature]))


class Told(Struct, frozen=True):
    """What a list says of the figure that led to it, in words."""

    asked: Asked
    title: str
    narrowed: tuple[str, ...]
    differences: tuple[str, ...]
    back: str | None

    @property
    def is_of_messages(self) -> bool:
        """Tell whether what is listed is no complaints."""
        return bool(self.asked.message_kind)


def told(
    asked: Asked, categories: Mapping[str, str], totals: Totals, seen: int, back: str | None
) -> Told:
    """Return what is said of a figure: `seen` of its complaints are open to whoever looks."""
    return Told(
        asked,
        title_of(asked, categories),
        tuple(narrowed_words(asked)),
        tuple(_differences(totals, seen)),
        back,
    )


def _differences(totals: Totals, seen: int) -> Iterator[str]:
    """Say why a list is not as long as the figure says.

    Of few that somebody may not open it is not told how many: narrowed far enough, their number
    would tell what one of them is about. None of the reasons is told apart.
    """
    unseen = totals.complaints - seen
    if totals.n > totals.complaints and not is_small(unseen):
        yield ngettext(
            "Le chiffre compte %(n)s fois %(num)s plainte : ce qu’il compte peut arriver plus d’une"
            " fois à la même.",
            "Le chiffre compte %(n)s fois %(num)s plaintes : ce qu’il compte peut arriver plus"
            " d’une fois à la même.",
            totals.complaints,
            n=totals.n,
        )
    if is_small(unseen):
        yield gettext(
            "Le chiffre compte aussi des plaintes qui ne vous sont pas ouvertes : un autre"
            " organisme les a maintenant, ou elles sont réservées à d’autres personnes."
        )
    elif unseen > 0:
        yield ngettext(
            "Le chiffre compte aussi %(num)s plainte qui ne vous est pas ouverte : un autre"
            " organisme l’a maintenant, ou elle est réservée à d’autres personnes.",
            "Le chiffre compte aussi %(num)s plaintes qui ne vous sont pas ouvertes : un autre"
            " organisme les a maintenant, ou elles sont réservées à d’autres personnes.",
            unseen,
        )
