"""Publishing a quarter anew, for a reason: what would change is shown first, then it is confirmed.

It is what `portal reports revise` does, for whoever may and has no terminal.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.domain.typed import is_blank
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action, kept_fields
from portal.pages.current import gettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_text
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.pages.standing import tables_words
from portal.reporting.vintages.freezing import (
    Anew,
    NothingToReviseError,
    counted_anew,
    revise,
)
from portal.reporting.vintages.queries import issued, published_periods
from portal.words.catalogue import to_translate

log = structlog.get_logger()
pages = Pages("overview")

_FR, _EN = "/portrait/publications", "/overview/publications"
REASON, REASON_EN = "reason", "reason_en"
_REASONS = {
    REASON: to_translate("Écrivez le motif en français : tout le monde le lira"),
    REASON_EN: to_translate("Écrivez le motif en anglais : tout le monde le lira"),
}


@localized(pages, fr=_FR, en=_EN)
@requires(Permission.REVISE_FIGURES, everywhere=True)
def publications() -> ResponseReturnValue:
    """List what is published, with what was revised of it, and lead to a revision."""
    return render_template(
        "overview/publications.html",
        quarters=[
            (str(one.period), texts.period(one.period), one)
            for one in runtime().read(PORTAL, issued)
        ],
        tables_words=tables_words,
        zone=portal_zone(),
    )


class _Asked(Struct, frozen=True):
    """A quarter that somebody may publish anew."""

    quarter: Period


def _opened(quarter: str, what: str) -> _Asked:
    period = Period.parse(quarter)
    known = runtime().read(PORTAL, published_periods)
    return _Asked(period) if period is not None and period in known else abort(404)


def _changed(asked: _Asked, act: Act, _seen: int) -> Any:
    with runtime().transaction(PORTAL) as session:
        changed = act(session)
    log.info("quarter revised", quarter=str(asked.quarter), by=current_actor().user_id)
    return changed


PUBLICATION: Subject[_Asked] = Subject(
    fr=f"{_FR}/<quarter>",
    en=f"{_EN}/<quarter>",
    opened=_opened,
    change=_changed,
    url=lambda _asked: url_for("overview.publications"),
    shared=lambda asked: {"asked": asked, "period": texts.period(asked.quarter)},
    refusals={
        NothingToReviseError: to_translate(
            "Rien n’est à réviser : chaque chiffre publié est celui qui est compté aujourd’hui."
        )
    },
    everywhere=True,
)


def _revise(asked: _Asked, _form: Form, problems: Problems) -> Act | None:
    reason = Text(typed_text(REASON).strip(), typed_text(REASON_EN).strip())
    for field, text in ((REASON, reason.fr), (REASON_EN, reason.en or "")):
        if is_blank(text):
            problems.add(field, gettext(_REASONS[field]))
    return None if problems else partial(_revise_now, asked.quarter, reason)


def _revise_now(quarter: Period, reason: Text, session: Any) -> dict[str, int]:
    return revise(session, runtime(), quarter, reason, runtime().now())


def _would_change(asked: _Asked, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return what a revision would change; refuse where it would change nothing."""
    anew: Anew = runtime().read(PORTAL, counted_anew, runtime(), asked.quarter)
    if not anew.changed:
        raise NothingToReviseError(str(asked.quarter))
    return {
        "tables": tables_words(anew.changed),
        "hidden": anew.known.hidden,
        "hidden_before": anew.before.hidden,
        "kept": kept_fields(form),
    }


REVISE: ActionPage[_Asked] = ActionPage(
    PUBLICATION,
    "revise_quarter",
    "reviser",
    "revise",
    Permission.REVISE_FIGURES,
    to_translate("C’est publié : la page publique dit quand et pourquoi les chiffres ont changé."),
    _revise,
    preview=_would_change,
    fields=(REASON, REASON_EN),
    folder="overview",
    corrects=lambda _error: (),
)
add_action(pages, REVISE)
