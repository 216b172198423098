"""The sheet of a file that was drawn: six marks with what each means, and what one would add."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, url_for
from flask_login import current_user
from msgspec import Struct

from portal.agencies.agency import Agency
from portal.auth.sign_in import current_actor
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.permissions import Permission
from portal.features.self_assessment.actions import fill_sheet
from portal.features.self_assessment.office_results import mark_choices
from portal.features.self_assessment.queries import Drawn, SheetLine, draw_of, lines_of
from portal.features.self_assessment.rules import MARKS, Said, Sheet
from portal.pages.actions.engine import (
    Act,
    ActionPage,
    Form,
    Subject,
    add_action,
    done_at_work,
)
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.reporting.six_criteria.indicator import CRITERION_NAMES, Criterion
from portal.words.catalogue import to_translate

pages = Pages("office")

_MARKS = frozenset(map(str, MARKS))


class OpenedSheet(Struct, frozen=True):
    """A sheet that somebody may fill in, with the draw that it is of."""

    agency: Agency
    drawn: Drawn
    line: SheetLine


def _opened(agency: str, draw: int, sheet: int, what: str = "") -> OpenedSheet:
    """Open a sheet; nobody opens one that they may not fill in, nor one that is filled."""
    with runtime().reading(current_actor()) as session:
        drawn = draw_of(session, agency, draw)
        lines = lines_of(session, draw, current_user.user_id) if drawn is not None else []
    line = next((line for line in lines if line.id == sheet and line.may_fill), None)
    if drawn is None or line is None or drawn.is_over:
        abort(404)
    return OpenedSheet(runtime().agencies.agency(agency), drawn, line)


def _fill(_opened: OpenedSheet, form: Form, problems: Problems) -> Act | None:
    sheet: dict[Criterion, Said] = {}
    for criterion in Criterion:
        mark = form.get(f"mark-{criterion}", "")
        comment = form.get(f"comment-{criterion}", "").strip()
        problems.check_text(f"comment-{criterion}", comment)
        if mark in _MARKS:
            sheet[criterion] = Said(int(mark), comment)
        else:
            problems.add(f"mark-{criterion}", gettext("Choisissez une note"))
    return None if problems else partial(fill_sheet, sheet=_whole(sheet))


def _whole(sheet: dict[Criterion, Said]) -> Sheet:
    return dict(sheet)


def _form(opened: OpenedSheet, _form: Form) -> dict[str, Any]:
    return {
        "agency": opened.agency,
        "drawn": opened.drawn,
        "line": opened.line,
        "criteria": [
            (criterion.value, gettext(CRITERION_NAMES[criterion]), mark_choices(criterion))
            for criterion in Criterion
        ],
    }


def _wrong(error: Any) -> list[tuple[str, str]]:
    if not isinstance(error, IncompleteError):
        return []
    return [(field, gettext("Choisissez une note")) for field in error.missing]


SHEET: Subject[OpenedSheet] = Subject(
    fr="/gestion/<agency>/autoevaluation/<int:draw>/<int:sheet>",
    en="/office/<agency>/self-assessment/<int:draw>/<int:sheet>",
    opened=_opened,
    change=lambda opened, act, _seen: done_at_work(act, opened.agency.code, opened.line.id),
    url=lambda opened: url_for(
        "office.assessment", agency=opened.agency.code, draw=opened.drawn.id
    ),
    refusals={
        TransitionNotAllowedError: to_translate("Cette fiche est déjà remplie"),
        NotAllowedError: to_translate("Vous ne pouvez pas remplir cette fiche"),
    },
)

add_action(
    pages,
    ActionPage(
        SHEET,
        "fill_sheet",
        "",
        "",
        Permission.ASSESS,
        to_translate("Votre fiche est gardée. Personne ne la lit avant la fin de la lecture."),
        _fill,
        given=_form,
        fields=tuple(
            f"{field}-{criterion}" for criterion in Criterion for field in ("mark", "comment")
        ),
        folder="self_assessment",
        template="sheet",
        corrects=_wrong,
    ),
)
