"""The form of one recourse of the agency's own, and which recourses may change or go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from portal.agencies.settings.common import Deadlines, RecourseSettings
from portal.agencies.settings.fields import LINK
from portal.agencies.settings.schema import AgencySettings
from portal.domain.text import Text
from portal.pages.forms import Problems
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.texts import gettext
from portal.pages.typed import typed_line

_SHORTEST_PHONE = 3


@dataclass(frozen=True, slots=True)
class RecourseForm:
    """The fields as they were typed, in the order of the page."""

    body_fr: str = ""
    body_en: str = ""
    how_fr: str = ""
    how_en: str = ""
    deadline_fr: str = ""
    deadline_en: str = ""
    link: str = ""
    phone: str = ""
    review: str = ""

    @classmethod
    def of(cls, recourse: RecourseSettings) -> RecourseForm:
        """Return the form that a recourse fills."""
        return cls(
            *typed_in(recourse.body),
            *typed_in(recourse.how),
            *typed_in(recourse.deadline),
            link=recourse.link or "",
            phone=recourse.phone or "",
            review="yes" if recourse.review else "",
        )

    @classmethod
    def read(cls) -> RecourseForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    def problems(
        self, settings: AgencySettings, listed: Sequence[RecourseSettings], code: str
    ) -> Problems:
        """Return what there is to correct; `listed` are the recourses as they are."""
        problems = Problems([one.name for one in fields(self)])
        for field, told in (
            ("body_fr", gettext("Écrivez le nom en français")),
            ("how_fr", gettext("Dites en français comment s’y adresser")),
            ("deadline_fr", gettext("Dites en français jusqu’à quand")),
        ):
            if not getattr(self, field):
                problems.add(field, told)
        note_missing_english(problems, settings, pairs_of(self, "body", "how", "deadline"))
        if self.link and not re.fullmatch(LINK, self.link):
            problems.add("link", link_problem())
        if self.phone and len(re.sub(r"\D", "", self.phone)) < _SHORTEST_PHONE:
            problems.add("phone", gettext("Écrivez un numéro de téléphone"))
        if self.review and not ends_outside(_with_review(listed, code)):
            problems.add("review", review_is_last())
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings of its recourse."""
        return {
            "body": words_of(self.body_fr, self.body_en),
            "how": words_of(self.how_fr, self.how_en),
            "deadline": words_of(self.deadline_fr, self.deadline_en),
            "link": self.link or None,
            "phone": self.phone or None,
            "review": True if self.review else None,
        }


def link_problem() -> str:
    """Say what a link looks like."""
    return gettext("Écrivez l’adresse complète, qui commence par https://")


def review_is_last() -> str:
    """Say why a review by the agency cannot stand at the end."""
    return gettext(
        "Une révision ne peut pas être la dernière :"
        " le dernier recours s’ouvre quand la plus haute autorité dépasse sa date"
    )


def ends_outside(listed: Sequence[RecourseSettings]) -> bool:
    """Tell whether the last recourse lies outside the agency, where any does."""
    return not listed or not listed[-1].review or all(one.review for one in listed)


def named_by_silence(settings: AgencySettings, code: str) -> Text | None:
    """Return whose deadline opens this recourse by itself: a category's name, or the agency's."""
    return next((name for name, opened in _silences(settings) if opened == code), None)


def _silences(settings: AgencySettings) -> Iterator[tuple[Text, str]]:
    owners: list[tuple[Text, Deadlines]] = [(settings.agency.name.text, settings.deadlines)]
    owners += [(category.name.text, category.deadlines) for category in settings.categories]
    for name, deadlines in owners:
        for _, deadline in deadlines:
            if deadline is not None and deadline.silence:
                yield name, deadline.silence


def _with_review(listed: Sequence[RecourseSettings], code: str) -> list[RecourseSettings]:
    """Return the recourses as they would be if the one with this code were a review."""
    return [one.model_copy(update={"review": True}) if one.code == code else one for one in listed]
