"""What an administrator can change, group by group, each with what stands there now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from portal.agencies.settings.categories import CategorySettings
from portal.agencies.settings.defaults import LONGEST_LIMIT
from portal.agencies.settings.handling import GroupingSettings
from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.holidays import JURISDICTIONS
from portal.pages.current import current_language, runtime
from portal.pages.settings.forms.notice_form import own_notices
from portal.pages.settings.state import SettingsState
from portal.pages.texts import gettext, ngettext
from portal.words.catalogue import to_translate
from portal.words.dates import after_file_words, allowance_words, day_words


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A page of settings as the first page leads to it: its address, its name, what it says now."""

    address: str
    name: str
    now: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Pages that belong together, under their heading."""

    name: str
    entries: list[ShownEntry]


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of settings: its view, its name, and how to say what stands there now."""

    view: str
    name: str
    now: Callable[[AgencySettings], str]


def contents(state: SettingsState) -> list[ShownGroup]:
    """Return every form of the settings, with what the draft says, or what is in force."""
    return [
        ShownGroup(gettext(name), [_shown(entry, state) for entry in entries])
        for name, entries in GROUPS
    ]


def _shown(entry: Entry, state: SettingsState) -> ShownEntry:
    address = url_for(f".{entry.view}", agency=state.agency.code)
    return ShownEntry(address, gettext(entry.name), entry.now(state.settings))


def _verified(settings: AgencySettings) -> str:
    day = settings.agency.verified_on
    if day is None:
        return gettext("sans date de vérification")
    return gettext("vérifiée le %(day)s", day=day_words(day, current_language()))


def _ways(settings: AgencySettings) -> str:
    ways = settings.channels
    names = {
        gettext("sur ce portail"): ways.web,
        gettext("courriel"): ways.email,
        gettext("téléphone"): ways.phone,
        gettext("télécopieur"): ways.fax,
        gettext("poste"): ways.post,
        gettext("sur place"): ways.counter,
    }
    return ", ".join(name for name, is_there in names.items() if is_there)


def _notices(settings: AgencySettings) -> str:
    count = len(own_notices(settings))
    return ngettext("un avis", "%(num)s avis", count) if count else gettext("aucun avis")


def _recourses(settings: AgencySettings) -> str:
    count = len(settings.recourses)
    return ngettext("un recours", "%(num)s recours", count) if count else gettext("aucun recours")


def _staff_page(settings: AgencySettings) -> str:
    return gettext("avec un mot de l’organisme") if settings.staff_page else gettext("sans mot")


def _answer_time(settings: AgencySettings) -> str:
    answer, language = settings.deadlines.answer, current_language()
    word = after_file_words if answer.starts == "complete_file" else allowance_words
    said = gettext("réponse en %(length)s", length=word(answer.within, language))
    others = sum(one.deadlines.answer is not None for one in _offered(settings))
    if others:
        said += ", " + ngettext("sauf une catégorie", "sauf %(num)s catégories", others)
    return said


def _pauses(settings: AgencySettings) -> str:
    count = len(settings.deadlines.answer.pauses)
    return ngettext("une raison", "%(num)s raisons", count) if count else gettext("aucune raison")


def _reopening(settings: AgencySettings) -> str:
    own = settings.reopening
    return allowance_words(own.within, current_language()) if own else gettext("jamais")


def _levels(settings: AgencySettings) -> str:
    return ngettext("un palier", "%(num)s paliers", len(settings.escalation))


def _closed_days(settings: AgencySettings) -> str:
    calendar = settings.calendar
    place = JURISDICTIONS[calendar.jurisdiction].name.in_(current_language())
    more = len(calendar.extra_closures)
    if not more:
        return gettext("jours fériés : %(place)s", place=place)
    return ngettext(
        "jours fériés : %(place)s, et un autre jour",
        "jours fériés : %(place)s, et %(num)s autres jours",
        more,
        place=place,
    )


def _categories(settings: AgencySettings) -> str:
    every = settings.categories
    said = ngettext("une catégorie", "%(num)s catégories", len(every))
    retired = len(every) - len(_offered(settings))
    if retired:
        said += ", " + ngettext("dont une retirée", "dont %(num)s retirées", retired)
    questions = sum(len(one.questions) for one in every)
    if questions:
        said += ", " + ngettext("une question", "%(num)s questions", questions)
    return said


