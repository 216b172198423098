"""Invented groups: in one agency one proposed, one open and shown to the public, one answered."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import select

from portal.complaints.handling.filing import file_complaint
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.planning import plan_filing
from portal.demo.people import holder_of_role
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Channel, Draft, FiledFor
from portal.domain.role import Role
from portal.domain.text import Language, Text
from portal.features.groups import actions, actions_answering, actions_followers, actions_gathering
from portal.features.groups.actions import Described
from portal.features.groups.actions_gathering import look_for_groups
from portal.features.groups.actions_sending import answer_groups
from portal.features.groups.queries_answers import written_answer
from portal.features.groups.records import GroupRecord
from portal.features.groups.rules import State
from portal.runtime import Runtime

_PROPOSED = (
    "Le formulaire en ligne rejette mon numéro de téléphone et efface toutes mes réponses.",
    "Le formulaire en ligne efface mes réponses dès que j’écris mon numéro de téléphone.",
    "Impossible de remplir le formulaire en ligne : mon numéro de téléphone est rejeté.",
    "J’ai perdu mes réponses trois fois, le formulaire en ligne rejette mon téléphone.",
    "Votre formulaire en ligne rejette les numéros de téléphone et efface les réponses.",
)
_OPEN = (
    "La ligne téléphonique a raccroché après deux heures d’attente, trois matins de suite.",
    "Après deux heures d’attente, la ligne téléphonique raccroche sans que personne parle.",
    "The telephone line hung up on me after two hours of waiting, three mornings in a row.",
)
_ANSWERED = (
    "L’ascenseur du bureau régional est en panne et ma mère ne peut pas monter au guichet.",
    "Ascenseur en panne au bureau régional : en fauteuil roulant, je ne peux pas aller au guichet.",
)
_TITLE = Text(
    "La ligne téléphonique raccroche après une longue attente",
    "The telephone line hangs up after a long wait",
)
_TEXT = (
    "L’ascenseur est réparé depuis lundi. Pendant la panne, nous aurions dû ouvrir un guichet au "
    "rez-de-chaussée. Ce sera fait à l’avenir."
)
_COUNTED = 3


def group_some(runtime: Runtime) -> int:
    """Make a group in each state in the first agency with people for it; return how many."""
    with runtime.reading(PORTAL) as session:
        if session.scalar(select(GroupRecord.id).limit(1)) is not None:
            return 0
    desk = runtime.agencies.intake_desk.code
    for code in sorted(agency.code for agency in runtime.agencies if agency.code != desk):
        officer = holder_of_role(runtime, code, Role.OFFICER)
        head = holder_of_role(runtime, code, Role.HEAD)
        if officer is not None and head is not None:
            _answered(runtime, code, officer)
            _opened(runtime, code, officer, head)
            _proposed(runtime, code)
            return len(State) - 1
    return 0


def _proposed(runtime: Runtime, agency: str) -> None:
    for days, story in enumerate(_PROPOSED):
        _file(runtime, agency, story, days)
    while look_for_groups(runtime, runtime.now(), seconds=60).more:
        pass


def _opened(runtime: Runtime, agency: str, officer: Actor, head: Actor) -> None:
    numbers = [_file(runtime, agency, story, 6 + days) for days, story in enumerate(_OPEN)]
    group = _gather(runtime, officer, numbers, "Attente au téléphone")
    body = "Le fournisseur confirme que la file coupe après 120 minutes. Correction demandée."
    with runtime.acting(officer) as work:
        actions.note(work, agency, group, body)
    with runtime.acting(head) as work:
        # Somebody invented may be called like a word of it.
        actions.publish(work, agency, group, _TITLE, is_read=True, is_naming_meant=True)
    with runtime.acting(PORTAL) as work:
        for browser in range(_COUNTED):
            actions_followers.count_in(work, group, f"demo-{browser}", "fr")


def _answered(runtime: Runtime, agency: str, officer: Actor) -> None:
    numbers = [_file(runtime, agency, story, 9 + days) for days, story in enumerate(_ANSWERED)]
    group = _gather(runtime, officer, numbers, "Ascenseur du bureau régional")
    texts = {"fr": _TEXT, "en": ""}
    with runtime.acting(officer) as work:
        actions_answering.keep_texts(work, agency, group, texts)
    with runtime.reading(PORTAL) as session:
        written = written_answer(session, group)
        assert written is not None
    with runtime.acting(officer) as work:
        actions_answering.send(work, agency, group, written.seal, is_naming_meant=True)
    while answer_groups(runtime, runtime.now()):
        pass


def _gather(runtime: Runtime, officer: Actor, numbers: list[str], name: str) -> int:
    described = Described(name, "", officer.user_id, is_naming_meant=True)
    first, *others = numbers
    group = runtime.change(
        officer, first, partial(actions_gathering.open_group, described=described)
    )
    for number in others:
        runtime.change(officer, number, partial(actions_gathering.add, group_id=group))
    return group


def _file(runtime: Runtime, agency: str, story: str, days_ago: int) -> str:
    at = runtime.now() - timedelta(days=days_ago)
    language: Language = "en" if story.startswith("The ") else "fr"
    content = DraftContent(
        story=story, filed_for="self", name="Camille Exemple", reply_language=language
    )
    draft = Draft(
        category=None,
        story=story,
        language=language,
        answers={},
        filed_for=FiledFor.SELF,
        channel=Channel.WEB,
    )
    plan = plan_filing(runtime.agencies.agency(agency), draft, at)
    return file_complaint(runtime, plan, None, content, draft, at).number
