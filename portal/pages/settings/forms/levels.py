"""The way up: who answers at each level, how long each has, and the days that leads to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.agencies.settings.schema import AgencySettings
from portal.domain.time.promise import Confidence
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.fields import Form, Words
from portal.pages.settings.drafting.forms import TIME, Edit, Entry, Place
from portal.pages.settings.drafting.lengths import OWN_BASIS, Length, units_to_choose
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.saving import concerned_by, drafted_by
from portal.pages.settings.drafting.state import SettingsState
from portal.releases.effects import days_up
from portal.words.catalogue import to_translate

NAME = to_translate("Paliers")


@dataclass(frozen=True)
class TimeAtLevel(Length):
    """How long a level has; the first has the time of the answer, so nothing of its own."""

    name: str = "within"

    def check(self, form: Form, problems: Problems, settings: AgencySettings) -> None:
        """Leave it to the rule of the form, which knows whether the level is the first."""


_WITHIN = TimeAtLevel()


def _listed(state: SettingsState, place: Place) -> Mapping[str, Any]:
    """List the levels, and when each would have the complaint if nobody answered."""
    drafted = drafted_by(state, state.text) or state.agency
    levels = days_up(drafted, drafted.settings.default_category, runtime().now())
    return {"levels": levels, "concerned": concerned_by(state)}


def _is_first(edit: Edit) -> bool:
    return edit.settings.escalation[0].to == edit.place["post"]


def _may_go(edit: Edit) -> bool:
    """Tell whether a level may be taken away: the first and the top authority always remain."""
    return edit.place["post"] in {step.to for step in edit.settings.escalation[1:-1]}


def _note_no_time(edit: Edit, problems: Problems) -> None:
    if not _is_first(edit) and _WITHIN.found(edit.form) is None:
        problems.add("amount", gettext("Écrivez un nombre entier, par exemple 10"))


def _written(edit: Edit, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write the time of a level only where it is another; it rests on the agency's own word."""
    is_left = edit.before is not None and edit.before.within == _WITHIN.found(edit.form)
    if _is_first(edit) or is_left:
        return {"title": values["title"]}
    return {**values, "basis": OWN_BASIS, "confidence": Confidence.ASSUMED.value}


def _shown(edit: Edit) -> Mapping[str, Any]:
    drafted, now = edit.drafted, runtime().now()
    return {
        "is_first": _is_first(edit),
        "may_go": _may_go(edit),
        "counted": units_to_choose(),
        "levels": days_up(drafted, drafted.settings.default_category, now) if drafted else [],
    }


def _now(settings: AgencySettings) -> str:
    return ngettext("un palier", "%(num)s paliers", len(settings.escalation))


LEVELS = ItemForm(
    "level",
    fr="paliers/<post>",
    en="levels/<post>",
    section=("escalation",),
    template="settings/forms/level.html",
    fields=(Words("title", to_translate("Écrivez le titre en français")), _WITHIN),
    rules=_note_no_time,
    shows=_shown,
    writes=_written,
    each=lambda settings, place: settings.escalation,
    listing=ListPage(
        "levels",
        fr="paliers",
        en="levels",
        template="settings/forms/levels.html",
        shows=_listed,
    ),
    part="post",
    key="to",
    named_by="title_fr",
    ahead_of=lambda edit: edit.settings.escalation[-1].to,
    may_go=_may_go,
    entry=Entry(TIME, NAME, _now),
    names={"escalation": NAME},
)
