"""What a complainant thinks: whether an answer meets their complaint, and how they were treated.

« Cela répond-il à votre plainte? » is asked below each answer; a no leads to what is left. After
the closing come four questions, anonymous in what is kept. The page that follows a bad rating
offers a review at once. It answers the form itself, without an address of its own: no address,
cookie or log then tells how somebody rated.
"""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal.auth.access import public
from portal.complaints.entries import AnswerJudged
from portal.complaints.queries.followed import Followed
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.domain.conclusion import JUDGED, Verdict
from portal.domain.handling.lifecycle import Action
from portal.domain.history import EntryKind
from portal.features.satisfaction import actions
from portal.features.satisfaction.queries import RATED
from portal.features.satisfaction.rules import STEPS, Question, is_bad
from portal.pages.citizen.case_summary import CaseSummary, opened_summary
from portal.pages.citizen.contributions import BELOW_ANSWER, OPINION, PagePart
from portal.pages.citizen.follow import follows
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import LONGEST_STORY, Problems, typed_text
from portal.pages.languages import localized
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import HistoryEntry
from portal.pages.office.wording import worded
from portal.pages.shown.history_words import ToldWords
from portal.words.catalogue import to_translate

pages = Pages("citizen")

QUESTIONS: dict[Question, str] = {
    Question.SIMPLE: to_translate("A-t-il été simple de porter plainte?"),
    Question.TIME: to_translate("La réponse est-elle venue assez vite?"),
    Question.HEARD: to_translate("La réponse traite-t-elle clairement de ce que vous avez dit?"),
    Question.WHOLE: to_translate("Dans l’ensemble, votre plainte a-t-elle été bien traitée?"),
}
SCALE: dict[int, str] = {
    1: to_translate("Pas du tout"),
    2: to_translate("Plutôt non"),
    3: to_translate("En partie"),
    4: to_translate("Plutôt oui"),
    5: to_translate("Tout à fait"),
}
VERDICTS: dict[str, str] = {
    Verdict.YES: to_translate("Oui"),
    Verdict.PARTLY: to_translate("En partie"),
    Verdict.NO: to_translate("Non"),
}

VERDICT_FIELD, WHY_FIELD = "repond", "pourquoi"
_VERDICTS = {"oui": Verdict.YES, "partie": Verdict.PARTLY, "non": Verdict.NO}
FIELDS: dict[Question, str] = {
    Question.SIMPLE: "simplicite",
    Question.TIME: "rapidite",
    Question.HEARD: "clarte",
    Question.WHOLE: "ensemble",
}


# Whether the answer meets the complaint.


