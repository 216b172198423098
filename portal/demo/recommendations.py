"""Invented recommendations: in some agencies one in every state, and some that are late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.demo.people import holder_of_role
from portal.domain.actor import PORTAL, Actor, complainant
from portal.domain.complaint import ReplyBy
from portal.domain.role import Role
from portal.domain.text import Text
from portal.domain.time.periods import last_complete_quarter
from portal.features.conflicts_of_interest.actions import declare
from portal.features.recommendations import actions
from portal.features.recommendations.actions import Plan, Recommendation
from portal.features.recommendations.actions_progress import change_recommendation
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.rules import Addressee
from portal.runtime import Runtime

# The third agency and every third after it: reports of reprisals are elsewhere.
_FIRST, _ONE_AGENCY_IN = 2, 3
# In every other one so few complaints that how many is not told to everybody.
_GATHERED = (6, 3)
# In the language of the complaint that each is written from.
RECOMMENDED: dict[str, tuple[tuple[str, str], ...]] = {
    "fr": (
        (
            "Dire la date de fin dans l’accusé de réception",
            "Plusieurs personnes ont appelé parce qu’elles ne savaient pas quand leur demande "
            "serait traitée. L’accusé de réception ne le dit pas.\n\n"
            "Nous recommandons d’y écrire la date.",
        ),
        (
            "Rappeler dans les deux jours ouvrables",
            "Des messages laissés au service téléphonique sont restés sans rappel.\n\nNous "
            "recommandons de noter chaque message et de rappeler dans les deux jours ouvrables.",
        ),
        (
            "Accepter les documents au comptoir",
            "Des personnes ont été renvoyées au site alors qu’elles étaient venues avec leurs "
            "documents.\n\nNous recommandons de les prendre au comptoir, avec un reçu.",
        ),
        (
            "Revoir la lettre de refus",
            "La lettre de refus cite un article de loi et n’explique rien.\n\nNous recommandons de "
            "dire le motif en mots simples, et ce que la personne peut encore faire.",
        ),
    ),
    "en": (
        (
            "Tell the end date in the acknowledgement",
            "Several people called because they did not know when their request would be handled. "
            "The acknowledgement does not say it.\n\nWe recommend that it tell the date.",
        ),
        (
            "Call back within two working days",
            "Messages left with the telephone service were not returned.\n\nWe recommend noting "
            "each message and calling back within two working days.",
        ),
        (
            "Accept documents at the counter",
            "People who came with their documents were sent to the website.\n\nWe recommend "
            "taking them at the counter, with a receipt.",
        ),
        (
            "Rewrite the letter of refusal",
            "The letter of refusal quotes a section of the law and explains nothing.\n\nWe "
            "recommend giving the reason in plain words, and what the person can still do.",
        ),
    ),
}
_WHY_NOT = Text(
    "Le budget de cette année ne le permet pas.",
    "This year’s budget does not allow it.",
)
_DONE = Text(
    "La nouvelle façon de faire est en place, et l’équipe l’a reçue par écrit.",
    "The new way of working is in place, and the team has it in writing.",
)
_SEEN = Text(
    "Vu dans les dossiers du mois.",
    "Seen in the files of the month.",
)
_OTHERWISE = Text(
    "Une autre mesure est prévue.",
    "Another measure is planned.",
)


@dataclass(frozen=True, slots=True)
class People:
    """Who recommends, who replies and who verifies in an agency."""

    officer: Actor
    head: Actor
    top: Actor
    addressee: Actor

    @property
    def post(self) -> str | None:
        """Where the addressee works."""
        return self.addressee.memberships[0].post


@dataclass
class _Maker:
    """Makes recommendations in one agency, as of days gone by."""

    runtime: Runtime
    people: People
    numbers: list[str]
    languages: Mapping[str, str]
    now: datetime
    gathers: int
    made: int = 0

    def recommend(
        self, days_ago: int, complaints: int = 1, *, is_old: bool = False
    ) -> tuple[str, int]:
        place = 0 if is_old else -1
        number, *others = (self.numbers.pop(place) for _ in range(complaints))
        recommended = RECOMMENDED[self.languages[number]]
        title, text = recommended[self.made % len(recommended)]
        content = Recommendation(title, text, Addressee(post=self.people.post), tuple(others))
        # Somebody invented may be called like a word of it.
        recommending = partial(actions.recommend, content=content, is_naming_meant=True)
        recommendation_id = self.act(self.people.officer, number, days_ago, recommending)
        self.made += 1
        return number, recommendation_id

    def act(
        self, actor: Actor, number: str, days_ago: int, what: Callable[..., Any], **facts: object
    ) -> Any:
        at = self.now - timedelta(days=days_ago)
        return self.runtime.change(actor, number, partial(what, **facts), now=at)

    def wish(self, number: str, days_ago: int) -> None:
        """Let the complainant ask to be told, if they can be."""
        columns = (ComplaintRecord.id, ComplaintRecord.reply_by)
        of_it = select(*columns).where(ComplaintRecord.number == number)
        with self.runtime.reading(PORTAL) as session:
            complaint_id, reply_by = session.execute(of_it).one()
        if reply_by != ReplyBy.NONE:
            self.act(
                complainant(complaint_id), number, days_ago, actions.wish_for_news, wishes=True
            )

    def plan(self, days_ago: int) -> Plan:
        """Return a plan of the addressee for a day that many days ago, or to come."""
        by = (self.now - timedelta(days=days_ago)).date()
        return Plan(self.people.addressee.user_id, by)

    def reply(
        self, recommendation_id: int, days_ago: int, what: Callable[..., Any], **facts: object
    ) -> None:
        """Let the addressee act, who may not see the complaint."""
        at, actor = self.now - timedelta(days=days_ago), self.people.addressee
        change_recommendation(self.runtime, actor, recommendation_id, partial(what, **facts), at)

    def accept(self, recommendation_id: int, days_ago: int, by: int) -> None:
        self.reply(recommendation_id, days_ago, actions.accept, plan=self.plan(by))

    def refuse(self, number: str, recommendation_id: int, days_ago: int) -> None:
        reason = _WHY_NOT.in_(self.languages[number])
        self.reply(recommendation_id, days_ago, actions.refuse, reason=reason)

    def say_done(self, number: str, recommendation_id: int, days_ago: int) -> None:
        on = (self.now - timedelta(days=days_ago + 1)).date()
        text = _DONE.in_(self.languages[number])
        self.reply(recommendation_id, days_ago, actions.say_done, text=text, on=on)


def recommend_some(runtime: Runtime, first: int = _FIRST) -> int:
    """Make recommendations in one agency in three, from the `first`; return how many."""
    with runtime.reading(PORTAL) as session:
        if session.scalar(select(RecommendationRecord.id).limit(1)) is not None:
            return 0
    desk = runtime.agencies.intake_desk.code
    codes = sorted(agency.code for agency in runtime.agencies if agency.code != desk)
    chosen = enumerate(codes[first::_ONE_AGENCY_IN])
    return sum(_in_agency(runtime, code, _GATHERED[rank % 2]) for rank, code in chosen)


def _in_agency(runtime: Runtime, agency: str, gathers: int) -> int:
    people, languages = people_of(runtime, agency), _closed(runtime, agency)
    if people is None or len(languages) < len(_STORIES) + gathers - 1:
        return 0
    maker = _Maker(runtime, people, list(languages), languages, runtime.now(), gathers)
    for story in _STORIES:
        story(maker)
    for story in _EARLIER:
        if maker.numbers and len(maker.numbers) > _SPARE:
            story(maker)
    return maker.made


def _days_since_middle(now: datetime) -> int:
    """Return how many days ago the middle of the last finished quarter was."""
    quarter = last_complete_quarter(now.date())
    return (now.date() - quarter.first_day).days - (quarter.last_day - quarter.first_day).days // 2


def _kept_earlier(maker: _Maker) -> None:
    middle = _days_since_middle(maker.now)
    number, made = maker.recommend(middle + 30, is_old=True)
    maker.accept(made, middle + 24, by=middle)
    maker.say_done(number, made, middle + 4)
    facts = {"recommendation_id": made, "text": _SEEN.in_(maker.languages[number])}
    maker.act(maker.people.head, number, middle, actions.verify, **facts)


def _broken_earlier(maker: _Maker) -> None:
    middle = _days_since_middle(maker.now)
    _, made = maker.recommend(middle + 35, is_old=True)
    maker.accept(made, middle + 28, by=middle - 10)


def _verified(maker: _Maker) -> None:
    for wishing in maker.numbers[-3:]:
        maker.wish(wishing, 80)
    number, made = maker.recommend(75, complaints=maker.gathers)
    maker.accept(made, 65, by=30)
    maker.say_done(number, made, 32)
    facts = {"recommendation_id": made, "text": _SEEN.in_(maker.languages[number])}
    maker.act(maker.people.head, number, 25, actions.verify, **facts)


def _not_followed(maker: _Maker) -> None:
    number, made = maker.recommend(70)
    maker.refuse(number, made, 60)
    if maker.people.addressee != maker.people.top:
        facts = {"recommendation_id": made, "reason": _OTHERWISE.in_(maker.languages[number])}
        maker.act(maker.people.top, number, 55, actions.confirm_refusal, **facts)


def _late(maker: _Maker) -> None:
    _, made = maker.recommend(60)
    maker.accept(made, 50, by=12)


def _done(maker: _Maker) -> None:
    number, made = maker.recommend(48)
    maker.accept(made, 40, by=2)
    maker.say_done(number, made, 4)


def _silent(maker: _Maker) -> None:
    maker.recommend(40)


def _refused(maker: _Maker) -> None:
    number, made = maker.recommend(20)
    maker.refuse(number, made, 8)


def _accepted(maker: _Maker) -> None:
    _, made = maker.recommend(15)
    maker.accept(made, 5, by=-40)


def _sent(maker: _Maker) -> None:
    maker.recommend(6)


def _kept_out(maker: _Maker) -> None:
    number, _ = maker.recommend(30)
    addressee = maker.people.addressee.user_id
    maker.act(maker.people.head, number, 26, declare, user_id=addressee)


_STORIES = (
    *(_verified, _not_followed, _late, _done, _silent),
    *(_refused, _accepted, _sent, _kept_out),
)


# In the last finished quarter: promised and kept, promised and not.
_EARLIER = (_kept_earlier, _broken_earlier)
_SPARE = 40


def _closed(runtime: Runtime, agency: str) -> dict[str, str]:
    """Return complaints that ended before the first of these recommendations: their languages."""
    before = runtime.now() - timedelta(days=85)
    statement = (
        select(ComplaintRecord.number, ComplaintRecord.language)
        .where(ComplaintRecord.agency == agency, ComplaintRecord.is_open.is_(False))
        .where(ComplaintRecord.closed_at < before, ComplaintRecord.answered_at.is_not(None))
        .order_by(ComplaintRecord.closed_at)
    )
    with runtime.reading(PORTAL) as session:
        return {row.number: row.language for row in session.execute(statement)}


def people_of(runtime: Runtime, agency: str) -> People | None:
    """Return who recommends, replies and verifies in an agency, if all of them work there."""
    officer = holder_of_role(runtime, agency, Role.OFFICER)
    head = holder_of_role(runtime, agency, Role.HEAD)
    top = holder_of_role(runtime, agency, Role.TOP_AUTHORITY)
    if officer is None or head is None or top is None:
        return None
    return People(officer, head, top, holder_of_role(runtime, agency, Role.MANAGER) or top)
