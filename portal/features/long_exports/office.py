"""« Mes exports »: asking for a file, how far it is, and the file once it is ready.

Only whoever asked sees any of it, and only while they may: each page asks for the right again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import structlog
from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.actor import PORTAL
from portal.domain.permissions import Permission
from portal.domain.time.periods import Period
from portal.features.long_exports.actions import (
    TooManyExportsError,
    ask_for_dump,
    call_off,
)
from portal.features.long_exports.queries import (
    Export,
    exports_of,
    how_many_before,
    one_export,
    part_keys,
)
from portal.features.long_exports.rules import AT_ONCE, KEPT, State
from portal.gateways.file_store import FileMissingError, FileStore
from portal.pages.actions.engine import (
    Act,
    ActionPage,
    Form,
    Subject,
    add_action,
    done_at_work,
)
from portal.pages.current import gettext, ngettext, portal_zone, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.reporting import texts
from portal.reporting.vintages.freezing import NotPublishedError
from portal.reporting.vintages.queries import published_periods
from portal.words.catalogue import to_translate

log = structlog.get_logger()
pages = Pages("overview")

_FR, _EN = "/portrait/mes-exports", "/overview/my-exports"
QUARTER = "quarter"
_STATES = {
    State.WAITING: to_translate("En attente"),
    State.RUNNING: to_translate("En cours"),
    State.READY: to_translate("Prêt"),
    State.FAILED: to_translate("N’a pas pu être fait"),
    State.CANCELLED: to_translate("Annulé"),
    State.EXPIRED: to_translate("Fichier effacé"),
}
_CALLED_OFF = {
    State.WAITING: to_translate("L’export est annulé."),
    State.RUNNING: to_translate("L’export est annulé : ce qui était écrit est effacé."),
    State.READY: to_translate("Le fichier est effacé."),
}
_MINUTES_AN_HOUR = 60
_MOMENT = timedelta(seconds=1)


class _Opened(Struct, frozen=True):
    """An export that whoever looks asked for."""

    export: Export


@localized(pages, fr=f"{_FR}/<int:export>", en=f"{_EN}/<int:export>", endpoint="my_export")
@requires(Permission.AUDIT, everywhere=True)
def show_export(export: int) -> ResponseReturnValue:
    """Show how far an export is, or lead to its file."""
    found = _opened(export).export
    before = runtime().read(PORTAL, how_many_before, export) if found.is_on_the_way else 0
    return render_template(
        "long_exports/export.html",
        export=found,
        before=before,
        name=_name(found),
        state=gettext(_STATES[found.state]),
        time_left=_time_left(found.progress.minutes_left),
        until=_last_day(found),
        days=KEPT.days,
        zone=portal_zone(),
    )


@localized(pages, fr=f"{_FR}/<int:export>/fichier", en=f"{_EN}/<int:export>/file")
@requires(Permission.AUDIT, everywhere=True)
def export_file(export: int) -> ResponseReturnValue:
    """Hand a file over part by part; lead to its page where there is none."""
    found = _opened(export).export
    if found.state is not State.READY:
        return redirect(url_for("overview.my_export", export=export), 303)
    keys = runtime().read(PORTAL, part_keys, export)
    try:
        first = runtime().files.get(keys[0])
    except FileMissingError:
        abort(404)
    log.info("export downloaded", export=export, by=current_actor().user_id)
    answer = Response(_parts(runtime().files, first, keys[1:]), content_type="application/gzip")
    answer.headers["Content-Length"] = str(found.size)
    name = f"{found.about.lower()}-{gettext('verification')}.jsonl.gz"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _parts(files: FileStore, first: bytes, keys: Sequence[str]) -> Iterator[bytes]:
    """Yield a file, one part of it in memory at a time."""
    yield first
    yield from map(files.get, keys)


def _opened(export: int, what: str = "") -> _Opened:
    portal = runtime()
    found = portal.read(current_actor(), one_export, export, portal.now())
    return _Opened(found) if found is not None else abort(404)


def _name(found: Export) -> str:
    period = Period.parse(found.about)
    assert period is not None, "only quarters are asked for"
    return gettext("Fichier de vérification, %(period)s", period=texts.period(period))


def _last_day(found: Export) -> date | None:
    """Return the last day on which a file may be downloaded: it is erased as that day ends."""
    if found.expires_at is None:
        return None
    return (found.expires_at.astimezone(portal_zone()) - _MOMENT).date()


def _time_left(minutes: int | None) -> str:
    """Say how long it may still take; nothing before that shows."""
    if minutes is None:
        return ""
    if minutes <= 1:
        return gettext("Encore une minute au plus.")
    if minutes <= _MINUTES_AN_HOUR:
        return gettext("Encore environ %(n)s minutes.", n=minutes)
    hours = -(-minutes // _MINUTES_AN_HOUR)
    return ngettext("Encore environ %(num)s heure.", "Encore environ %(num)s heures.", hours)


def _quarters() -> list[tuple[str, str]]:
    periods = runtime().read(PORTAL, published_periods)
    return [(str(period), texts.period(period)) for period in periods]


def _listed(_: str, _form: Form) -> dict[str, Any]:
    """Return what the list shows: the exports of whoever looks, and what may be asked for."""
    portal = runtime()
    found = portal.read(current_actor(), exports_of, portal.now())
    return {
        "exports": [
            (one, _name(one), gettext(_STATES[one.state]), _last_day(one)) for one in found
        ],
        "quarters": _quarters(),
        "days": KEPT.days,
        "zone": portal_zone(),
    }


def _ask(_: str, form: Form, problems: Problems) -> Act | None:
    chosen = form.get(QUARTER, "")
    period = Period.parse(chosen)
    if period is None or chosen not in dict(_quarters()):
        problems.add(QUARTER, gettext("Choisissez un trimestre publié"))
        return None
    return partial(ask_for_dump, quarter=period)


EXPORTS: Subject[str] = Subject(
    fr=_FR,
    en=_EN,
    opened=lambda what: what,
    change=lambda _what, act, _seen: done_at_work(act),
    url=lambda _what: url_for("overview.my_exports"),
    refusals={
        NotPublishedError: to_translate("Ce trimestre n’est pas publié."),
        TooManyExportsError: lambda _error: ngettext(
            "Vous avez déjà %(num)s export en route : attendez qu’il soit prêt, ou annulez-le.",
            "Vous avez déjà %(num)s exports en route : attendez qu’un soit prêt, ou annulez-en un.",
            AT_ONCE,
        ),
    },
    everywhere=True,
)
ASK: ActionPage[str] = ActionPage(
    EXPORTS,
    "my_exports",
    "",
    "",
    Permission.AUDIT,
    None,
    _ask,
    given=_listed,
    fields=(QUARTER,),
    folder="long_exports",
    template="exports",
    then=lambda _what, number: url_for("overview.my_export", export=number),
)
EXPORT: Subject[_Opened] = Subject(
    fr=f"{_FR}/<int:export>",
    en=f"{_EN}/<int:export>",
    opened=_opened,
    change=lambda opened, act, _seen: done_at_work(act, opened.export.id),
    url=lambda opened: url_for("overview.my_export", export=opened.export.id),
    everywhere=True,
)
CALL_OFF: ActionPage[_Opened] = ActionPage(
    EXPORT,
    "call_off_export",
    "annuler",
    "cancel",
    Permission.AUDIT,
    _CALLED_OFF.get,
    lambda _opened, _form, _problems: call_off,
    is_button=True,
)
add_action(pages, ASK)
add_action(pages, CALL_OFF)
