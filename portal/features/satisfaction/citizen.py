"""What a complainant thought, after the closing: four questions, anonymous in what is kept.

The page that follows a bad rating offers a review at once. It answers the form itself, without an
address of its own: no address, cookie or log then tells how somebody rated.
"""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.domain.complaint import Status
from portal.features.satisfaction.actions import rate as count_rating
from portal.features.satisfaction.queries import is_answered
from portal.features.satisfaction.rules import STEPS, Question, is_bad
from portal.features.satisfaction.words import QUESTIONS, SCALE
from portal.pages.citizen.case_summary import Standing, opened_standing
from portal.pages.citizen.followers import follows
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext

pages = Pages("citizen")

FIELDS: dict[Question, str] = {
    Question.SIMPLE: "simplicite",
    Question.TIME: "rapidite",
    Question.HEARD: "clarte",
    Question.WHOLE: "ensemble",
}


def asks_rating(standing: Standing) -> bool:
    """Tell whether the complainant of a closed complaint has not said yet what they thought."""
    if standing.status is not Status.CLOSED:
        return False
    complaint_id = standing.complaint.id
    with runtime().reading(complainant(complaint_id)) as session:
        return not is_answered(session, complaint_id)


@localized(pages, fr="/suivi/<number>/avis", en="/follow/<number>/rating")
@public
@follows
def rate(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask the four questions, once the complaint is closed and only once."""
    standing = opened_standing(number, complaint_id)
    if standing.status is not Status.CLOSED:
        return redirect(url_for(".followed", number=number), 303)
    if not asks_rating(standing):
        return _thanked(standing, is_counted=False)
    return _page(standing, Problems())


@localized(pages, fr="/suivi/<number>/avis", en="/follow/<number>/rating", methods=["POST"])
@public
@follows
def send_rating(number: str, complaint_id: int) -> ResponseReturnValue:
    """Count the answers; sent twice, they count once."""
    standing = opened_standing(number, complaint_id)
    answers = _answers()
    if not answers:
        problems = Problems()
        problems.add(FIELDS[Question.SIMPLE], gettext("Répondez à une des questions"))
        return _page(standing, problems), 422
    with runtime().transaction(complainant(complaint_id)) as session:
        is_counted = count_rating(session, runtime().agencies, complaint_id, answers)
    return _thanked(standing, is_counted=is_counted, offers=is_bad(answers))


def _answers() -> dict[Question, int]:
    steps = {str(step): step for step in STEPS}
    chosen = {one: steps.get(request.form.get(field, "")) for one, field in FIELDS.items()}
    return {question: step for question, step in chosen.items() if step is not None}


def _page(standing: Standing, problems: Problems) -> str:
    return render_template(
        "satisfaction/rate.html",
        number=standing.complaint.facts.number,
        standing=standing,
        problems=problems,
        questions=[(FIELDS[one], gettext(words)) for one, words in QUESTIONS.items()],
        scale=[(str(step), gettext(words)) for step, words in reversed(SCALE.items())],
    )


def _thanked(standing: Standing, *, is_counted: bool, offers: bool = False) -> str:
    return render_template(
        "satisfaction/rated.html",
        number=standing.complaint.facts.number,
        standing=standing,
        is_counted=is_counted,
        offers=offers,
    )
