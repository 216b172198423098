"""When the portal proposes to gather similar complaints: how many, within how many days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from portal.agencies.settings.handling import (
    FEWEST_DAYS,
    FEWEST_SIMILAR,
    MOST_DAYS,
    MOST_SIMILAR,
    GroupingSettings,
)
from portal.agencies.settings.schema import AgencySettings
from portal.domain.actor import PORTAL
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.settings.drafting.edit import Edit, whole_section
from portal.pages.settings.drafting.fields import Choice, Form, Number
from portal.pages.settings.drafting.forms import UNUSUAL, Entry, HoldsFor, SectionForm
from portal.releases.queries import received_since
from portal.words.catalogue import to_translate

pages = Pages("settings")

COMMON = GroupingSettings()
YES, NO = "yes", "no"
PROPOSING: dict[str, str] = {
    YES: to_translate("Oui : une personne accepte ensuite la proposition, ou la met de côté"),
    NO: to_translate("Non : le personnel réunit lui-même les plaintes"),
}


@dataclass(frozen=True)
class Proposing(Choice):
    """Whether the portal proposes groups, as a choice between yes and no."""

    def filled(self, current: GroupingSettings) -> Form:
        return {self.name: YES if current.propose else NO}

    def written(self, form: Form, current: GroupingSettings) -> Mapping[str, Any]:
        return {self.name: None if form[self.name] == YES else False}


_COMPLAINTS = Number(
    "complaints",
    FEWEST_SIMILAR,
    MOST_SIMILAR,
    to_translate("Écrivez un nombre de plaintes de %(fewest)s à %(most)s"),
    first=COMMON.complaints,
    unsaid=COMMON.complaints,
)
_DAYS = Number(
    "days",
    FEWEST_DAYS,
    MOST_DAYS,
    to_translate("Écrivez un nombre de jours de %(fewest)s à %(most)s"),
    first=COMMON.days,
    unsaid=COMMON.days,
)


def _shown(edit: Edit) -> Mapping[str, Any]:
    complaints, days = _COMPLAINTS.found(edit.form), _DAYS.found(edit.form)
    rule, received, portal = None, 0, runtime()
    if edit.is_sound and complaints is not None and days is not None:
        rule = GroupingSettings(complaints=complaints, days=days)
        since = portal.now() - timedelta(days=days)
        received = portal.read(PORTAL, received_since, edit.state.agency.code, since)
    return {
        "choices": [(code, gettext(words)) for code, words in PROPOSING.items()],
        "common": COMMON,
        "rule": rule,
        "received": received,
    }


def _now(settings: AgencySettings) -> str:
    rule = settings.grouping or COMMON
    if not rule.propose:
        return gettext("jamais proposées ensemble")
    return ngettext(
        "dès %(complaints)s plaintes en un jour",
        "dès %(complaints)s plaintes en %(num)s jours",
        rule.days,
        complaints=rule.complaints,
    )


GROUPING = SectionForm(
    "grouping",
    holds_for=HoldsFor.AT_ONCE,
    fr="plaintes-semblables",
    en="grouping",
    section=("grouping",),
    template="groups/settings_grouping.html",
    fields=(
        Proposing(
            "propose",
            lambda: PROPOSING,
            to_translate("Choisissez si le portail propose des groupes"),
        ),
        _COMPLAINTS,
        _DAYS,
    ),
    says=lambda settings: settings.grouping or COMMON,
    shows=_shown,
    write=whole_section,
    entry=Entry(UNUSUAL, to_translate("Plaintes semblables"), _now),
)
GROUPING.serve(pages)