def _units(settings: AgencySettings) -> str:
    count = len(settings.units)
    return ngettext("une unité", "%(num)s unités", count) if count else gettext("aucune unité")


def _criteria(settings: AgencySettings) -> str:
    count = len(settings.criteria)
    return ngettext("un critère", "%(num)s critères", count) if count else gettext("aucun critère")


def _texts(settings: AgencySettings) -> str:
    models = sum(one.use.is_model for one in settings.letters)
    texts = len(settings.letters) - models
    said = [
        ngettext("un texte dans les lettres", "%(num)s textes dans les lettres", texts),
        ngettext("un modèle", "%(num)s modèles", models),
    ]
    there = [words for words, count in zip(said, (texts, models), strict=True) if count]
    return ", ".join(there) or gettext("aucun texte")


def _second_reader(settings: AgencySettings) -> str:
    said = settings.second_reader
    if said is None:
        return gettext("aucune réponse")
    if said.answers == "always":
        return gettext("toutes les réponses")
    count = len(said.categories)
    return ngettext("une catégorie", "%(num)s catégories", count)


def _jargon(settings: AgencySettings) -> str:
    count = len(settings.jargon)
    return ngettext("un mot", "%(num)s mots", count) if count else gettext("aucun mot")


def _urgency(settings: AgencySettings) -> str:
    own = settings.own_signs(runtime().agencies.portal)
    said = [
        ngettext("un mot", "%(num)s mots", len(own.words)),
        ngettext("une catégorie", "%(num)s catégories", len(own.categories)),
    ]
    there = [words for words, each in zip(said, (own.words, own.categories), strict=True) if each]
    return ", ".join(there) or gettext("les mots communs")


def _grouping(settings: AgencySettings) -> str:
    rule = settings.grouping or GroupingSettings()
    if not rule.propose:
        return gettext("jamais proposées ensemble")
    return ngettext(
        "dès %(complaints)s plaintes en un jour",
        "dès %(complaints)s plaintes en %(num)s jours",
        rule.days,
        complaints=rule.complaints,
    )


def _contact_limit(settings: AgencySettings) -> str:
    own = settings.contact_limit
    longest = own.within if own else LONGEST_LIMIT.allowance
    return gettext("au plus %(length)s", length=allowance_words(longest, current_language()))


def _offered(settings: AgencySettings) -> list[CategorySettings]:
    return [one for one in settings.categories if not one.retired]


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        to_translate("Ce que les citoyens et le personnel lisent"),
        (
            Entry("public_page", to_translate("Page publique"), _verified),
            Entry("channels", to_translate("Façons de porter plainte"), _ways),
            Entry("notices", to_translate("Avis aux citoyens"), _notices),
            Entry("recourses", to_translate("Autres recours"), _recourses),
            Entry("staff_page", to_translate("Page du personnel"), _staff_page),
        ),
    ),
    (
        to_translate("Le temps et les paliers"),
        (
            Entry("deadlines", to_translate("Délais"), _answer_time),
            Entry("pauses", to_translate("Suspension du délai"), _pauses),
            Entry("levels", to_translate("Paliers"), _levels),
            Entry("reopening", to_translate("Reprise d’une plainte fermée"), _reopening),
            Entry("calendar", to_translate("Calendrier"), _closed_days),
        ),
    ),
    (
        to_translate("Le traitement"),
        (
            Entry("categories", to_translate("Catégories"), _categories),
            Entry("units", to_translate("Unités"), _units),
            Entry("criteria", to_translate("Critères de conclusion"), _criteria),
            Entry("letters", to_translate("Lettres et modèles"), _texts),
            Entry("jargon", to_translate("Mots du métier"), _jargon),
            Entry("second_reader", to_translate("Deuxième lecture"), _second_reader),
        ),
    ),
    (
        to_translate("Ce qui sort de l’ordinaire"),
        (
            Entry("urgency", to_translate("Ce qui paraît urgent"), _urgency),
            Entry("grouping", to_translate("Plaintes semblables"), _grouping),
            Entry("contact_limit", to_translate("Limites de contact"), _contact_limit),
        ),
    ),
)
