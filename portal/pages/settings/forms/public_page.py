"""Who the agency is, as citizens read it; its code and those before it are not changed here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.agencies.settings.reader import Mistake
from portal.agencies.settings.schema import AgencySettings
from portal.domain.answers import NOT_AHEAD
from portal.pages.current import current_language, gettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.fields import (
    Day,
    Form,
    Line,
    Lines,
    Tick,
    Words,
    unlike_names,
)
from portal.pages.settings.drafting.forms import READ, Edit, Entry, SectionForm
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

_SITE = re.compile(r"https://[^\s/.]+(\.[^\s/.]+)+(/\S*)?")
_ALIAS = re.compile(r"agency\.aliases\[(\d+)\]")


@dataclass(frozen=True)
class Website(Line):
    """The address of a website: people seldom type its beginning."""

    def written(self, form: Form, said: Any) -> Mapping[str, Any]:
        return {self.name: _whole(form[self.name]) or None}


def _whole(site: str) -> str:
    return site if not site or "://" in site else f"https://{site}"


def _wrong_site(typed: str) -> str | None:
    told = gettext("Écrivez une adresse telle que https://www.exemple.ca")
    return None if _SITE.fullmatch(_whole(typed)) else told


def _note_day_ahead(edit: Edit, problems: Problems) -> None:
    day = edit.form["verified_on"].found
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
        told = gettext("« %(name)s » mène déjà à un autre organisme", name=name)
        problems.add("aliases" if alias else "short_name", told)
    return {"mistakes": elsewhere}


def _now(settings: AgencySettings) -> str:
    day = settings.agency.verified_on
    if day is None:
        return gettext("sans date de vérification")
    return gettext("vérifiée le %(day)s", day=day_words(day, current_language()))


PUBLIC_PAGE = SectionForm(
    "public_page",
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
        Website("website", _wrong_site),
        Lines("aliases", unlike_names),
        Tick("two_to_publish"),
        Tick("sample"),
        Day("verified_on"),
    ),
    says=lambda settings: settings.agency,
    rules=_note_day_ahead,
    shows=_place_mistakes,
    entry=Entry(READ, to_translate("Page publique"), _now),
    names={"agency": to_translate("L’organisme")},
)
