"""The draws of an agency, how each was made, and what came of it once all is read."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.permissions import Permission, may
from portal.domain.time.periods import Period, last_complete_quarter
from portal.domain.typed import whole_number
from portal.features.self_assessment.actions import draw_files, end_reading
from portal.features.self_assessment.office_results import agreement_words, result_lines
from portal.features.self_assessment.queries import (
    Drawn,
    comments_on,
    draw_of,
    draws_of,
    lines_of,
    told_of,
)
from portal.features.self_assessment.rules import FEWEST, MOST, SECOND_EVERY
from portal.pages.actions.engine import (
    Act,
    ActionPage,
    Form,
    Outcome,
    Subject,
    add_action,
    done_at_work,
)
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.six_criteria.indicator import CRITERION_NAMES
from portal.words.catalogue import to_translate

pages = Pages("office")

_QUARTERS = 6
PERIOD_FIELD, WANTED_FIELD = "period", "wanted"


class OpenedDraw(Struct, frozen=True):
    """A draw of an agency, as it was when the page was asked for."""

    agency: Agency
    drawn: Drawn


@localized(
    pages,
    fr="/gestion/<agency>/autoevaluation",
    en="/office/<agency>/self-assessment",
    endpoint="assessments",
)
@requires(Permission.SEE_ASSESSMENTS, agency_from="agency")
def show_assessments(agency: str) -> ResponseReturnValue:
    """List every draw, the newest first, and let the head draw another."""
    return _list(_agency(agency), Outcome())


@localized(
    pages,
    fr="/gestion/<agency>/autoevaluation/<int:draw>",
    en="/office/<agency>/self-assessment/<int:draw>",
    endpoint="assessment",
)
@requires(Permission.SEE_ASSESSMENTS, agency_from="agency")
def show_assessment(agency: str, draw: int) -> ResponseReturnValue:
    """Show how files were drawn, who reads which, and the results once nothing more is read."""
    return _page(_opened(agency, draw), Outcome())


def _agency(agency: str, what: str = "") -> Agency:
    return runtime().agencies.agency(agency)


def _opened(agency: str, draw: int, what: str = "") -> OpenedDraw:
    drawn = runtime().read(current_actor(), draw_of, agency, draw)
    return OpenedDraw(_agency(agency), drawn) if drawn is not None else abort(404)


def _list(agency: Agency, outcome: Outcome) -> str:
    draws = runtime().read(current_actor(), draws_of, agency.code)
    return render_template(
        "self_assessment/list.html",
        agency=agency,
        draws=[(drawn, _period_words(drawn)) for drawn in draws],
        may_draw=_may(Permission.DRAW_FILES, agency),
        periods=[(str(period), texts.period(period)) for period in _periods(agency)],
        typed=request.form,
        problems=outcome.problems,
        refusal=outcome.refusal,
        fewest=FEWEST,
        most=MOST,
        every=SECOND_EVERY,
        zone=agency.zone,
    )


def _periods(agency: Agency) -> list[Period]:
    """Return the quarters that are over, the newest first."""
    period = last_complete_quarter(runtime().now().astimezone(agency.zone).date())
    found = [period]
    for _ in range(_QUARTERS - 1):
        found.append(found[-1].before)
    return found


def _period_words(drawn: Drawn) -> str:
    return texts.period(Period.quarter_of(drawn.first_day))


def _draw(agency: Agency, form: Form, problems: Problems) -> Act | None:
    chosen = {str(period): period for period in _periods(agency)}
    period = chosen.get(form.get(PERIOD_FIELD, ""))
    wanted = form.get(WANTED_FIELD, 0, type=whole_number)
    missing = [] if period is not None else ["assessed_period"]
    missing += [] if FEWEST <= wanted <= MOST else ["assessed_wanted"]
    if missing or period is None:
        note_missing(problems, IncompleteError(*missing))
        return None
    return partial(draw_files, period=period, wanted=wanted, zone=agency.zone)


def _end(_opened: OpenedDraw, _form: Form, _problems: Problems) -> Act:
    return end_reading


def _page(opened: OpenedDraw, outcome: Outcome) -> str:
    agency, drawn = opened.agency, opened.drawn
    lines = runtime().read(current_actor(), lines_of, drawn.id, current_user.user_id)
    may_fill = _may(Permission.ASSESS, agency) and not drawn.is_over
    return render_template(
        "self_assessment/draw.html",
        agency=agency,
        drawn=drawn,
        period=_period_words(drawn),
        lines=lines,
        unseen=drawn.sheets - len(lines),
        may_fill=may_fill,
        may_end=_may(Permission.DRAW_FILES, agency) and not drawn.is_over,
        refusal=outcome.refusal,
        results=_results(drawn) if drawn.is_over else None,
        comments=_comments(drawn) if drawn.is_over else (),
        opinions=url_for("overview.opinions", periode=str(Period.quarter_of(drawn.first_day)))
        if _may(Permission.SEE_OVERVIEW, agency)
        else "",
        practices=url_for("overview.criteria", periode=str(Period.quarter_of(drawn.first_day)))
        if _may(Permission.SEE_OVERVIEW, agency)
        else "",
        zone=agency.zone,
    )


def _results(drawn: Drawn) -> dict[str, Any]:
    """Return what the sheets add up to. As the portal: no reader sees all files of an agency."""
    told = runtime().read(PORTAL, told_of, drawn.id)
    return {
        "files": len(told.first),
        "lines": result_lines(told),
        "agreement": agreement_words(told),
    }


def _comments(drawn: Drawn) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what readers wrote by each criterion, of the files that whoever looks may see."""
    written = runtime().read(current_actor(), comments_on, drawn.id)
    return [(gettext(CRITERION_NAMES[criterion]), written[criterion]) for criterion in written]