@localized(pages, fr="/suivi/<number>/reponse", en="/follow/<number>/answer")
@public
@follows
def verdict(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask it on a page of its own, where a link or a correction leads."""
    summary = opened_summary(number, complaint_id)
    if not _asks_verdict(summary.complaint):
        return redirect(url_for(".followed", number=number), 303)
    return _verdict_page(summary, Problems())


@localized(pages, fr="/suivi/<number>/reponse", en="/follow/<number>/answer", methods=["POST"])
@public
@follows
def send_verdict(number: str, complaint_id: int) -> ResponseReturnValue:
    """Keep what is said, then lead to what the person can still do."""
    summary = opened_summary(number, complaint_id)
    chosen, why = _VERDICTS.get(request.form.get(VERDICT_FIELD, "")), typed_text(WHY_FIELD)
    problems = _verdict_problems(chosen, why)
    if problems or chosen is None:
        return _verdict_page(summary, problems), 422
    act = partial(actions.judge_answer, verdict=chosen, why=why)
    runtime().change(complainant(complaint_id), number, act)
    return _lead_on(summary, chosen)


def _verdict_problems(chosen: Verdict | None, why: str) -> Problems:
    problems = Problems([VERDICT_FIELD, WHY_FIELD])
    if chosen is None:
        problems.add(VERDICT_FIELD, gettext("Choisissez une des réponses"))
    problems.check_text(WHY_FIELD, why)
    return problems


def _lead_on(summary: CaseSummary, verdict: Verdict) -> Response:
    """Lead whoever says no to the form of a review, filled in; without one, to other recourses."""
    number = summary.complaint.facts.number
    followed = url_for(".followed", number=number)
    if verdict is Verdict.YES:
        flash(gettext("Merci. C’est noté dans votre plainte."))
        return redirect(followed, 303)
    if verdict is Verdict.NO and Action.ASK_REVIEW in summary.ways_to_ask_again:
        flash(
            gettext(
                "C’est noté, et l’organisme peut le lire. Vous pouvez demander une révision ici : "
                "rien ne part sans vous."
            )
        )
        return redirect(url_for(".again", number=number, voie="revision"), 303)
    flash(
        gettext("C’est noté, et l’organisme peut le lire. Voici ce que vous pouvez encore faire.")
    )
    return redirect(f"{followed}#recours", 303)


def _verdict_page(summary: CaseSummary, problems: Problems) -> str:
    return render_template(
        "satisfaction/verdict.html",
        number=summary.complaint.facts.number,
        summary=summary,
        problems=problems,
        verdicts=_verdict_choices(),
        answer=summary.complaint.last_text(EntryKind.ANSWERED),
        longest=LONGEST_STORY,
    )


def _verdict_choices() -> list[tuple[str, str]]:
    """Return what may be said of an answer."""
    return [(value, gettext(VERDICTS[verdict])) for value, verdict in _VERDICTS.items()]


# How the complainant was treated.


@localized(pages, fr="/suivi/<number>/avis", en="/follow/<number>/rating")
@public
@follows
def rate(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask the four questions, once the complaint is closed and only once."""
    summary = opened_summary(number, complaint_id)
    if summary.status is not Status.CLOSED:
        return redirect(url_for(".followed", number=number), 303)
    if not _asks_rating(summary):
        return _thanks(summary, is_counted=False)
    return _rating_page(summary, Problems())


@localized(pages, fr="/suivi/<number>/avis", en="/follow/<number>/rating", methods=["POST"])
@public
@follows
def send_rating(number: str, complaint_id: int) -> ResponseReturnValue:
    """Count the answers; sent twice, they count once."""
    summary = opened_summary(number, complaint_id)
    answers = _answers()
    if not answers:
        problems = Problems()
        problems.add(FIELDS[Question.SIMPLE], gettext("Répondez à une des questions"))
        return _rating_page(summary, problems), 422
    with runtime().transaction(complainant(complaint_id)) as session:
        is_counted = actions.rate(session, runtime().agencies, complaint_id, answers)
    return _thanks(
        summary, is_counted=is_counted, offers=is_bad(answers) and not summary.is_undisputed
    )


def _asks_rating(summary: CaseSummary) -> bool:
    """Tell whether the complainant of a closed complaint has not said yet what they thought."""
    return summary.status is Status.CLOSED and not summary.complaint.of(RATED)


def _answers() -> dict[Question, int]:
    steps = {str(step): step for step in STEPS}
    chosen = {
        question: steps.get(request.form.get(field, "")) for question, field in FIELDS.items()
    }
    return {question: step for question, step in chosen.items() if step is not None}


def _rating_page(summary: CaseSummary, problems: Problems) -> str:
    return render_template(
        "satisfaction/rate.html",
        number=summary.complaint.facts.number,
        summary=summary,
        problems=problems,
        questions=[(FIELDS[question], gettext(words)) for question, words in QUESTIONS.items()],
        scale=[(str(step), gettext(words)) for step, words in reversed(SCALE.items())],
    )


def _thanks(summary: CaseSummary, *, is_counted: bool, offers: bool = False) -> str:
    return render_template(
        "satisfaction/rated.html",
        number=summary.complaint.facts.number,
        summary=summary,
        is_counted=is_counted,
        offers=offers,
    )


# The page of whoever complained, and the office's of the complaint.


def _asks_verdict(complaint: Followed) -> bool:
    """Tell whether the last answer waits for what the complainant says of it."""
    is_answered_now = complaint.last_text(EntryKind.ANSWERED) and complaint.facts.status in JUDGED
    return bool(is_answered_now) and complaint.judged is None


def _which_verdict(_case: OpenedCase, entry: AnswerJudged) -> str:
    verdict = worded(VERDICTS, entry.verdict)
    return gettext("Cela répond-il à la plainte? %(verdict)s.", verdict=verdict)


ADDS = (
    PagePart(
        BELOW_ANSWER,
        "satisfaction/_asks_verdict.html",
        lambda summary: (
            {"verdicts": _verdict_choices(), "typed_form": "formulaire"}
            if _asks_verdict(summary.complaint) and not summary.is_undisputed
            else None
        ),
    ),
    PagePart(
        OPINION,
        "satisfaction/_asks_rating.html",
        lambda summary: {} if _asks_rating(summary) else None,
    ),
    ToldWords(
        EntryKind.ANSWER_JUDGED,
        to_translate("Vous avez dit si la réponse vous convient"),
        lambda entry, _around: f"{gettext(VERDICTS[entry.verdict])}.",
    ),
    HistoryEntry(
        EntryKind.ANSWER_JUDGED,
        to_translate("La personne dit si la réponse lui convient"),
        _which_verdict,
    ),
)
