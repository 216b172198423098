"""What is adapted for somebody, in the office: at the top of the case, answered, put in place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.queries.work_list_rows import Row
from portal.domain.errors import IncompleteError
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import count
from portal.domain.typed import is_blank, is_whole_number, whole_number
from portal.features.accommodations import actions
from portal.features.accommodations.actions import TEXT, Answer
from portal.features.accommodations.pages import (
    DECISIONS,
    STATES,
    forms_wanted,
    need_words,
    needs_to_choose,
)
from portal.features.accommodations.queries import (
    ASKED,
    ASKED_CLOCK,
    CLOCKS,
    IN_PLACE_CLOCK,
    OWED,
    Accommodation,
)
from portal.features.accommodations.rules import (
    LONGEST_WAIT,
    UNANSWERED,
    AccommodationAnswered,
    AccommodationAsked,
    Decision,
    State,
    promised_within,
)
from portal.pages.actions.engine import Act, ActionPage, Form, add_action
from portal.pages.actions.missing import MissingWords, note_missing
from portal.pages.current import current_language, gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems
from portal.pages.office.actions import COMPLAINT, tells_complainant
from portal.pages.office.case import OpenedCase
from portal.pages.office.case.contributions import (
    CasePart,
    HistoryEntry,
    HistoryText,
    Offer,
    Place,
    RowTag,
    Stage,
)
from portal.pages.office.wording import Tag, worded
from portal.pages.shown.history_words import told_day
from portal.words.catalogue import to_translate
from portal.words.dates import day_words, short_day_words

pages = Pages("office")

NEEDS_FIELD = "needs"


# At the top of a complaint, and in the work list.


def _in_states(case: OpenedCase, *states: State) -> list[Accommodation]:
    return [asked for asked in case.file.of(ASKED) if asked.state in states]


def _unanswered(case: OpenedCase) -> list[Accommodation]:
    return _in_states(case, *UNANSWERED)


def _granted(case: OpenedCase) -> list[Accommodation]:
    return _in_states(case, State.GRANTED)


def _untracked(case: OpenedCase) -> list[str]:
    """Return what was asked of a complaint before anybody kept track of it, in words."""
    known = {asked.need for asked in case.file.of(ASKED)}
    is_told = not case.file.is_identity_kept and case.complaint.parent_id is None
    return [need_words(need) for need in case.complaint.needs if need not in known and is_told]


def _owed(case: OpenedCase) -> list[KeptClock]:
    """Return the days by which something is owed, the soonest first."""
    owed = (clock for clock in case.file.clocks if clock.kind in CLOCKS and clock.is_owed)
    return sorted(owed, key=lambda clock: clock.started_at)


def _notice(case: OpenedCase) -> Mapping[str, Any] | None:
    asked, untracked = case.file.of(ASKED), _untracked(case)
    if not asked and not untracked:
        return None
    return {
        "lines": [(need_words(one.need), worded(STATES, one.state)) for one in asked],
        "waits": bool(_unanswered(case) or _granted(case) or untracked),
        "untracked": untracked,
        "owed": [_owed_words(clock) for clock in _owed(case) if clock.level == 1],
        "forms": forms_wanted(asked),
    }


def _owed_words(clock: KeptClock) -> str:
    day = clock.last_day and day_words(clock.last_day, current_language())
    if clock.missed_at is not None:
        return gettext("La date prévue, le %(day)s, est passée.", day=day)
    if clock.kind == ASKED_CLOCK:
        return gettext("Répondez au plus tard le %(day)s.", day=day)
    return gettext("À mettre en place au plus tard le %(day)s.", day=day)


def _row_tag(row: Row, _agency: str) -> Tag | None:
    owed = row.of(OWED)
    if owed is None:
        return None
    is_late = owed.missed_at is not None or (owed.due_at or runtime().now()) < runtime().now()
    if is_late:
        return Tag(gettext("Adaptation en retard"), "late")
    day = owed.last_day and short_day_words(owed.last_day, current_language())
    if owed.kind == IN_PLACE_CLOCK:
        return Tag(gettext("Adaptation à mettre en place le %(day)s", day=day), "plain")
    return Tag(gettext("Adaptation : répondre le %(day)s", day=day), "plain")


# In its history.


def _said_asked(_case: OpenedCase, entry: AccommodationAsked) -> str | None:
    day = told_day(entry.last_day)
    return gettext("À répondre au plus tard le %(day)s.", day=day) if day else None


def _said_answered(_case: OpenedCase, entry: AccommodationAnswered) -> str:
    words = worded(DECISIONS, entry.decision)
    if entry.last_day is None:
        return words
    in_place = gettext("En place au plus tard le %(day)s.", day=told_day(entry.last_day))
    return f"{words} {in_place}"


# Answering.


def _chosen(among: Iterable[Accommodation], form: Form) -> list[Accommodation]:
    """Return what was chosen; all of it until the form is sent, and where there is only one."""
    every, ids = list(among), form.getlist(NEEDS_FIELD)
    if len(every) == 1 or "body" not in form:
        return every
    return [asked for asked in every if str(asked.id) in ids]


def _answer(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen, decision = _chosen(_unanswered(case), form), form.get("decision", "")
    body, within = form.get("body", ""), form.get("within", "")
    is_within = is_whole_number(within) and 0 <= whole_number(within) <= LONGEST_WAIT
    wrong = {
        "needs": not chosen,
        "decision": decision not in set(Decision),
        "body": is_blank(body),
        "in_place_within": decision == Decision.GRANT and not is_within,
    }
    note_missing(problems, IncompleteError(*(code for code, is_wrong in wrong.items() if is_wrong)))
    if problems:
        return None
    days = whole_number(within) if decision == Decision.GRANT else 0
    answer = Answer([asked.id for asked in chosen], Decision(decision), body, days)
    return partial(actions.answer, answer=answer)


def _answering(case: OpenedCase, form: Form) -> dict[str, Any]:
    waiting = _unanswered(case)
    return {
        "choices": _choices(waiting),
        "chosen": [str(asked.id) for asked in _chosen(waiting, form)],
        "lengths": _lengths(case),
        "recourses": case.advice.recourses[-1:],
    }


def _choices(among: Sequence[Accommodation]) -> list[tuple[str, str]]:
    return [(str(asked.id), need_words(asked.need)) for asked in among]


def _lengths(case: OpenedCase) -> list[tuple[str, str]]:
    """Return by when what is granted may be in place: now, or each working day that comes."""
    days = (_day_after(case, days) for days in range(1, LONGEST_WAIT + 1))
    later = [(str(rank), day) for rank, day in enumerate(days, start=1)]
    return [("0", gettext("C’est déjà en place")), *later]


def _day_after(case: OpenedCase, days: int) -> str:
    due = count(case.now, promised_within(days).allowance, case.advice.calendar)
    day = due.last_day and day_words(due.last_day, current_language())
    return gettext("Au plus tard le %(day)s", day=day)


def _as_they_read_it(case: OpenedCase, form: Form, _problems: Problems) -> dict[str, Any]:
    """Return the answer as whoever asked will read it."""
    chosen = _chosen(_unanswered(case), form)
    is_granted = form["decision"] == Decision.GRANT
    return {
        "needs": [need_words(asked.need) for asked in chosen],
        "ids": [str(asked.id) for asked in chosen],
        "decision": form["decision"],
        "decided": worded(DECISIONS, form["decision"]),
        "when": dict(_lengths(case))[form["within"]] if is_granted else "",
        "body": form["body"].strip(),
        "within": form.get("within", ""),
        "recourses": case.advice.recourses[-1:] if form["decision"] == Decision.REFUSE else (),
    }


# What was granted is in place; what somebody told the staff.


def _put_in_place(case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    chosen = [one for one in _granted(case) if str(one.id) in form.getlist(NEEDS_FIELD)]
    if not chosen:
        note_missing(problems, IncompleteError("needs"))
        return None
    return partial(actions.put_in_place, ids=[asked.id for asked in chosen])


def _to_put_in_place(case: OpenedCase, form: Form) -> dict[str, Any]:
    choices = _choices(_granted(case))
    only = [value for value, _ in choices] if len(choices) == 1 else []
    return {"choices": choices, "chosen": form.getlist(NEEDS_FIELD) or only}


def _ask(_case: OpenedCase, form: Form, problems: Problems) -> Act | None:
    needs = form.getlist(NEEDS_FIELD)
    if not needs:
        note_missing(problems, IncompleteError("needs"))
        return None
    return partial(actions.ask, needs=needs)


def _to_ask(case: OpenedCase, form: Form) -> dict[str, Any]:
    known = _in_states(case, *UNANSWERED, State.GRANTED, State.IN_PLACE)
    choices = needs_to_choose(asked.need for asked in known)
    unsaid = [need for need in case.complaint.needs if need in dict(choices)]
    chosen = form.getlist(NEEDS_FIELD) or unsaid
    return {"choices": choices, "chosen": chosen}


for page in (
    ActionPage(
        COMPLAINT,
        "answer_accommodation",
        "adaptation",
        "accommodation",
        Permission.CONTACT,
        to_translate("Réponse donnée à la demande d’adaptation."),
        _answer,
        tells=tells_complainant,
        given=_answering,
        preview=_as_they_read_it,
        fields=(NEEDS_FIELD, "decision", "body", "within"),
        folder="accommodations",
        with_person=True,
    ),
    ActionPage(
        COMPLAINT,
        "accommodation_in_place",
        "adaptation-en-place",
        "accommodation-in-place",
        Permission.CONTACT,
        to_translate("C’est noté : l’adaptation est en place."),
        _put_in_place,
        given=_to_put_in_place,
        fields=(NEEDS_FIELD,),
        folder="accommodations",
        with_person=True,
    ),
    ActionPage(
        COMPLAINT,
        "note_accommodation",
        "noter-adaptation",
        "note-accommodation",
        Permission.CONTACT,
        to_translate("Demande d’adaptation notée."),
        _ask,
        given=_to_ask,
        fields=(NEEDS_FIELD,),
        folder="accommodations",
        with_person=True,
    ),
):
    add_action(pages, page)

ADDS = (
    CasePart("accommodations", Place.NOTICES, "accommodations/_asked.html", _notice, rank=25),
    RowTag(_row_tag),
    Offer(
        "answer_accommodation",
        to_translate("Répondre à une demande d’adaptation"),
        Permission.CONTACT,
        lambda case: bool(_unanswered(case)),
        rank=42,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    Offer(
        "accommodation_in_place",
        to_translate("Noter qu’une adaptation est en place"),
        Permission.CONTACT,
        lambda case: bool(_granted(case)),
        rank=44,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    Offer(
        "note_accommodation",
        to_translate("Noter une demande d’adaptation"),
        Permission.CONTACT,
        lambda case: case.complaint.parent_id is None and case.complaint.status != "withdrawn",
        rank=326,
        stage=Stage.PROTECT,
        with_person=True,
    ),
    MissingWords("needs", NEEDS_FIELD, to_translate("Choisissez au moins une adaptation")),
    MissingWords(
        "in_place_within", "within", to_translate("Choisissez dans la liste quand ce sera en place")
    ),
    MissingWords("decision", "decision", to_translate("Choisissez votre réponse")),
    HistoryEntry(EntryKind.ACCOMMODATION_ASKED, to_translate("Adaptation demandée"), _said_asked),
    HistoryEntry(
        EntryKind.ACCOMMODATION_ANSWERED,
        to_translate("Réponse à une demande d’adaptation"),
        _said_answered,
    ),
    HistoryEntry(EntryKind.ACCOMMODATION_IN_PLACE, to_translate("Adaptation en place")),
    HistoryText(TEXT, "out", is_exchange=True),
)
