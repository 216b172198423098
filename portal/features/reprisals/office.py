"""Reprisals in the office: noted by whoever is told of them, acted on by those who protect.

Whoever does not protect people has the same pages, whether anything was reported or not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.db import Session
from portal.domain.permissions import Permission, may
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance
from portal.features.reprisals.actions import Taken, act, apart, note_report
from portal.features.reprisals.citizen import (
    AGAINST,
    AGAINST_FIELD,
    DATES,
    chosen_against,
)
from portal.features.reprisals.queries import (
    FILES,
    OWED_FILES,
    WaitingFile,
    file_seen,
    place_of,
    seen_of,
    waiting_files,
)
from portal.features.reprisals.rules import (
    FIRST_ACT,
    NobodyInsideError,
    PromisedDate,
    ProtectionFile,
    ProtectiveAct,
)
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.actions.missing import needed_text
from portal.pages.citizen.follow import mark, sent_mark
from portal.pages.current import current_language, gettext, ngettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.office.actions import COMPLAINT
from portal.pages.office.case import OpenedCase, opened_case
from portal.pages.office.case.contributions import (
    CasePart,
    Deciding,
    ListPart,
    Offer,
    Place,
    ToDecide,
)
from portal.words.catalogue import to_translate
from portal.words.dates import allowance_words

pages = Pages("office")


def _opened(agency: str, number: str, what: str) -> OpenedCase:
    """Open a complaint for what only few may know: who looks is told as one who reads it."""
    return opened_case(agency, number, "case")


APART: Subject[OpenedCase] = replace(
    COMPLAINT,
    opened=_opened,
    change=lambda case, act, _seen: apart(runtime(), current_actor(), case.complaint.number, act),
    version=lambda _case: 0,
    done_since=lambda _case, _seen: (),
    refusals={
        NobodyInsideError: to_translate(
            "Rien n’est envoyé : personne dans l’organisme ne peut juger la plus haute autorité. "
            "Elle est en cause, ou son nom de famille est dans le texte. "
            "Donnez à la personne l’adresse d’un organisme indépendant."
        )
    },
)


# On the page of a complaint, and above the work list: for those who protect people.


def _seen(case: OpenedCase) -> ProtectionFile | None:
    """Return the file of the complaint, if whoever looks may know of it."""
    return file_seen(case.file.of(FILES), case.actor, case.complaint.agency)


def _owed(case: OpenedCase) -> PromisedDate | None:
    file = _seen(case)
    return file.owed[0] if file is not None and file.owed else None


def _task(owed: PromisedDate) -> str:
    """Return what the next thing to do for the person is called."""
    if owed.kind == FIRST_ACT:
        return gettext("Noter le premier geste")
    length = allowance_words(Allowance.parse(owed.allowance), current_language())
    return gettext("Noter le suivi après %(length)s", length=length)


def _task_words(case: OpenedCase) -> str:
    owed = _owed(case)
    return _task(owed) if owed is not None else gettext("Noter un geste")


def _shown_file(case: OpenedCase) -> Mapping[str, Any] | None:
    file = _seen(case)
    if file is None:
        return None
    owed = _owed(case)
    return {"file": file, "owed": owed, "task": owed and _task(owed), "acts": _acts(file)}


def _acts(file: ProtectionFile) -> list[tuple[ProtectiveAct, str]]:
    """Return what was done, the newest first, each with the date that it was done for."""
    return [(done, _act_words(done)) for done in reversed(file.acts)]


def _act_words(done: ProtectiveAct) -> str:
    what = gettext(DATES[ClockKind(done.kind)].name)
    return gettext("%(what)s, en retard", what=what) if done.is_late else what


def _waiting(agency: str) -> Sequence[WaitingFile]:
    portal, actor = runtime(), current_actor()
    return portal.read(actor, waiting_files, portal.keyring, actor, agency)


def _above_list(agency: str, files: Sequence[ProtectionFile]) -> Mapping[str, Any] | None:
    if not files:
        return None
    actor = current_actor()
    waiting = runtime().read(actor, seen_of, files, actor, agency)
    return {"count": len(waiting), "first": waiting[0].file.owed[0]} if waiting else None


def _to_protect(session: Session, agency: str) -> ToDecide | None:
    """Return the reports that wait for an act of whoever reads the page of the top authority."""
    actor = current_actor()
    if not may(actor, Permission.PROTECT, agency):
        return None
    waiting = waiting_files(session, runtime().keyring, actor, agency)
    if not waiting:
        return None
    words = ngettext(
        "%(num)s signalement attend un geste de votre part",
        "%(num)s signalements attendent un geste de votre part",
        len(waiting),
    )
    return ToDecide(words, "reprisals/_to_protect.html", waiting)


ADDS = (
    Deciding(_to_protect),
    Offer("protect", _task_words, Permission.PROTECT, lambda case: _owed(case) is not None, rank=1),
    Offer(
        "report_reprisals",
        to_translate("Noter un signalement de représailles"),
        Permission.NOTE,
        rank=280,
    ),
    CasePart("reprisals", Place.NOTICES, "reprisals/_seen.html", _shown_file, rank=1),
    ListPart(
        "reprisals/_above_list.html",
        Permission.PROTECT,
        OWED_FILES,
        lambda agency: {"place": place_of(runtime().keyring, agency)},
        _above_list,
    ),
)


@localized(pages, fr="/gestion/<agency>/confidentiel", en="/office/<agency>/confidential")
@requires(Permission.PROTECT, agency_from="agency")
def confidential(agency: str) -> ResponseReturnValue:
    """List the complaints in which something is owed to whoever reported reprisals."""
    waiting = [(one, _task(one.file.owed[0])) for one in _waiting(agency)]
    return render_template(
        "reprisals/confidential.html",
        agency=runtime().agencies.agency(agency),
        waiting=waiting,
    )


# Noting what somebody tells, and what is done about it.


def _note(case: OpenedCase, form: Form, problems: Problems) -> Act:
    against, body = chosen_against(form.get(AGAINST_FIELD, "")), needed_text(form, problems, "body")
    once = sent_mark(case.complaint.id, f"{against}\0{body}")
    return partial(note_report, body=body, against=against, once=once)


def _act(case: OpenedCase, form: Form, problems: Problems) -> Act:
    body = needed_text(form, problems, "body")
    return partial(act, body=body, once=sent_mark(case.complaint.id, body))


def _noted(taken: Taken) -> str:
    """Say who was told, as far as whoever noted it may know."""
    if taken.told is None:
        flash(gettext("Personne n’est là pour le lire : dites-le à la personne."), "warn")
    return gettext("Signalement noté. Vous ne le reverrez pas dans le dossier.")


def _choices(_case: OpenedCase, form: Form) -> dict[str, Any]:
    return {
        "once": mark(),
        "against": chosen_against(form.get(AGAINST_FIELD, "")).value,
        "choices": [(key.value, gettext(words), None) for key, words in AGAINST.items()],
    }


def _reports(case: OpenedCase, _form: Form) -> dict[str, Any]:
    """Return what is to be done by when, and all that was reported, the newest first."""
    file = _seen(case)
    reports = list(reversed(file.reports)) if file is not None else []
    shown = {"heading": _task_words(case), "owed": _owed(case), "reports": reports}
    return {**shown, "once": mark()}


for page in (
    ActionPage(
        APART,
        "report_reprisals",
        "represailles",
        "reprisals",
        Permission.NOTE,
        _noted,
        _note,
        given=_choices,
        folder="reprisals",
    ),
    ActionPage(
        APART,
        "protect",
        "proteger",
        "protect",
        Permission.PROTECT,
        to_translate("Geste noté. La personne voit qu’il a été posé."),
        _act,
        given=_reports,
        folder="reprisals",
    ),
):
    add_action(pages, page)
