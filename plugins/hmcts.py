"""Courts: a reply, then a review and an appeal, and a complaint may come in at any of the three.

A person who already has a reply enters at the review; one who has the review, at the appeal. What
a judge decides or how a judge behaves is told before filing, because other bodies answer for it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from portal.plugin_api import (
    Allowance,
    Category,
    Choice,
    Complaint,
    Draft,
    EscalationStep,
    Notice,
    NoticeKind,
    Promise,
    Question,
    QuestionKind,
    Recourse,
    Stage,
    Text,
    Unit,
    hookimpl,
)

JUDGE_CATEGORY = "judge"

STAGE = Question(
    code="stage",
    label=Text(
        en="What answer have you already had?",
        fr="Quelle réponse avez-vous déjà reçue?",
    ),
    kind=QuestionKind.CHOICE,
    choices=(
        Choice("none", Text(en="None", fr="Aucune")),
        Choice(
            "reply",
            Text(
                en="A reply from the court or tribunal",
                fr="Une réponse de la cour ou du tribunal",
            ),
        ),
        Choice(
            "review",
            Text(
                en="A review by a senior manager",
                fr="Une révision par une ou un cadre supérieur",
            ),
        ),
    ),
)

# How many steps of the path are behind a complaint that comes in with this answer.
STEPS_BEHIND = {"reply": 1, "review": 2}

# The time and the rule of a complaint that comes in at a later step.
ENTRY_PROMISES = {
    1: (
        Allowance(10, Unit.WORKING_DAYS),
        Text(
            en="Published complaints procedure: review",
            fr="Procédure de plainte publiée\u00a0: révision",
        ),
    ),
    2: (
        Allowance(15, Unit.WORKING_DAYS),
        Text(
            en="Published complaints procedure: appeal",
            fr="Procédure de plainte publiée\u00a0: appel",
        ),
    ),
}

RULING_NOTICE = Notice(
    code="ruling",
    kind=NoticeKind.OWN_REVIEW,
    title=Text(
        en="To challenge a judge’s decision, you must appeal",
        fr="Pour contester la décision d’un juge, il faut aller en appel",
    ),
    text=Text(
        en="A complaint cannot change it. The time limit to appeal can be short: ask the court "
        "or a legal adviser. You can still complain about the service.",
        fr="Une plainte ne peut pas la changer. Le délai d’appel peut être court\u00a0: "
        "informez-vous à la cour ou auprès d’une personne juriste. Vous pouvez quand même vous "
        "plaindre du service.",
    ),
    link="https://www.gov.uk/government/organisations/hm-courts-and-tribunals-service/about/complaints-procedure",
)
CONDUCT_NOTICE = Notice(
    code="judicial_conduct",
    kind=NoticeKind.OUT_OF_SCOPE,
    title=Text(
        en="The Judicial Conduct Investigations Office looks into a judge’s conduct",
        fr="Le Judicial Conduct Investigations Office examine la conduite d’un juge",
    ),
    text=Text(
        en="Write to that office, or to the advisory committee for a magistrate. The rest of "
        "your complaint is received here.",
        fr="Écrivez à ce bureau, ou au comité consultatif pour un magistrat. Le reste de votre "
        "plainte est reçu ici.",
    ),
    link="https://www.complaints.judicialconduct.gov.uk",
)

_JUDGE = re.compile(r"\b(judges?|magistrates?|recorder|juges?|magistrat(e|s|es)?)\b", re.IGNORECASE)
_CONDUCT = re.compile(
    r"\b(rude|shout(ed|ing)?|bull(y|ied|ying)|racist|sexist|sarcastic|laughed|behaviou?r|conduct"
    r"|impolie?|crié|raciste|méprisante?|comportement|conduite)\b",
    re.IGNORECASE,
)
_RULING = re.compile(
    r"\b(decision|decided|ruling|ruled|judgment|order|sentence|verdict|appeal|unfair"
    r"|décision|décidé|jugement|ordonnance|peine|verdict|appel|injuste)\b",
    re.IGNORECASE,
)


@hookimpl(wrapper=True)
def complaint_questions(
    category: Category,
) -> Generator[None, Iterable[Question] | None, list[Question]]:
    """Ask every complainant, whatever the category, which answers are already behind them."""
    configured = yield
    return [*(configured or category.questions), STAGE]


@hookimpl
def complaint_notices(draft: Draft) -> list[Notice]:
    """Point at the appeal for a ruling and at the conduct office for a judge's manners."""
    if draft.category != JUDGE_CATEGORY and not _JUDGE.search(draft.story):
        return []
    told = {
        RULING_NOTICE: bool(_RULING.search(draft.story)),
        CONDUCT_NOTICE: bool(_CONDUCT.search(draft.story)),
    }
    unclear = draft.category == JUDGE_CATEGORY and not any(told.values())
    return [notice for notice, fits in told.items() if fits or unclear]


@hookimpl(wrapper=True)
def allowance(complaint: Complaint, stage: Stage) -> Generator[None, Promise, Promise]:
    """Give a complaint that comes in at the review or at the appeal that step's own time."""
    promise = yield
    entry = ENTRY_PROMISES.get(_steps_behind(complaint.answers))
    if stage is not Stage.ANSWER or entry is None:
        return promise
    length, basis = entry
    return replace(promise, allowance=length, basis=basis)


@hookimpl(wrapper=True)
def escalation_path(
    complaint: Complaint,
) -> Generator[None, Sequence[EscalationStep], list[EscalationStep]]:
    """Begin at the step the complainant has reached; the answer clock rules that first one."""
    path = yield
    first, *above = path[_steps_behind(complaint.answers) :]
    return [replace(first, within=None), *above]


@hookimpl(wrapper=True)
def recourses(
    complaint: Complaint, moment: datetime
) -> Generator[None, Sequence[Recourse], list[Recourse]]:
    """Leave out the review and the appeal once they are behind the complaint."""
    configured = yield
    behind = _steps_behind(complaint.answers) + complaint.level - 1
    return list(configured[min(behind, len(configured) - 1) :])


def _steps_behind(answers: Mapping[str, object]) -> int:
    return STEPS_BEHIND.get(str(answers.get(STAGE.code)), 0)
