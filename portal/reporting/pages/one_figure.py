"""One figure at an address of its own: with every row, its citation, and framed by other sites.

Only what the public sees may be framed: the address of a figure of the staff is for whoever may
see it, as any page of theirs.
"""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public, requires
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.features import Pages
from portal.pages.framing import may_be_framed
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.addresses import in_address
from portal.reporting.pages.portrait import asked_portrait, source_of
from portal.reporting.pages.public_figures import (
    page_address,
    public_blocks,
    read_asked,
    read_quarter,
)
from portal.reporting.pages.public_figures import source_of as public_source_of
from portal.reporting.pages.public_narrowing import read_theme
from portal.reporting.questions import DETAILS, QUESTIONS, Question

pages = Pages("overview")
public_pages = Pages("statistics")


@localized(pages, fr="/portrait/une-figure/<figure>", en="/overview/one-figure/<figure>")
@requires(Permission.SEE_OVERVIEW)
def figure(figure: str) -> ResponseReturnValue:
    """Show one figure of those who oversee, of the agencies that the person may see."""
    question = _page_of(figure)
    portrait = asked_portrait(_alone(question, figure))
    asked = in_address(portrait.reading.asked)
    if "periode" not in request.args:
        return redirect(url_for("overview.figure", figure=figure, **asked), 303)
    block = next(iter(portrait.blocks), None)
    return render_template(
        "overview/figure.html",
        block=block,
        nothing=portrait.nothing,
        source=source_of(portrait, block) if block else None,
        page=question,
        back=url_for(question.endpoint, **asked),
        period=texts.period(portrait.reading.asked.period),
    )


@localized(
    public_pages, fr="/statistiques/une-figure/<figure>", en="/statistics/one-figure/<figure>"
)
@public
@kept(periode=read_quarter, theme=read_theme)
@may_be_framed
def public_figure(figure: str) -> ResponseReturnValue:
    """Show one figure of all agencies to everybody, also within a page of another site."""
    return _framed(figure, None)


@localized(
    public_pages,
    fr="/statistiques/<agency>/une-figure/<figure>",
    en="/statistics/<agency>/one-figure/<figure>",
)
@public
@kept(periode=read_quarter, theme=read_theme)
@may_be_framed
def public_figure_of_agency(agency: str, figure: str) -> ResponseReturnValue:
    """Show one figure of one agency to everybody, also within a page of another site."""
    return _framed(figure, runtime().agencies.agency(agency))


def _framed(figure: str, agency: Agency | None) -> ResponseReturnValue:
    question, found = _page_of(figure), read_asked(agency)
    blocks = public_blocks(_alone(question, figure), found.reading, agency)
    if not blocks:
        abort(404)
    return render_template(
        "overview/framed.html",
        block=blocks[0],
        source=public_source_of(blocks[0], found.reading, agency),
        back=page_address(question, agency, found.reading.asked),
        agency=agency,
        period=texts.period(found.reading.asked.period),
    )


def _page_of(figure: str) -> Question:
    """Return the page on which a figure stands."""
    question = next((one for one in (*QUESTIONS, *DETAILS) if figure in one.figures), None)
    return question if question is not None else abort(404)


def _alone(question: Question, figure: str) -> Question:
    """Return a page of this figure alone."""
    return Question(figure, "", "", question.name, question.title, (figure,))
