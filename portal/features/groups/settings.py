"""When the portal proposes to gather similar complaints: how many, within how many days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_values, without
from portal.agencies.files.places import says
from portal.agencies.settings.handling import (
    FEWEST_DAYS,
    FEWEST_SIMILAR,
    MOST_DAYS,
    MOST_SIMILAR,
    GroupingSettings,
)
from portal.auth.access import requires
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.saving import Outcome, answer_form, form_page
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import chosen, typed_line
from portal.releases.effects import received_since
from portal.words.catalogue import to_translate

pages = Pages("settings")

SECTION = "grouping"
COMMON = GroupingSettings()
YES, NO = "yes", "no"
PROPOSING: dict[str, str] = {
    YES: to_translate("Oui : une personne accepte ensuite la proposition, ou la met de côté"),
    NO: to_translate("Non : le personnel réunit lui-même les plaintes"),
}


@dataclass(frozen=True, slots=True)
class GroupingForm:
    """The fields as they were typed, in the order of the page."""

    propose: str = YES
    complaints: str = str(COMMON.complaints)
    days: str = str(COMMON.days)

    @classmethod
    def of(cls, own: GroupingSettings | None) -> GroupingForm:
        """Return the form that a setting fills; the common rule where an agency has none."""
        rule = own or COMMON
        return cls(YES if rule.propose else NO, str(rule.complaints), str(rule.days))

    @classmethod
    def read(cls) -> GroupingForm:
        """Read the form of the request."""
        propose = chosen("propose", frozenset(PROPOSING))
        return cls(propose, typed_line("complaints"), typed_line("days"))

    def problems(self) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems(["propose", "complaints", "days"])
        if not self.propose:
            problems.add("propose", gettext("Choisissez si le portail propose des groupes"))
        if not _is_between(self.complaints, FEWEST_SIMILAR, MOST_SIMILAR):
            mistake = gettext(
                "Écrivez un nombre de plaintes de %(fewest)s à %(most)s",
                fewest=FEWEST_SIMILAR,
                most=MOST_SIMILAR,
            )
            problems.add("complaints", mistake)
        if not _is_between(self.days, FEWEST_DAYS, MOST_DAYS):
            mistake = gettext(
                "Écrivez un nombre de jours de %(fewest)s à %(most)s",
                fewest=FEWEST_DAYS,
                most=MOST_DAYS,
            )
            problems.add("days", mistake)
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings; nothing of what is common to all."""
        rule = GroupingSettings(
            propose=self.propose == YES, complaints=int(self.complaints), days=int(self.days)
        )
        common = dict(COMMON)
        return {key: None if value == common[key] else value for key, value in dict(rule).items()}


@localized(pages, fr="/reglages/<agency>/plaintes-semblables", en="/settings/<agency>/grouping")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def grouping(state: SettingsState) -> ResponseReturnValue:
    """Show when the portal proposes a group."""
    return _page(state, GroupingForm.of(state.settings.grouping), Outcome())


@localized(
    pages,
    fr="/reglages/<agency>/plaintes-semblables",
    en="/settings/<agency>/grouping",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_grouping(state: SettingsState) -> ResponseReturnValue:
    """Write in the draft when a group is proposed, or only show what it rests on."""
    form = GroupingForm.read()
    page = partial(_page, form=form)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, form.problems(), page, partial(_text, state, form), then)


def _page(state: SettingsState, form: GroupingForm, outcome: Outcome) -> str:
    is_sound = not form.problems()
    return form_page(
        "groups/settings_grouping.html",
        state,
        outcome,
        form=form,
        choices=[(code, gettext(words)) for code, words in PROPOSING.items()],
        common=COMMON,
        rule=GroupingSettings(complaints=int(form.complaints), days=int(form.days))
        if is_sound
        else None,
        received=_received(state, int(form.days)) if is_sound else 0,
        concerned=concerned_by(state),
    )


def _received(state: SettingsState, days: int) -> int:
    portal = runtime()
    with portal.reading(PORTAL) as session:
        since = portal.now() - timedelta(days=days)
        return received_since(session, state.agency.code, since)


def _text(state: SettingsState, form: GroupingForm) -> str:
    if form == GroupingForm.of(state.settings.grouping):
        return state.text
    values = form.values()
    if any(value is not None for value in values.values()):
        return with_values(state.text, SECTION, values)
    return without(state.text, SECTION) if says(state.text, SECTION) else state.text


def _is_between(typed: str, fewest: int, most: int) -> bool:
    return typed.isdecimal() and fewest <= int(typed) <= most
