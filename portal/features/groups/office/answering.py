"""The answer of a group, in three pages: the text for all, what is special to each, the letters.

Nothing leaves before the third page, which shows each letter and who is left out; then the worker
sends them, and a page shows how far it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any, TypeVar

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency, hints_on
from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.handling.casework import recourse_block
from portal.complaints.queries.accounts import members_who_may
from portal.complaints.queries.complainants import complainant_names
from portal.complaints.work import advice_on, complaints_by_number
from portal.domain.complaint import ReplyBy
from portal.domain.errors import IncompleteError
from portal.domain.permissions import Permission
from portal.domain.plain_language import Hints
from portal.domain.text import Language
from portal.features.groups.actions import answering
from portal.features.groups.actions.answering import (
    Addressed,
    addressed,
    draft_of,
    is_read,
    seal_of,
    texts_of,
    writers_of,
)
from portal.features.groups.office.opened import OpenedGroup, done_with_group, opened_group
from portal.features.groups.office.words import left_out_words
from portal.features.groups.records import GroupAnswerRecord
from portal.pages.current import runtime
from portal.pages.features import added
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.office.case.contributions import Joined, SecondReading, WrittenLetter
from portal.pages.office.wording import REPLY_BY, worded
from portal.pages.texts import gettext
from portal.pages.typed import typed_text

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
    kept, _ = _written(group)
    texts = {language: typed_text(f"text_{language}") for language in ("fr", "en")}
    before = texts_of(kept) if kept else {}
    status, others = 200, {}
    if request.method == "POST":
        others = _written_by_others("mark", before, texts)
        act = partial(answering.keep_texts, agency=agency, group_id=group, texts=texts)
        status = 409 if others else done_with_group(act, problems)
        if status == 303:
            return redirect(opened.url("own_texts"), 303)
    elif kept:
        texts = before
    page = render_template(
        "groups/texts.html",
        agency=opened.agency,
        opened=opened,
        texts=texts,
        marks={language: mark_of(before.get(language, "")) for language in texts},
        others=others,
        needed=_languages_needed(group),
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
    kept, complaints = _written(group)
    typed = {int(name[4:]): typed_text(name) for name in request.form if _OWN.fullmatch(name)}
    if kept is None:
        return _gone(opened, typed) if typed else redirect(opened.url("answer_group"), 303)
    page, status, others = _page_asked(), 200, {}
    reached = [one for one in complaints if one.why is None]
    if request.method == "POST":
        before = {one.id: one.own_text for one in complaints}
        others = _written_by_others("mark", before, typed)
        act = partial(answering.keep_own_texts, agency=agency, group_id=group, own=typed)
        status = 409 if others else done_with_group(act, Problems())
        if status == 303:
            is_last = page * LETTERS_A_PAGE >= len(reached) or "verifier" in request.form
            if is_last:
                return redirect(opened.url("check_answer"), 303)
            return redirect(opened.url("own_texts", page=page + 1), 303)
    shown = render_template(
        "groups/own_texts.html",
        opened=opened,
        left_out=_left_out(complaints),
        typed=typed,
        others=others,
        mark_of=mark_of,
        **_letters(opened, kept, reached, page),
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
        sent: list[int] = []
        seen = request.form.get("seen", "")

        def act(work: Any) -> None:
            sent.append(answering.send(work, agency, group, seen))

        status = done_with_group(act, Problems())
        if status == 303:
            return redirect(opened.url("group_sending", answer=sent[0]), 303)
    kept, complaints = _written(group)
    if kept is None:
        return redirect(opened.url("answer_group"), 303)
    reached = [one for one in complaints if one.why is None]
    page = render_template(
        "groups/check.html",
        opened=opened,
        left_out=_left_out(complaints),
        seen=seal_of(kept, complaints),
        hints=_hints(opened, kept),
        needed=_reading_needed(opened, kept, complaints),
        **_letters(opened, kept, reached, _page_asked()),
    )
    return page, status


def mark_of(text: str) -> str:
    """Return what tells whether a text is still as somebody saw it."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _written_by_others(
    field: str, before: Mapping[Key, str], typed: Mapping[Key, str]
) -> dict[Key, str]:
    """Return the texts that somebody else wrote since the form was opened, to show both."""
    return {
        key: text
        for key, text in before.items()
        if key in typed
        and typed[key] != text
        and request.form.get(f"{field}-{key}", mark_of("")) != mark_of(text)
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


def _written(group: int) -> tuple[GroupAnswerRecord | None, list[Addressed]]:
    with runtime().reading(current_actor()) as session:
        kept = draft_of(session, group)
        return kept, addressed(session, kept) if kept else []


def _hints(opened: OpenedGroup, kept: GroupAnswerRecord) -> list[tuple[Language, Hints]]:
    """Return what could be said more plainly in the text for all, in each language it is in."""
    languages: tuple[Language, ...] = ("fr", "en")
    texts = texts_of(kept)
    return [(one, hints_on(opened.agency, texts[one], one)) for one in languages if texts[one]]


def _reading_needed(
    opened: OpenedGroup, kept: GroupAnswerRecord, complaints: Sequence[Addressed]
) -> SecondReading | None:
    """Return who else may read and send it, if whoever looks wrote any of what leaves."""
    writers = writers_of(kept, complaints)
    with runtime().reading(current_actor()) as session:
        wanted = is_read(session, opened.agency, kept.group_id)
    if not wanted or current_actor().user_id not in writers:
        return None
    return _second_reading(opened.agency.code, writers)


def _second_reading(agency: str, writers: Collection[int]) -> SecondReading:
    """Return who may read, and send, an answer to a group that these people wrote."""
    with runtime().reading(current_actor()) as session:
        answering = {one.user_id for one in members_who_may(session, Permission.ANSWER, agency)}
        possible = members_who_may(session, Permission.GROUP, agency)
        readers = [one for one in possible if one.user_id in answering.difference(writers)]
        helpers = [] if readers else members_who_may(session, Permission.CONFIGURE, agency)
    return SecondReading(tuple(one.name for one in readers), tuple(one.name for one in helpers))


def _languages_needed(group: int) -> list[str]:
    with runtime().reading(current_actor()) as session:
        return answering.languages_of(session, group)


def _page_asked() -> int:
    return max(1, min(request.args.get("page", 1, type=int), 100))


def _on(page: int, reached: list[Addressed]) -> list[Addressed]:
    return reached[(page - 1) * LETTERS_A_PAGE : page * LETTERS_A_PAGE]


def _left_out(complaints: list[Addressed]) -> list[tuple[str, str]]:
    return [(one.number, left_out_words(one.why)) for one in complaints if one.why is not None]


def _letters(
    opened: OpenedGroup, kept: GroupAnswerRecord, reached: list[Addressed], page: int
) -> dict[str, Any]:
    on_page, texts = _on(page, reached), texts_of(kept)
    with runtime().reading(current_actor()) as session:
        names = complainant_names(session, [one.id for one in on_page])
        found = complaints_by_number(session, [one.number for one in on_page])
    advised = {one.id: advice_on(runtime().agencies, one, opened.now).recourses for one in found}
    written = _written_letters(opened.agency, on_page, texts, advised)
    letters = [
        ShownLetter(
            one.id,
            one.number,
            names.get(one.id) or gettext("Anonyme"),
            one.language,
            _means(one),
            one.own_text,
            written[one.id].words,
        )
        for one in on_page
    ]
    return {
        "agency": opened.agency,
        "letters": letters,
        "total": len(reached),
        "page": page,
        "pages": ceil(len(reached) / LETTERS_A_PAGE),
    }


def _written_letters(
    agency: Agency,
    on_page: Sequence[Addressed],
    texts: Mapping[str, str],
    advised: Mapping[int, Any],
) -> dict[int, WrittenLetter]:
    """Return each letter as it will leave, with what features join to it."""
    written = {}
    for one in on_page:
        language: Language = "en" if one.language == "en" else "fr"
        recourses = _recourses(advised.get(one.id, ()), language)
        written[one.id] = WrittenLetter(f"{one.letter(texts)}\n\n{recourses}", language)
    with runtime().reading(current_actor()) as session:
        for joined in added(Joined):
            written = joined.to_each(session, agency, written)
    return written


def _recourses(recourses: Any, language: Language) -> str:
    try:
        return recourse_block(recourses, language)
    except IncompleteError:
        return gettext("Aucun autre recours n’est réglé : la réponse ne peut pas partir sans eux")


def _means(one: Addressed) -> str:
    if one.reply_by == ReplyBy.EMAIL and one.full_answer_by_email:
        return gettext("par courriel, texte complet")
    return worded(REPLY_BY, one.reply_by)
