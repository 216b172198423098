"""The answer of a group, in three pages: the text for all, what is special to each, the letters.

Nothing leaves before the third page, which shows each letter and who is left out; then the worker
sends them, and a page shows how far it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency, hints_on
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.handling.casework import recourse_block
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.work_list_rows import complainant_names
from portal.complaints.work import advice_on, complaints_by_number
from portal.domain.complaint import ReplyBy
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.plain_language import Hints
from portal.domain.text import Language
from portal.features.groups import actions_answering
from portal.features.groups.office_opened import (
    GROUP,
    REFUSALS,
    OpenedGroup,
    left_out_words,
    opened_group,
)
from portal.features.groups.queries_answers import has_second_reader, languages_of, written_answer
from portal.features.groups.rules import Addressed, WrittenAnswer
from portal.pages.actions.engine import Act, refusal_words
from portal.pages.actions.missing import note_missing
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages, added
from portal.pages.forms import Problems, typed_text
from portal.pages.languages import localized
from portal.pages.office.case.contributions import Joined, SecondReading, WrittenLetter
from portal.pages.office.wording import REPLY_BY, worded

pages = Pages("office")

LETTERS_A_PAGE = 25
_TEXTS = ("text_fr", "text_en")
_OWN = re.compile(r"own-\d{1,18}")
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """What leaves for one complaint, in words."""

    id: int
    number: str
    person: str
    language: str
    means: str
    own_text: str
    letter: str


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/reponse",
    en="/office/<agency>/groups/<int:group>/answer",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def answer_group(agency: str, group: int) -> ResponseReturnValue:
    """Write the text for all, in each language that the group needs."""
    opened, problems = opened_group(agency, group), Problems(_TEXTS)
    written = _written(group)
    texts = {language: typed_text(f"text_{language}") for language in ("fr", "en")}
    before = written.texts if written else {}
    status, others = 200, {}
    if request.method == "POST":
        others = _written_by_others(before, texts)
        act = partial(actions_answering.keep_texts, texts=texts)
        status = 409 if others else _attempted(opened, act, problems)[0]
        if status == 303:
            return redirect(opened.url("own_texts"), 303)
    elif written:
        texts = dict(before)
    with runtime().reading(current_actor()) as session:
        needed = languages_of(session, group)
    page = render_template(
        "groups/texts.html",
        agency=opened.agency,
        opened=opened,
        texts=texts,
        marks={language: mark_of(before.get(language, "")) for language in texts},
        others=others,
        needed=needed,
        problems=problems,
    )
    return page, status


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/reponse/propres",
    en="/office/<agency>/groups/<int:group>/answer/own",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def own_texts(agency: str, group: int) -> ResponseReturnValue:
    """Write what is special to complaints, a page of them at a time; none needs anything."""
    opened = opened_group(agency, group)
    written = _written(group)
    typed = {int(name[4:]): typed_text(name) for name in request.form if _OWN.fullmatch(name)}
    if written is None:
        return _gone(opened, typed) if typed else redirect(opened.url("answer_group"), 303)
    page, status, others = _page_asked(), 200, {}
    if request.method == "POST":
        before = {complaint.id: complaint.own_text for complaint in written.complaints}
        others = _written_by_others(before, typed)
        act = partial(actions_answering.keep_own_texts, own=typed)
        status = 409 if others else _attempted(opened, act, Problems())[0]
        if status == 303:
            is_last = page * LETTERS_A_PAGE >= len(written.reached) or "verifier" in request.form
            if is_last:
                return redirect(opened.url("check_answer"), 303)
            return redirect(opened.url("own_texts", page=page + 1), 303)
    shown = render_template(
        "groups/own_texts.html",
        opened=opened,
        left_out=_left_out(written),
        typed=typed,
        others=others,
        mark_of=mark_of,
        **_letters(opened, written, page),
    )
    return shown, status


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/reponse/verifier",
    en="/office/<agency>/groups/<int:group>/answer/check",
    methods=("GET", "POST"),
)
@requires(Permission.GROUP, agency_from="agency")
def check_answer(agency: str, group: int) -> ResponseReturnValue:
    """Show each letter as it will leave, and who is left out; then let them leave."""
    opened, status = opened_group(agency, group), 200
    if request.method == "POST":
        act = partial(actions_answering.send, seen=request.form.get("seen", ""))
        status, answer = _attempted(opened, act, Problems())
        if answer is not None:
            return redirect(opened.url("group_sending", answer=answer), 303)
    written = _written(group)
    if written is None:
        return redirect(opened.url("answer_group"), 303)
    page = render_template(
        "groups/check.html",
        opened=opened,
        left_out=_left_out(written),
        seen=written.seal,
        hints=_hints(opened, written),
        needed=_reading_needed(opened, written),
        **_letters(opened, written, _page_asked()),
    )
    return page, status


def _attempted(opened: OpenedGroup, act: Act, problems: Problems) -> tuple[int, Any]:
    """Do something with a group; return the status of what came of it and its result.

    303 where it was done, 422 where something is to be corrected, 409 where the group moved.
    """
    try:
        return 303, GROUP.change(opened, act, 0)
    except IncompleteError as error:
        note_missing(problems, error)
        return 422, None
    except REFUSALS as error:
        flash(refusal_words(GROUP, error), "warn")
        return 409, None


def mark_of(text: str) -> str:
    """Return what tells whether a text is still as somebody saw it."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _written_by_others(before: Mapping[Key, str], typed: Mapping[Key, str]) -> dict[Key, str]:
    """Return the texts that somebody else wrote since the form was opened, to show both."""
    return {
        key: text
        for key, text in before.items()
        if key in typed
        and typed[key] != text
        and request.form.get(f"mark-{key}", mark_of("")) != mark_of(text)
    }


