"""Invented praise and suggestions: handed to the people whom they concern, with thanks.

In some agencies of the last finished quarter the thanks were the answer; one person said that it
was a complaint all the same. Today one waits to be handed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from portal.agencies.agency import Agency
from portal.complaints.handling.filing import file_complaint
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import plan_filing
from portal.complaints.work import complaint_by_number
from portal.demo.people import full_name
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Draft, FiledFor, ReplyBy
from portal.domain.nature import Nature
from portal.domain.text import Language, Text
from portal.domain.time.periods import last_complete_quarter
from portal.features.nature.actions import say_complaint, set_nature
from portal.features.nature.actions_passing_on import pass_on
from portal.runtime import Runtime

_SEED, _AGENCIES, _EACH = 23, 6, 3
_PHONE = "514 555-0123"
_WORDS = {
    Nature.PRAISE: (
        Text(
            "La personne qui m’a reçu a pris le temps de tout m’expliquer. Merci à elle.",
            "The person who saw me took the time to explain everything. Please thank them.",
        ),
        Text(
            "Tout a été réglé en une seule visite, et avec le sourire. Bravo à l’équipe.",
            "Everything was settled in a single visit, and with a smile. Well done to the team.",
        ),
    ),
    Nature.SUGGESTION: (
        Text(
            "Vous devriez dire sur la page d’accueil quels papiers apporter.",
            "You should say on the home page which papers to bring.",
        ),
    ),
}
_THANKS = Text(
    "Merci d’avoir pris le temps de nous écrire. Les personnes concernées ont lu vos mots.",
    "Thank you for taking the time to write to us. The people it concerns have read your words.",
)


def praise_some(runtime: Runtime) -> int:
    """File some in the last finished quarter and one today, in a few agencies; return how many."""
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    quarter = last_complete_quarter(runtime.now().astimezone(zone).date())
    random = Random(_SEED)
    first = datetime.combine(quarter.first_day, time(10), zone)
    filed = 0
    for rank, agency in enumerate(_thanking(runtime)):
        for week in range(_EACH):
            at = first + timedelta(days=9 + rank + 14 * week)
            number = _filed(runtime, agency, random, filed, at)
            _handed_on(runtime, agency, number, filed, at + timedelta(days=2))
            filed += 1
        _filed(runtime, agency, random, filed, runtime.now() - timedelta(hours=3))
    return filed


def _thanking(runtime: Runtime) -> Sequence[Agency]:
    """Return agencies where thanks may be the answer: no second person reads answers there."""
    desk = runtime.agencies.intake_desk.code
    every = (agency for agency in runtime.agencies if agency.code != desk)
    return [agency for agency in every if agency.settings.second_reader is None][:_AGENCIES]


def _nature(rank: int) -> Nature:
    return Nature.SUGGESTION if rank % _EACH == _EACH - 1 else Nature.PRAISE


def _words(agency: Agency, rank: int) -> str:
    said = _WORDS[_nature(rank)]
    return said[rank % len(said)].in_(_language(agency))


def _language(agency: Agency) -> Language:
    return agency.settings.agency.languages[0]


def _filed(runtime: Runtime, agency: Agency, random: Random, rank: int, at: datetime) -> str:
    """File a message of somebody, and let the staff say what it is."""
    story, category = _words(agency, rank), agency.consult().category(None)
    content = DraftContent(
        story=story,
        filed_for=FiledFor.SELF,
        name=full_name(random),
        reply_by=ReplyBy.PHONE,
        phone=_PHONE,
    )
    draft = Draft(category=category.code, story=story, answers={})
    plan = plan_filing(agency, draft, at)
    number = file_complaint(runtime, plan, None, content, draft, at).number
    said = partial(set_nature, nature=_nature(rank))
    runtime.change(PORTAL, number, said, now=at + timedelta(hours=2))
    return number


def _handed_on(runtime: Runtime, agency: Agency, number: str, rank: int, at: datetime) -> None:
    """Hand it to the first post, with thanks that are the answer; one was a complaint after all."""
    handing = partial(
        pass_on,
        to=[f"post:{agency.settings.escalation[0].to}"],
        words=_words(agency, rank),
        thanks=_THANKS.fr,
        are_the_answer=True,
        # Somebody invented may be called like a word of it.
        is_naming_meant=True,
    )
    runtime.change(PORTAL, number, handing, now=at)
    if rank == 1:
        with runtime.reading(PORTAL) as session:
            owner = complainant(complaint_by_number(session, number).id)
        runtime.change(owner, number, say_complaint, now=at + timedelta(days=3))
