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
from portal.web.forms import Problems
from portal.web.texts import gettext
from portal.web.typed import typed_line

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
            body_fr=recourse.body.fr,
            body_en=recourse.body.en or "",
            how_fr=recourse.how.fr,
            how_en=recourse.how.en or "",
            deadline_fr=recourse.deadline.fr,
            deadline_en=recourse.deadline.en or "",
            link=recourse.link or "",
            phone=recourse.phone or "",
            review="yes" if recourse.review else "",
        )

    @classmethod
    def read(cls) -> RecourseForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    def problems(self, listed: Sequence[RecourseSettings], code: str) -> Problems:
        """Return what there is to correct; `listed` are the recourses as they are."""
        problems = Problems([one.name for one in fields(self)])
        for field, told in (
            ("body", gettext("Écrivez le nom, dans les deux langues")),
            ("how", gettext("Dites comment s’y adresser, dans les deux langues")),
            ("deadline", gettext("Dites jusqu’à quand, dans les deux langues")),
        ):
            for language in ("fr", "en"):
                if not getattr(self, f"{field}_{language}"):
                    problems.add(f"{field}_{language}", told)
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
            "body": {"fr": self.body_fr, "en": self.body_en},
            "how": {"fr": self.how_fr, "en": self.how_en},
            "deadline": {"fr": self.deadline_fr, "en": self.deadline_en},
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
