"""The page of a group: its complaints, its investigation, and how what has its answer is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.queries.identity import knows_who_complains, whole_people
from portal.domain.conclusion import Finding, fit
from portal.domain.errors import (
    NotAllowedError,
    PortalError,
    StaleComplaintError,
    UnknownGroupError,
)
from portal.domain.handling.identity import somebody_shown
from portal.domain.handling.lifecycle import TakenStep
from portal.domain.permissions import Permission
from portal.domain.remedy import Wrong
from portal.domain.text import Text
from portal.domain.typed import whole_number
from portal.features.groups import actions
from portal.features.groups.actions_answering import Concluding, close_one, note_closed
from portal.features.groups.office_in_part import page_in_part, shown_complaints
from portal.features.groups.office_opened import GROUP, OpenedGroup, opened_group, shown_similar
from portal.features.groups.queries import complaints_of_group
from portal.features.groups.queries_answers import ToClose, complaints_to_close, last_sending
from portal.features.groups.queries_in_part import counted_in
from portal.features.groups.queries_similar import similar_to_any
from portal.features.groups.rules import LeftOpen, Step
from portal.pages.actions.engine import Act, ActionPage, Form, Outcome, add_action
from portal.pages.actions.missing import NAMED_FIELD, missing_fields, missing_words, naming_words
from portal.pages.current import gettext, ngettext, runtime
from portal.pages.errors import words_of
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_text
from portal.pages.languages import localized
from portal.pages.office.actions.closing import criterion_choice
from portal.pages.office.actions.remedies import choices_of, given_by, wrong_given
from portal.pages.office.case import category_names
from portal.pages.office.case.naming import is_named_meant
from portal.pages.office.wording import worded
from portal.words.catalogue import to_translate
from portal.words.statuses import FINDINGS

pages = Pages("office")

STEPS: dict[Step, str] = {
    Step.PROPOSED: to_translate("Proposé par le portail"),
    Step.OPENED: to_translate("Groupe ouvert"),
    Step.PUT_ASIDE: to_translate("Proposition écartée"),
    Step.CHANGED: to_translate("Description changée"),
    Step.NOTED: to_translate("Note d’enquête"),
    Step.ADDED: to_translate("Plainte ajoutée"),
    Step.LEFT: to_translate("Plainte retirée du groupe"),
    Step.SENT: to_translate("Envoi d’une réponse commencé"),
    Step.ANSWERED: to_translate("Toutes les plaintes ont leur réponse"),
    Step.CLOSED: to_translate("Plaintes fermées ensemble"),
    Step.PUBLISHED: to_translate("Titre montré au public"),
    Step.UNPUBLISHED: to_translate("Titre retiré du public"),
}
SUGGESTED_ONE = to_translate(
    "Plainte %(number)s, proposée par le portail et ajoutée par une personne."
)
BY_PERSON = to_translate("Plainte %(number)s : la personne a dit que cela lui est arrivé aussi.")
ANY_ONE = to_translate("Plainte %(number)s.")
OF_SEVERAL: dict[Step, tuple[str, dict[str, str]]] = {
    Step.PROPOSED: (
        to_translate(
            "Plaintes semblables : %(count)s. Jours comptés : %(days)s. "
            "Le portail propose un groupe dès : %(of)s."
        ),
        {"count": "complaints", "days": "days", "of": "of"},
    ),
    Step.SENT: (
        to_translate("Réponses à envoyer : %(count)s. Plaintes laissées de côté : %(out)s."),
        {"count": "complaints", "out": "left_out"},
    ),
    Step.CLOSED: (
        to_translate("Plaintes fermées : %(count)s. Laissées ouvertes : %(left)s."),
        {"count": "complaints", "left": "left_open"},
    ),
}
"""What a step says of several complaints, and where in its facts each figure is."""

LEFT_OPEN: dict[str, str] = {
    LeftOpen.ANSWER: to_translate("Elle n’a pas encore sa réponse."),
    LeftOpen.ENDED: to_translate("Elle est déjà terminée."),
    LeftOpen.LEAVING: to_translate("Un texte est sur le point d’en partir, ou d’être relu."),
    LeftOpen.ISSUES: to_translate("Elle a plusieurs points : chacun a sa conclusion."),
    LeftOpen.WRITTEN: to_translate("La personne a écrit depuis la réponse : lisez-la d’abord."),
    LeftOpen.JUDGED: to_translate("La personne dit que la réponse ne suffit pas."),
}

AT_ONCE = 20
"""How many complaints share a commit."""

MOST_CLOSED = 100
"""How many are closed while the page waits: a few seconds of work."""


@localized(
    pages, fr="/gestion/<agency>/groupes/<int:group>", en="/office/<agency>/groups/<int:group>"
)
@requires(Permission.SEE_GROUPS, agency_from="agency")
def group(agency: str, group: int) -> ResponseReturnValue:
    """Show a group: what is to be done, its complaints and notes, and others that are like them.

    Whoever may not see all of it is shown what tells of no complaint.
    """
    try:
        opened = opened_group(agency, group)
    except UnknownGroupError:
        return page_in_part(agency, group)
    return _group_page(opened, Outcome())


def _group_page(opened: OpenedGroup, outcome: Outcome) -> str:
    portal, group_id = runtime(), opened.group.id
    with portal.reading(current_actor()) as session:
        complaints = complaints_of_group(session, opened.agency.code, group_id, opened.group.state)
        sending = last_sending(session, group_id)
        counted = counted_in(session, group_id)
        similar = []
        if opened.may(Permission.GROUP) and opened.group.state.gathers:
            newest = [complaint.id for complaint in complaints[-3:]]
            similar = similar_to_any(session, portal.keyring, newest, opened.now, most=10)
    names, steps = category_names(opened.agency), opened.group.steps
    return render_template(
        "groups/group.html",
        agency=opened.agency,
        opened=opened,
        group=opened.group,
        category=names.get(opened.group.category, Text(opened.group.category)),
        complaints=list(shown_complaints(opened.agency, complaints, opened.now)),
        similar=[shown_similar(other, names) for other in similar],
        lines=[_step_line(opened, step) for step in reversed(steps)],
        words=next((step.body for step in steps if step.kind is Step.PROPOSED), None),
        sending=sending,
        is_sending=sending is not None and sending.done_at is None,
        counted=counted,
        problems=outcome.problems,
        typed=typed_text("body"),
    )


def _step_line(opened: OpenedGroup, step: TakenStep[Step]) -> dict[str, Any]:
    hides_text = step.kind in (Step.PROPOSED, Step.PUBLISHED, Step.CHANGED)
    # Notes may name those who complain.
    if step.kind is Step.NOTED:
        hides_text = not knows_who_complains(current_actor(), opened.agency.code)
    return {
        "title": gettext(STEPS[step.kind]),
        "who": opened.group.names.get(step.user_id or 0) or gettext("Le portail"),
        "at": step.at,
        "detail": _step_detail(step),
        "body": None if hides_text else step.body,
        "frame": "note" if step.kind is Step.NOTED else None,
    }


def _step_detail(step: TakenStep[Step]) -> str | None:
    facts = step.facts
    if number := facts.get("number"):
        is_suggested = step.kind is Step.ADDED and facts.get("common")
        of_one = SUGGESTED_ONE if is_suggested else BY_PERSON if facts.get("by_person") else ANY_ONE
        return gettext(of_one, number=number)
    if step.kind in OF_SEVERAL and facts:
        words, names = OF_SEVERAL[step.kind]
        return gettext(words, **{name: facts[fact] for name, fact in names.items()})
    is_name = step.kind in (Step.PUBLISHED, Step.CHANGED)
    return (step.body or "").replace("\n", " · ") if is_name else None


add_action(
    pages,
    ActionPage(
        GROUP,
        "note_group",
        "note",
        "note",
        Permission.GROUP,
        to_translate("Note ajoutée. Elle est visible seulement à l’interne."),
        # What is typed is never lost.
        lambda _opened, _form, _problems: partial(actions.note, body=typed_text("body")),
        stands_on=_group_page,
    ),
)


# Closing: each complaint that is listed as it was seen; those refused are named with why.


def _opened_to_close(agency: str, group: int, what: str) -> OpenedGroup:
    opened = opened_group(agency, group, what)
    if not opened.may(Permission.CLOSE):
        raise NotAllowedError(Permission.CLOSE)
    return opened


def _close(opened: OpenedGroup, form: Form, problems: Problems) -> Act | None:
    listed = (
        complaint
        for complaint in _complaints(opened.group.id)
        if f"version-{complaint.number}" in form
    )
    chosen = list(islice(listed, MOST_CLOSED))
    concluding = _read_concluding(opened.agency, chosen, problems)
    if concluding is None or _names_somebody(concluding, chosen, problems):
        return None
    return partial(_close_each, chosen=chosen, concluding=concluding)


def _names_somebody(concluding: Concluding, chosen: Sequence[ToClose], problems: Problems) -> bool:
    """Note where what is concluded for several names one of those who complain, unless meant."""
    if len(chosen) > 1 and not is_named_meant(request.form):
        numbers = [complaint.number for complaint in chosen]
        people = runtime().read(current_actor(), whole_people, numbers)
        if place := somebody_shown(concluding.words, people):
            problems.add(NAMED_FIELD, naming_words(place))
    return bool(problems)


def _close_each(
    opened: OpenedGroup, chosen: Sequence[ToClose], concluding: Concluding
) -> Outcome | None:
    """Close what was chosen; where some were refused the page comes back, and says why."""
    group_id = opened.group.id
    refused = _refused(group_id, chosen, concluding)
    closed = len(chosen) - len(refused)
    if closed:
        left = len(_left_open(_complaints(group_id)))
        GROUP.change(opened, partial(note_closed, closed=closed, left=left), 0)
        flash(ngettext("%(num)s plainte fermée.", "%(num)s plaintes fermées.", closed))
    return Outcome(409, shown={"refused": refused}) if refused or not chosen else None


def _to_close(opened: OpenedGroup, form: Form) -> dict[str, Any]:
    complaints = _complaints(opened.group.id)
    to_close = [complaint for complaint in complaints if complaint.why is None]
    return {
        "to_close": to_close[:MOST_CLOSED],
        "later": len(to_close[MOST_CLOSED:]),
        "left_open": _left_open(complaints),
        "refused": {},
        "languages": _languages(to_close),
        "findings": [(code, worded(FINDINGS, code)) for code in FINDINGS],
        "criteria": [
            criterion_choice(criterion) for criterion in opened.agency.configured.criteria
        ],
        "chosen": form.getlist("criteria"),
        "remedies": choices_of(opened.agency),
        "ticked": form.getlist("remedies"),
    }


def _complaints(group: int) -> list[ToClose]:
    return runtime().read(current_actor(), complaints_to_close, group)


def _left_open(complaints: Sequence[ToClose]) -> list[tuple[ToClose, str]]:
    return [
        (complaint, worded(LEFT_OPEN, complaint.why))
        for complaint in complaints
        if complaint.why is not None and complaint.why is not LeftOpen.ENDED
    ]


def _read_concluding(
    agency: Agency, chosen: Sequence[ToClose], problems: Problems
) -> Concluding | None:
    finding, criteria = request.form.get("finding", ""), tuple(request.form.getlist("criteria"))
    if finding not in FINDINGS:
        problems.add("finding", missing_words("finding"))
    elif not fit(agency.configured.criteria, Finding(finding), criteria):
        problems.add("criteria", missing_words("criteria"))
    if wrong := wrong_given(agency, request.form):
        field = "remedy_sum" if wrong is Wrong.SUM else "remedies"
        problems.add(field, missing_words(wrong.value))
    reasons, measures = (
        {language: typed_text(f"{name}_{language}") for language in ("fr", "en")}
        for name in ("reasons", "measure")
    )
    for language in _languages(chosen):
        if not reasons[language]:
            problems.add(f"reasons_{language}", missing_words("reasons"))
    if problems:
        return None
    given = given_by(agency, request.form)
    return Concluding(Finding(finding), criteria, reasons, measures, given)


def _refused(group: int, chosen: Sequence[ToClose], concluding: Concluding) -> dict[str, str]:
    """Close each as it was seen, some in a commit; return why the others were not, by number."""
    refused = {}
    for first in range(0, len(chosen), AT_ONCE):
        numbers = [complaint.number for complaint in chosen[first : first + AT_ONCE]]
        closings = [(number, _closing(number, group, concluding)) for number in numbers]
        tries = runtime().change_each(current_actor(), closings)
        for number, tried in zip(numbers, tries, strict=True):
            error = StaleComplaintError(number) if tried.is_left else tried.error
            if isinstance(error, PortalError):
                refused[number] = _words(error)
            elif error is not None:
                raise error
            elif tried.result is not None:
                refused[number] = worded(LEFT_OPEN, tried.result)
    return refused


def _closing(number: str, group: int, concluding: Concluding) -> partial[LeftOpen | None]:
    seen = request.form.get(f"version-{number}", 0, type=whole_number)
    is_meant = is_named_meant(request.form)
    closing = partial(close_one, group_id=group, concluding=concluding, seen=seen)
    return partial(closing, is_naming_meant=is_meant)


def _words(error: PortalError) -> str:
    missing = dict.fromkeys(words for _field, words in missing_fields(error))
    return ". ".join(missing) or gettext(words_of(error).title)


def _languages(complaints: Sequence[ToClose]) -> list[str]:
    return sorted({complaint.language for complaint in complaints}, reverse=True)


add_action(
    pages,
    ActionPage(
        replace(GROUP, opened=_opened_to_close, change=lambda opened, act, _seen: act(opened)),
        "close_group",
        "fermer",
        "close",
        Permission.GROUP,
        None,
        _close,
        given=_to_close,
        fields=("finding", "criteria", "remedies", "remedy_sum", "reasons_fr", "reasons_en"),
        folder="groups",
        template="close",
    ),
)