def _may(permission: Permission, agency: Agency) -> bool:
    return may(current_actor(), permission, agency.code)


DRAWS: Subject[Agency] = Subject(
    fr="/gestion/<agency>/autoevaluation",
    en="/office/<agency>/self-assessment",
    opened=_agency,
    change=lambda agency, act, _seen: done_at_work(act, agency.code),
    url=lambda agency: url_for("office.assessments", agency=agency.code),
)
DRAW: Subject[OpenedDraw] = Subject(
    fr="/gestion/<agency>/autoevaluation/<int:draw>",
    en="/office/<agency>/self-assessment/<int:draw>",
    opened=_opened,
    change=lambda opened, act, _seen: done_at_work(act, opened.agency.code, opened.drawn.id),
    url=lambda opened: url_for(
        "office.assessment", agency=opened.agency.code, draw=opened.drawn.id
    ),
    refusals={TransitionNotAllowedError: to_translate("La lecture est déjà arrêtée")},
)

add_action(
    pages,
    ActionPage(
        DRAWS,
        "draw_files",
        "",
        "",
        Permission.DRAW_FILES,
        to_translate("Les dossiers sont tirés. Ce tirage reste ici, avec sa graine."),
        _draw,
        fields=(PERIOD_FIELD, WANTED_FIELD),
        stands_on=_list,
        then=lambda agency, draw: url_for("office.assessment", agency=agency.code, draw=draw),
    ),
)
add_action(
    pages,
    ActionPage(
        DRAW,
        "end_reading",
        "arreter",
        "end",
        Permission.DRAW_FILES,
        to_translate("La lecture est arrêtée. Les résultats sont ceux des fiches remplies."),
        _end,
        stands_on=_page,
    ),
)

ADDS = (
    MissingWords("assessed_period", PERIOD_FIELD, to_translate("Choisissez un trimestre terminé")),
    MissingWords("assessed_wanted", WANTED_FIELD, to_translate("Écrivez un nombre de 5 à 24")),
    MissingWords(
        "assessed_none", PERIOD_FIELD, to_translate("Rien n’a été fermé dans ce trimestre")
    ),
)