def _gone(opened: OpenedGroup, typed: dict[int, str]) -> ResponseReturnValue:
    """Say that the answer left meanwhile, with whatever had been typed so that nothing is lost."""
    page = render_template(
        "groups/gone.html",
        agency=opened.agency,
        opened=opened,
        typed=[text for text in typed.values() if text],
    )
    return page, 409


def _written(group: int) -> WrittenAnswer | None:
    with runtime().reading(current_actor()) as session:
        return written_answer(session, group)


def _hints(opened: OpenedGroup, written: WrittenAnswer) -> list[tuple[Language, Hints]]:
    """Return what could be said more plainly in the text for all, in each language it is in."""
    languages: tuple[Language, ...] = ("fr", "en")
    return [
        (language, hints_on(opened.agency, text, language))
        for language in languages
        if (text := written.texts[language])
    ]


def _reading_needed(opened: OpenedGroup, written: WrittenAnswer) -> SecondReading | None:
    """Return who else may read and send it, if whoever looks wrote any of what leaves."""
    agency, writers = opened.agency.code, written.writers
    if current_actor().user_id not in writers:
        return None
    with runtime().reading(current_actor()) as session:
        if not has_second_reader(session, opened.agency, opened.group.id):
            return None
        answerers = {
            member.user_id for member in members_who_may(session, Permission.ANSWER, agency)
        }
        readers = [
            member.name
            for member in members_who_may(session, Permission.GROUP, agency)
            if member.user_id in answerers - writers
        ]
        helpers = [] if readers else members_who_may(session, Permission.CONFIGURE, agency)
    return SecondReading(tuple(readers), tuple(member.name for member in helpers))


def _page_asked() -> int:
    return max(1, min(request.args.get("page", 1, type=int), 100))


def _left_out(written: WrittenAnswer) -> list[tuple[str, str]]:
    return [
        (complaint.number, left_out_words(complaint.why))
        for complaint in written.complaints
        if complaint.why is not None
    ]


def _letters(opened: OpenedGroup, written: WrittenAnswer, page: int) -> dict[str, Any]:
    """Return the letters of a page as they will leave, and how many pages there are."""
    reached = written.reached
    on_page = reached[(page - 1) * LETTERS_A_PAGE : page * LETTERS_A_PAGE]
    with runtime().reading(current_actor()) as session:
        names = complainant_names(session, [complaint.id for complaint in on_page])
        records = complaints_by_number(session, [complaint.number for complaint in on_page])
    recourses = {
        record.id: advice_on(runtime().agencies, record, opened.now).recourses for record in records
    }
    leaving = _leaving(opened.agency, on_page, written.texts, recourses)
    letters = [
        ShownLetter(
            complaint.id,
            complaint.number,
            names.get(complaint.id) or gettext("Anonyme"),
            complaint.language,
            _means(complaint),
            complaint.own_text,
            leaving[complaint.id].words,
        )
        for complaint in on_page
    ]
    return {
        "agency": opened.agency,
        "letters": letters,
        "total": len(reached),
        "page": page,
        "pages": ceil(len(reached) / LETTERS_A_PAGE),
    }


def _leaving(
    agency: Agency,
    on_page: Sequence[Addressed],
    texts: Mapping[str, str],
    recourses: Mapping[int, Any],
) -> dict[int, WrittenLetter]:
    """Return each letter as it will leave, with what features join to it."""
    leaving = {}
    for complaint in on_page:
        language: Language = "en" if complaint.language == "en" else "fr"
        block = _recourses(recourses.get(complaint.id, ()), language)
        leaving[complaint.id] = WrittenLetter(f"{complaint.letter(texts)}\n\n{block}", language)
    with runtime().reading(current_actor()) as session:
        for joined in added(Joined):
            leaving = joined.to_each(session, agency, leaving)
    return leaving


def _recourses(recourses: Any, language: Language) -> str:
    try:
        return recourse_block(recourses, language)
    except IncompleteError:
        return gettext("Aucun autre recours n’est réglé : la réponse ne peut pas partir sans eux")


def _means(complaint: Addressed) -> str:
    if complaint.reply_by == ReplyBy.EMAIL and complaint.full_answer_by_email:
        return gettext("par courriel, texte complet")
    return worded(REPLY_BY, complaint.reply_by)
