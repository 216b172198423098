"""By what a complaint looks urgent: the words of danger and need that settings list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.queries.past import PastComplaint, newest_complaints
from portal.complaints.texts import texts_of_filing
from portal.domain.text import Text

LOOKED_AT = 200
"""How many complaints, the newest, a form looks at to say what words would have found."""


def signs_in(agency: Agency, category: str | None, texts: Iterable[str]) -> str | None:
    """Return the words that make a complaint look urgent, or None."""
    found = agency.configured.urgent_signs(category, "\n".join(one for one in texts if one))
    return ", ".join(found) or None


def signs_when_filed(agency: Agency, past: PastComplaint) -> str | None:
    """Return the words by which a complaint of the past would have looked urgent, or None."""
    told = past.told
    return signs_in(agency, told.category, texts_of_filing(told.story, told.answers, past.wish))


def decided_when_filed(agency: Agency, past: PastComplaint) -> tuple[Text, ...]:
    """Return the words by which a complaint of the past would have looked urgent, in a dry run.

    They are those of the settings.
    """
    signs = signs_when_filed(agency, past)
    return (Text(signs, signs),) if signs else ()


@dataclass(frozen=True, slots=True)
class Looking:
    """How many of some complaints look urgent: by what is in force, and by a draft."""

    of: int
    before: int
    after: int


def looking_urgent(session: Session, before: Agency, after: Agency) -> Looking:
    """Count which of the agency's newest complaints look urgent by one and by the other."""
    past = newest_complaints(session, after.code, LOOKED_AT)
    counts = (
        sum(signs_when_filed(agency, one) is not None for one in past) for agency in (before, after)
    )
    return Looking(len(past), *counts)
