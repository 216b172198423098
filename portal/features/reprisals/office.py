"""Reprisals in the office: noted by whoever is told of them, acted on by those who protect.

Whoever does not protect people has the same pages, whether anything was reported or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.db import Session
from portal.domain.errors import PortalError
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
    files_seen,
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
    file_to_act_on,
)
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.actions.missing import missing_fields, needed_text
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
    Stage,
    ToDecide,
)
from portal.pages.own_fields import FILE_FIELD
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
)


# On the page of a complaint, and above the work list: for those who protect people.


def _seen(case: OpenedCase) -> list[ProtectionFile]:
    """Return those of the complaint's files that whoever looks may know of."""
    return files_seen(case.file.of(FILES), case.actor, case.complaint.agency)


def _owed(case: OpenedCase, key: str | None = None) -> PromisedDate | None:
    """Return what is to be done next, in the file that has the key or in any."""
    file = file_to_act_on(_seen(case), key)
    return file.owed[0] if file is not None else None


def _task(owed: PromisedDate) -> str:
    """Return what the next thing to do for the person is called."""
    if owed.kind == FIRST_ACT:
        return gettext("Noter le premier geste")
    length = allowance_words(Allowance.parse(owed.allowance), current_language())
    return gettext("Noter le suivi après %(length)s", length=length)


def _task_words(case: OpenedCase, key: str | None = None) -> str:
    owed = _owed(case, key)
    return _task(owed) if owed is not None else gettext("Noter un geste")


def _shown_file(case: OpenedCase) -> Mapping[str, Any] | None:
    files = _seen(case)
    if not files:
        return None
    return {"files": [_shown(file) for file in files]}


def _shown(file: ProtectionFile) -> Mapping[str, Any]:
    """Return what is shown of a file: what is owed, and what was done."""
    owed = next(iter(file.owed), None)
    return {
        "file": file,
        "owed": owed,
        "task": owed and _task(owed),
        "acts": _acts(file),
    }


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
    Offer(
        "protect",
        _task_words,
        Permission.PROTECT,
        lambda case: _owed(case) is not None,
        rank=1,
        stage=Stage.PROTECT,
    ),
    Offer(
        "report_reprisals",
        to_translate("Noter un signalement de représailles"),
        Permission.NOTE,
        rank=280,
        stage=Stage.PROTECT,
        with_person=True,
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
    key = form.get(FILE_FIELD)
    return partial(act, body=body, once=sent_mark(case.complaint.id, body), key=key)


def _noted(taken: Taken) -> str:
    """Say who was told, as far as whoever noted it may know."""
    if taken.told is None:
        flash(gettext("Personne n’est là pour le lire : dites-le à la personne."), "warn")
    return gettext("Signalement noté. Vous ne le reverrez pas dans le dossier.")


def _nobody_inside(error: PortalError) -> Iterator[tuple[str, str]]:
    """Say at its field why nobody of the agency may read a report, and what to do instead."""
    yield from missing_fields(error)
    if isinstance(error, NobodyInsideError):
        why = (
            gettext(
                "Rien n’est envoyé : toutes les personnes qui pourraient lire ce signalement "
                "sont en cause, dans la plainte ou dans ce texte."
            )
            if error.is_closed
            else gettext(
                "Rien n’est envoyé : la plus haute autorité est en cause, ou le texte la nomme. "
                "Personne dans l’organisme ne peut la juger."
            )
        )
        instead = gettext("Donnez à la personne l’adresse d’un organisme indépendant, plus bas")
        yield AGAINST_FIELD, f"{why} {instead}"


def _choices(case: OpenedCase, form: Form) -> dict[str, Any]:
    return {
        "recourses": case.advice.recourses,
        "once": mark(),
        "against": chosen_against(form.get(AGAINST_FIELD, "")).value,
        "choices": [(key.value, gettext(words), None) for key, words in AGAINST.items()],
    }


def _reports(case: OpenedCase, form: Form) -> dict[str, Any]:
    """Return what is to be done by when, and all that was reported, the newest first."""
    key = form.get(FILE_FIELD)
    file = file_to_act_on(_seen(case), key)
    reports = list(reversed(file.reports)) if file is not None else []
    shown = {"heading": _task_words(case, key), "owed": _owed(case, key), "reports": reports}
    return {**shown, "key": file.key if file is not None else key, "once": mark()}


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
        corrects=_nobody_inside,
        folder="reprisals",
        with_person=True,
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
