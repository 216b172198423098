"""« Cela répond-il à votre plainte? »: asked below each answer; a no leads to what is left."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.domain.history import EntryKind
from portal.domain.lifecycle import Action
from portal.domain.verdict import Verdict
from portal.features.satisfaction.judging import judge_answer
from portal.features.satisfaction.verdict_words import VERDICTS
from portal.pages.citizen.case_summary import Standing, opened_standing
from portal.pages.citizen.checks import LONGEST_STORY, too_long
from portal.pages.citizen.followers import follows
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

pages = Pages("citizen")

VERDICT_FIELD, WHY_FIELD = "repond", "pourquoi"
_VALUES = {"oui": Verdict.YES, "partie": Verdict.PARTLY, "non": Verdict.NO}


def verdict_choices() -> list[tuple[str, str]]:
    """Return what may be said of an answer."""
    return [(value, gettext(VERDICTS[verdict])) for value, verdict in _VALUES.items()]


@localized(pages, fr="/suivi/<number>/reponse", en="/follow/<number>/answer")
@public
@follows
def verdict(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask it on a page of its own, where a link or a correction leads."""
    standing = opened_standing(number, complaint_id)
    if not standing.complaint.asks_verdict:
        return redirect(url_for(".followed", number=number), 303)
    return _page(standing, Problems())


@localized(pages, fr="/suivi/<number>/reponse", en="/follow/<number>/answer", methods=["POST"])
@public
@follows
def send_verdict(number: str, complaint_id: int) -> ResponseReturnValue:
    """Keep what is said, then lead to what the person can still do."""
    standing = opened_standing(number, complaint_id)
    chosen, why = _VALUES.get(request.form.get(VERDICT_FIELD, "")), typed_text(WHY_FIELD)
    problems = _problems(chosen, why)
    if problems or chosen is None:
        return _page(standing, problems), 422
    act = partial(judge_answer, verdict=chosen, why=why)
    runtime().change(complainant(complaint_id), number, act)
    return _lead_on(standing, chosen)


def _problems(chosen: Verdict | None, why: str) -> Problems:
    problems = Problems([VERDICT_FIELD, WHY_FIELD])
    if chosen is None:
        problems.add(VERDICT_FIELD, gettext("Choisissez une des réponses"))
    if len(why) > LONGEST_STORY:
        problems.add(WHY_FIELD, too_long(len(why) - LONGEST_STORY))
    return problems


def _lead_on(standing: Standing, verdict: Verdict) -> Response:
    """Lead whoever says no to the form of a review, filled in; without one, to other recourses."""
    number, ways = standing.complaint.facts.number, standing.ways_to_ask_again
    followed = url_for(".followed", number=number)
    if verdict is Verdict.YES:
        flash(gettext("Merci. C’est noté dans votre plainte."))
        return redirect(followed, 303)
    if verdict is Verdict.NO and Action.ASK_REVIEW in ways:
        flash(
            gettext(
                "C’est noté, et l’organisme est averti. Vous pouvez demander une révision ici : "
                "rien ne part sans vous."
            )
        )
        return redirect(url_for(".again", number=number, voie="revision"), 303)
    flash(gettext("C’est noté, et l’organisme est averti. Voici ce que vous pouvez encore faire."))
    return redirect(f"{followed}#recours", 303)


def _page(standing: Standing, problems: Problems) -> str:
    return render_template(
        "satisfaction/verdict.html",
        number=standing.complaint.facts.number,
        standing=standing,
        problems=problems,
        verdicts=verdict_choices(),
        answer=standing.complaint.last_text(EntryKind.ANSWERED),
        longest=LONGEST_STORY,
    )
