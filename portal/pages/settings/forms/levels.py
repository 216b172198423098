"""The way up: who answers at each level, how long each has, and the days that leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from portal.complaints.queries.health import HolderNow, PostsNow, posts_now
from portal.domain.actor import PORTAL
from portal.domain.handling.escalation import EscalationStep
from portal.domain.role import Role
from portal.domain.text import Language
from portal.domain.time.promise import Confidence
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.forms import Problems
from portal.pages.settings.drafting.edit import Edit, Place
from portal.pages.settings.drafting.fields import Form, Words
from portal.pages.settings.drafting.forms import TIME, Entry
from portal.pages.settings.drafting.lengths import OWN_BASIS, Length, units_to_choose
from portal.pages.settings.drafting.lists import ItemForm, ListPage
from portal.pages.settings.drafting.state import SettingsState, concerned_by
from portal.releases.effects import LevelDay, days_up
from portal.words.catalogue import to_translate


class LevelPeople(Struct, frozen=True):
    """Who answers at a level, and what becomes of complaints there while nobody does.

    `command` gives somebody the post; it can be given once the level is in force.
    """

    step: EscalationStep
    holders: Sequence[HolderNow]
    without: str
    command: str


def level_people(state: SettingsState, path: Sequence[EscalationStep]) -> Mapping[str, LevelPeople]:
    """Return who answers at each level of a way up, by its post."""
    code, now = state.agency.code, runtime().now()
    posts = [step.to for step in path]
    people = runtime().read(PORTAL, posts_now, code, posts, now)
    in_force = {step.to for step in state.agency.settings.escalation} if state.current else set()
    return {
        step.to: LevelPeople(
            step,
            people.holders[step.to],
            _without(people, posts, rank) if step.to in people.vacant else "",
            _command(code, step.to, rank, len(posts)) if step.to in in_force else "",
        )
        for rank, step in enumerate(path)
    }


def _without(people: PostsNow, posts: Sequence[str], rank: int) -> str:
    """Return what becomes of complaints at a level while nobody answers there."""
    if rank == 0 and people.has_head:
        return gettext(
            "Les plaintes reçues sont annoncées à la personne responsable du service des plaintes."
        )
    if rank == 0:
        return gettext("Les plaintes reçues ne sont annoncées qu’à qui change ces réglages.")
    if not people.vacant.issuperset(posts[rank + 1 :]):
        return gettext("Une plainte en retard saute ce palier : elle monte au suivant.")
    if rank == len(posts) - 1:
        return gettext("Personne n’a le dernier mot sur une plainte qui monte jusqu’ici.")
    return gettext(
        "Personne n’est au-dessus non plus : une plainte en retard monte ici quand même."
    )


def _command(agency: str, post: str, rank: int, count: int) -> str:
    """Return what an operator writes, after the address, to give somebody a post."""
    role = Role.OFFICER if rank == 0 else Role.MANAGER
    role = Role.TOP_AUTHORITY if rank == count - 1 else role
    return f"--role {role.value} --agency {agency} --post {post}"


@dataclass(frozen=True)
class TimeAtLevel(Length):
    """How long a level has; the first has the time of the answer, so nothing of its own."""

    name: str = "within"

    def check(self, form: Form, problems: Problems, main: Language) -> None:
        """Leave it to the rule of the form, which knows whether the level is the first."""


_WITHIN = TimeAtLevel()


def _listed_levels(state: SettingsState, place: Place) -> Mapping[str, Any]:
    """List the levels, and when each would have the complaint if nobody answered."""
    levels = _days_up(state)
    return {
        "levels": levels,
        "people": level_people(state, [level.step for level in levels]),
        "concerned": concerned_by(state),
    }


def _days_up(state: SettingsState) -> list[LevelDay]:
    return days_up(state.drafted, state.drafted.settings.default_category, runtime().now())


def _is_first(edit: Edit) -> bool:
    return edit.settings.escalation[0].to == edit.place["post"]


def _may_go(edit: Edit) -> bool:
    """Tell whether a level may be taken away: the first and the top authority always remain."""
    return edit.place["post"] in {step.to for step in edit.settings.escalation[1:-1]}


def _note_no_time(edit: Edit, problems: Problems) -> None:
    if not _is_first(edit) and _WITHIN.found(edit.form) is None:
        problems.add("amount", gettext("Écrivez un nombre entier, par exemple 10"))


def _with_own_basis(edit: Edit, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Write the time of a level only where it is another; it rests on the agency's own word."""
    is_left = edit.before is not None and edit.before.within == _WITHIN.found(edit.form)
    if _is_first(edit) or is_left:
        return {"title": values["title"]}
    return {**values, "basis": OWN_BASIS, "confidence": Confidence.ASSUMED.value}


def _shown_level(edit: Edit) -> Mapping[str, Any]:
    drafted, now = edit.drafted, runtime().now()
    steps = [level.step for level in _days_up(edit.state)]
    return {
        "people": None if edit.is_new else level_people(edit.state, steps).get(edit.place["post"]),
        "is_first": _is_first(edit),
        "may_go": _may_go(edit),
        "counted": units_to_choose(),
        "levels": days_up(drafted, drafted.settings.default_category, now) if drafted else [],
    }


LEVELS = ItemForm(
    "level",
    fr="paliers/<post>",
    en="levels/<post>",
    section=("escalation",),
    template="settings/forms/level.html",
    fields=(Words("title", to_translate("Écrivez le titre en français")), _WITHIN),
    rules=_note_no_time,
    shows=_shown_level,
    writes=_with_own_basis,
    entries=lambda settings, place: settings.escalation,
    listing=ListPage(
        "levels",
        fr="paliers",
        en="levels",
        template="settings/forms/levels.html",
        shows=_listed_levels,
    ),
    part="post",
    key="to",
    named_by="title_fr",
    ahead_of=lambda edit: edit.settings.escalation[-1].to,
    may_go=_may_go,
    entry=Entry(
        TIME,
        to_translate("Paliers"),
        lambda settings: ngettext("un palier", "%(num)s paliers", len(settings.escalation)),
    ),
)
