"""What citizens read of the agency: who it is, how a complaint reaches it, its own notices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.agencies.agency import Agency
from portal.agencies.settings.categories import NoticeSettings
from portal.agencies.settings.matching import folded
from portal.agencies.settings.reader import Mistake
from portal.agencies.settings.schema import AgencySettings
from portal.domain.answers import NOT_AHEAD
from portal.domain.handling.notices import NoticeKind
from portal.domain.phone import is_dialled
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import (
    NO_LINK,
    Choice,
    Day,
    EmailLine,
    Form,
    Line,
    Lines,
    Tick,
    TickedCategories,
    Words,
    categories_to_choose,
    is_link,
    unlike_lines,
    unlike_names,
)
from portal.pages.settings.drafting.forms import READ, Entry, SectionForm
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState, existing
from portal.pages.shown.before_filing import ToldNotice, notices_of
from portal.releases.effects import calling_for
from portal.words.catalogue import to_translate
from portal.words.dates import day_words

# Who the agency is; its code and those before it are not changed here.

_SITE = re.compile(r"https://[^\s/.]+(\.[^\s/.]+)+(/\S*)?")
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

_NUMBER = to_translate("Écrivez un numéro qui se compose, par exemple 514 555-0110")


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
    fr="canaux",
    en="channels",
    section=("channels",),
    template="settings/forms/channels.html",
    fields=(
        # Open where nothing is said.
        Tick("web", unsaid=True),
        EmailLine("email"),
        Line("phone", is_dialled, _NUMBER),
        Line("relay", is_dialled, _NUMBER),
        Line("fax", is_dialled, _NUMBER),
        Words("post"),
        Words("counter"),
        Words("hours"),
    ),
    says=lambda settings: settings.channels,
    rules=_note_no_way,
    shows=lambda edit: {"seen": edit.drafted.settings if edit.drafted else edit.settings},
    entry=Entry(READ, to_translate("Façons de porter plainte"), _ways),
)


# What they are told before they file: the agency's own notices, beside the common ones.

KIND_NAMES: dict[NoticeKind, str] = {
    NoticeKind.INFORMATION: to_translate("Bon à savoir"),
    NoticeKind.OUT_OF_SCOPE: to_translate("Hors du mandat de l’organisme"),
    NoticeKind.OWN_REVIEW: to_translate("Décision qui a sa propre révision"),
    NoticeKind.LEGAL_DELAY: to_translate("Délai de la loi que la plainte n’arrête pas"),
    NoticeKind.DANGER: to_translate("Danger : montré en premier"),
}


def _own_notices(settings: AgencySettings) -> list[NoticeSettings]:
    """Return the notices of the agency's own file; the portal's go ahead of them."""
    common = runtime().agencies.portal.notices
    return [notice for notice in settings.notices if notice not in common]


def _listed_notices(state: SettingsState, place: Place) -> Mapping[str, Any]:
    own = _own_notices(state.settings)
    return {
        "own": own,
        "common": [notice for notice in state.settings.notices if notice not in own],
        "names": {category.code: category.name.text for category in state.settings.categories},
        "kinds": KIND_NAMES,
    }


def _seen(edit: Edit) -> ToldNotice | None:
    """Return the notice as citizens would read it under this form, if it can be read."""
    if edit.drafted is None:
        return None
    draft = calling_for(existing(edit.drafted.settings.notices, edit.code), runtime().now())
    notices = notices_of(edit.drafted.consult(), draft)
    return next((shown for shown in notices if shown.notice.code == edit.code), None)


NOTICES = ItemForm(
    "notice",
    fr="avis/<code>",
    en="notices/<code>",
    section=("notices",),
    template="settings/forms/notice.html",
    fields=(
        Choice(
            "kind",
            lambda: KIND_NAMES,
            to_translate("Choisissez pourquoi le citoyen est averti"),
        ),
        TickedCategories(at=("when",)),
        Lines("words", unlike_lines, at=("when",)),
        Words("title", to_translate("Écrivez le titre en français")),
        # As one line: a notice is short.
        Words("text", to_translate("Écrivez l’avis en français")),
        Line("link", is_link, NO_LINK),
    ),
    shows=lambda edit: {
        "kinds": [(kind.value, gettext(name)) for kind, name in KIND_NAMES.items()],
        "categories": categories_to_choose(edit.settings),
        "seen": _seen(edit),
    },
    concerns=lambda edit: {"categories": edit.form["categories"]},
    entries=lambda settings, place: _own_notices(settings),
    listing=ListPage(
        "notices",
        fr="avis",
        en="notices",
        template="settings/forms/notices.html",
        shows=_listed_notices,
        order_by="order_notices",
    ),
    named_by="title_fr",
    taken=lambda edit: [notice.code for notice in edit.settings.notices],
    entry=Entry(
        READ,
        to_translate("Avis aux citoyens"),
        lambda settings: (
            ngettext("un avis", "%(num)s avis", count)
            if (count := len(_own_notices(settings)))
            else gettext("aucun avis")
        ),
    ),
)
