"""Asking that a limit on contact be reviewed: by the top authority, whoever decided it."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.domain.actor import complainant
from portal.features.contact_limits.queries import ShownLimit, own_limit
from portal.features.contact_limits.reviewing import ask_review
from portal.features.contact_limits.words import MEANS
from portal.pages.citizen.checks import LONGEST_STORY, text_problems
from portal.pages.citizen.followers import follows, mark, sent_mark
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

pages = Pages("citizen")

BODY_FIELD = "motifs"


@localized(pages, fr="/suivi/<number>/limite", en="/follow/<number>/limit")
@public
@follows
def limit_review(number: str, complaint_id: int) -> ResponseReturnValue:
    """Ask why the limit should be reviewed."""
    return _page(number, complaint_id, Problems(), "")


@localized(pages, fr="/suivi/<number>/limite", en="/follow/<number>/limit", methods=["POST"])
@public
@follows
def ask_limit_review(number: str, complaint_id: int) -> ResponseReturnValue:
    """Send the request to the top authority; the same form sent twice sends it once."""
    body = typed_text(BODY_FIELD)
    problems = text_problems(BODY_FIELD, body, gettext("Dites ce qui devrait être revu"))
    if problems:
        return _page(number, complaint_id, problems, body), 422
    act = partial(ask_review, why=body, once=sent_mark(complaint_id))
    runtime().change(complainant(complaint_id), number, act)
    flash(gettext("Votre demande de révision est envoyée à la plus haute autorité."))
    return redirect(url_for(".followed", number=number), 303)


def limit_of(complaint_id: int) -> ShownLimit | None:
    """Return the limit that holds for whoever filed a complaint, if one was decided from it."""
    with runtime().reading(complainant(complaint_id)) as session:
        return own_limit(session, complaint_id)


def means_of(limit: ShownLimit | None) -> list[str]:
    """Return what is limited, in words, with the name of whoever answers."""
    if limit is None:
        return []
    words = [gettext(MEANS[one]) for one in limit.means]
    if limit.contact is not None:
        words[0] = gettext("%(means)s : %(name)s", means=words[0], name=limit.contact)
    return words


def _page(number: str, complaint_id: int, problems: Problems, body: str) -> str:
    limit = limit_of(complaint_id)
    return render_template(
        "contact_limits/limit_review.html",
        number=number,
        limit=limit,
        means=means_of(limit),
        problems=problems,
        body=body,
        longest=LONGEST_STORY,
        once=mark(),
    )
