"""What citizens read of the agency: who it is, and how a complaint reaches it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.agencies.agency import Agency
from portal.agencies.settings.matching import folded
from portal.agencies.settings.reader import Mistake
from portal.agencies.settings.schema import AgencySettings
from portal.domain.answers import NOT_AHEAD
from portal.domain.phone import is_dialled
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit
from portal.pages.settings.drafting.fields import (
    NO_NUMBER,
    Day,
    EmailLine,
    Form,
    Line,
    Lines,
    Tick,
    Words,
    unlike_names,
)
from portal.pages.settings.drafting.forms import READ, Entry, HoldsFor, SectionForm
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

# Who the agency is; its code and those before it are not changed here.

_SITE = re.compile(r"https://[^\s/.@?#\\]+(\.[^\s/.@?#\\]+)+(/\S*)?")
_ALIAS = re.compile(r"agency\.aliases\[(\d+)\]")


@dataclass(frozen=True)
class Website(Line):
    """The address of a website: people seldom type its beginning."""

    def written(self, form: Form, current: Any) -> Mapping[str, Any]:
        return {self.name: _whole(form[self.name]) or None}


def _whole(site: str) -> str:
    return site if not site or "://" in site else f"https://{site}"


def _note_day_ahead(edit: Edit, problems: Problems) -> None:
    day = edit.form["verified_on"].as_date
    today = edit.state.agency.configured.working_calendar(None).day_of(runtime().now())
    if day is not None and day > today:
        problems.add("verified_on", NOT_AHEAD.in_(current_language()))


def _place_mistakes(edit: Edit) -> Mapping[str, Any]:
    """Note at its input what the reader found in a name; show what else it found."""
    aliases, problems = unlike_names(edit.form["aliases"]), edit.outcome.problems
    elsewhere: list[Mistake] = []
    for mistake in edit.outcome.mistakes:
        alias = _ALIAS.fullmatch(mistake.path)
        if not alias and mistake.path != "agency.short_name":
            elsewhere.append(mistake)
            continue
        name = aliases[int(alias[1])] if alias else edit.form["short_name"]
        problems.add(
            "aliases" if alias else "short_name",
            _why_not(name, mistake, edit.state.agency.code),
        )
    return {"mistakes": elsewhere}


def _why_not(name: str, mistake: Mistake, code: str) -> str:
    """Return why an agency cannot have a name: whose it is, or else what the reader says of it."""
    language = current_language()
    others = (agency for agency in runtime().agencies if agency.code != code)
    owner = next((agency for agency in others if folded(name) in _names_of(agency)), None)
    if owner is None:
        return mistake.text.in_(language)
    return gettext(
        "« %(name)s » mène déjà à cet organisme : %(agency)s",
        name=name,
        agency=owner.name.in_(language),
    )


def _names_of(agency: Agency) -> set[str]:
    identity = agency.settings.agency
    return {folded(name) for name in (agency.code, identity.short_name or "", *identity.aliases)}


def _verified(settings: AgencySettings) -> str:
    day = settings.agency.verified_on
    if day is None:
        return gettext("sans date de vérification")
    return gettext("vérifiée le %(day)s", day=day_words(day, current_language()))


PUBLIC_PAGE = SectionForm(
    "public_page",
    holds_for=HoldsFor.AT_ONCE,
    fr="page-publique",
    en="public-page",
    section=("agency",),
    template="settings/forms/public_page.html",
    fields=(
        Words("name", to_translate("Écrivez le nom en français")),
        Line("short_name"),
        Words("service", to_translate("Écrivez le titre en français")),
        Words("mandate", to_translate("Dites en français ce que l’organisme traite")),
        Words("not_handled"),
        Words("everyday"),
        Website(
            "website",
            lambda typed: _SITE.fullmatch(_whole(typed)) is not None,
            to_translate("Écrivez une adresse telle que https://www.exemple.ca"),
        ),
        Lines("aliases", unlike_names),
        Lines("signs", unlike_names),
        Tick("two_to_publish"),
        Tick("sample"),
        Day("verified_on"),
    ),
    says=lambda settings: settings.agency,
    rules=_note_day_ahead,
    shows=_place_mistakes,
    entry=Entry(READ, to_translate("Page publique"), _verified),
    names={"agency": to_translate("L’organisme")},
)


# How a complaint can reach the agency, beside the card that citizens read.


def _note_no_way(edit: Edit, problems: Problems) -> None:
    if not any(edit.form[name] for name in ("web", "email", "phone", "post_fr", "counter_fr")):
        problems.add("web", gettext("Gardez au moins une façon de porter plainte"))


def _ways(settings: AgencySettings) -> str:
    channels = settings.channels
    names = {
        gettext("sur ce portail"): channels.web,
        gettext("courriel"): channels.email,
        gettext("téléphone"): channels.phone,
        gettext("télécopieur"): channels.fax,
        gettext("poste"): channels.post,
        gettext("sur place"): channels.counter,
    }
    return ", ".join(name for name, is_there in names.items() if is_there)


CHANNELS = SectionForm(
    "channels",
    holds_for=HoldsFor.AT_ONCE,
    fr="canaux",
    en="channels",
    section=("channels",),
    template="settings/forms/channels.html",
    fields=(
        # Open where nothing is said.
        Tick("web", unsaid=True),
        EmailLine("email"),
        Line("phone", is_dialled, NO_NUMBER),
        Line("relay", is_dialled, NO_NUMBER),
        Line("fax", is_dialled, NO_NUMBER),
        Words("post"),
        Words("counter"),
        Words("hours"),
    ),
    says=lambda settings: settings.channels,
    rules=_note_no_way,
    shows=lambda edit: {"seen": edit.drafted.settings if edit.drafted else edit.settings},
    entry=Entry(READ, to_translate("Façons de porter plainte"), _ways),
)
