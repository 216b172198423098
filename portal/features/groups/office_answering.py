"""The answer of a group, in three pages: the text for all, what is special to each, the letters.

Nothing leaves before the third page, which shows each letter and who is left out. Another page
shows how far the sending is, which may be stopped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from math import ceil
from typing import Any

from flask import abort, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from msgspec import Struct

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
from portal.domain.text import LANGUAGES, Language
from portal.features.groups.actions_answering import keep_own_texts, keep_texts, send, stop
from portal.features.groups.office_opened import GROUP, LEFT_OUT, OpenedGroup, opened_group
from portal.features.groups.queries_answers import (
    SendingProgress,
    complaints_left_out,
    has_second_reader,
    languages_of,
    sending_by_id,
    texts_last_sent,
    written_answer,
)
from portal.features.groups.rules import Addressed, WrittenAnswer
from portal.pages.actions.engine import Act, ActionPage, Form, Subject, add_action
from portal.pages.actions.missing import missing_words
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages, added
from portal.pages.forms import Problems, asked_page, typed_text
from portal.pages.languages import localized
from portal.pages.office.case.contributions import Joined, SecondReading, WrittenLetter
from portal.pages.office.case.naming import is_named_meant
from portal.pages.office.wording import REPLY_BY, worded
from portal.words.catalogue import to_translate

pages = Pages("office")

LETTERS_A_PAGE = 25

_OWN = re.compile(r"own-\d{1,18}")


class OpenedAnswer(Struct, frozen=True):
    """The answer of a group as it is being written; None once it left, or before it is begun."""

    opened: OpenedGroup
    written: WrittenAnswer | None

    @property
    def draft(self) -> WrittenAnswer:
        """What is written; without any, its first page is shown instead."""
        if self.written is None:
            abort(redirect(self.opened.url("answer_group"), 303))
        return self.written

    @property
    def common(self) -> dict[str, str]:
        """The text for all in each language, by its field."""
        texts = self.written.texts if self.written else {}
        return {f"text_{language}": text for language, text in texts.items()}

    @property
    def own(self) -> dict[str, str]:
        """What is special to each complaint, by its field."""
        complaints = self.written.complaints if self.written else ()
        return {f"own-{complaint.id}": complaint.own_text for complaint in complaints}


def _opened(agency: str, group: int, what: str) -> OpenedAnswer:
    opened = opened_group(agency, group, what)
    return OpenedAnswer(opened, runtime().read(current_actor(), written_answer, group))


def _sent_before(answer: OpenedAnswer) -> dict[str, str]:
    """Return the text that some of the complaints have already: it is written once for all."""
    texts = runtime().read(current_actor(), texts_last_sent, answer.opened.group.id)
    return {f"text_{language}": text for language, text in texts.items()}


# The text for all, in each language that the group needs.


def _write(_answer: OpenedAnswer, _form: Form, _problems: Problems) -> Act:
    return partial(keep_texts, texts={code: typed_text(f"text_{code}") for code in LANGUAGES})


def _needed(answer: OpenedAnswer, _form: Form) -> dict[str, Any]:
    return {"needed": runtime().read(current_actor(), languages_of, answer.opened.group.id)}


# What is special to complaints, a page of them at a time; none needs anything.


def _write_own(answer: OpenedAnswer, form: Form, _problems: Problems) -> Act:
    typed = {int(name[4:]): typed_text(name) for name in form if _OWN.fullmatch(name)}
    if answer.written is None and typed:
        # It left meanwhile: what was typed is shown, so that nothing is lost.
        kept = [text for text in typed.values() if text]
        shown = render_template("groups/gone.html", **GROUP.shared(answer.opened), typed=kept)
        abort(make_response(shown, 409))
    return partial(keep_own_texts, own=typed)


def _own(answer: OpenedAnswer, _form: Form) -> dict[str, Any]:
    return {"left_out": _left_out(answer.draft), **_letters(answer.opened, answer.draft)}


def _after_own(answer: OpenedAnswer, _result: Any) -> str:
    page = _page_asked()
    if "verifier" in request.form or page * LETTERS_A_PAGE >= len(answer.draft.reached):
        return answer.opened.url("check_answer")
    return answer.opened.url("own_texts", page=page + 1)


# Each letter as it will leave, and who is left out; then they leave.


def _send(_answer: OpenedAnswer, form: Form, _problems: Problems) -> Act:
    return partial(send, seen=form.get("seen", ""), is_naming_meant=is_named_meant(form))


def _to_check(answer: OpenedAnswer, form: Form) -> dict[str, Any]:
    return {
        **_own(answer, form),
        "seen": answer.draft.seal,
        "hints": _hints(answer.opened, answer.draft),
        "needed": _reading_needed(answer.opened, answer.draft),
    }


def _hints(opened: OpenedGroup, written: WrittenAnswer) -> list[tuple[Language, Hints]]:
    return [
        (language, hints_on(opened.agency, text, language))
        for language in LANGUAGES
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
    return asked_page(100)


def _left_out(written: WrittenAnswer) -> list[tuple[str, str]]:
    return [
        (complaint.number, worded(LEFT_OUT, complaint.why))
        for complaint in written.complaints
        if complaint.why is not None
    ]


def _letters(opened: OpenedGroup, written: WrittenAnswer) -> dict[str, Any]:
    reached, page = written.reached, _page_asked()
    on_page = reached[(page - 1) * LETTERS_A_PAGE : page * LETTERS_A_PAGE]
    with runtime().reading(current_actor()) as session:
        names = complainant_names(session, [complaint.id for complaint in on_page])
        records = complaints_by_number(session, [complaint.number for complaint in on_page])
    recourses = {
        record.id: advice_on(runtime().agencies, record, opened.now).recourses for record in records
    }
    leaving = _leaving(opened.agency, on_page, written.texts, recourses)
    return {
        "letters": [
            (
                complaint,
                names.get(complaint.id) or gettext("Anonyme"),
                _means(complaint),
                leaving[complaint.id].words,
            )
            for complaint in on_page
        ],
        "total": len(reached),
        "page_number": page,
        "pages": ceil(len(reached) / LETTERS_A_PAGE),
    }


def _leaving(
    agency: Agency,
    on_page: Sequence[Addressed],
    texts: Mapping[str, str],
    recourses: Mapping[int, Any],
) -> dict[int, WrittenLetter]:
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
        return missing_words("recourse")


def _means(complaint: Addressed) -> str:
    if complaint.reply_by == ReplyBy.EMAIL and complaint.full_answer_by_email:
        return gettext("par courriel, texte complet")
    return worded(REPLY_BY, complaint.reply_by)


ANSWER: Subject[OpenedAnswer] = Subject(
    fr=f"{GROUP.fr}/reponse",
    en=f"{GROUP.en}/answer",
    opened=_opened,
    change=lambda answer, act, seen: GROUP.change(answer.opened, act, seen),
    url=lambda answer: answer.opened.url(),
    shared=lambda answer: GROUP.shared(answer.opened),
    typed_before=lambda answer, _name: Form(answer.common or _sent_before(answer)),
    refusals=GROUP.refusals,
    announces=True,
)

for _page in (
    ActionPage(
        ANSWER,
        "answer_group",
        "",
        "",
        Permission.GROUP,
        None,
        _write,
        given=_needed,
        texts=lambda answer: answer.common,
        fields=("text_fr", "text_en"),
        then=lambda answer, _: answer.opened.url("own_texts"),
        folder="groups",
        template="texts",
    ),
    ActionPage(
        ANSWER,
        "own_texts",
        "propres",
        "own",
        Permission.GROUP,
        None,
        _write_own,
        given=_own,
        texts=lambda answer: answer.own,
        then=_after_own,
        folder="groups",
    ),
    ActionPage(
        ANSWER,
        "check_answer",
        "verifier",
        "check",
        Permission.GROUP,
        None,
        _send,
        given=_to_check,
        then=lambda answer, sending: answer.opened.url("group_sending", answer=sending),
        folder="groups",
        template="check",
    ),
):
    add_action(pages, _page)


# How far an answer is that leaves, and which complaints it leaves out.


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/envois/<int:answer>",
    en="/office/<agency>/groups/<int:group>/sendings/<int:answer>",
)
@requires(Permission.SEE_GROUPS, agency_from="agency")
def group_sending(agency: str, group: int, answer: int) -> ResponseReturnValue:
    """Show how far an answer is, and which complaints are left out."""
    opened = opened_group(agency, group)
    with runtime().reading(current_actor()) as session:
        sending = sending_by_id(session, group, answer)
        out = complaints_left_out(session, agency, answer)
    return render_template(
        "groups/sending.html",
        agency=opened.agency,
        opened=opened,
        sending=sending,
        minutes=_minutes_left(opened, sending),
        held_until=_held_until(opened, sending),
        left_out=[(complaint, worded(LEFT_OUT, complaint.why)) for complaint in out],
    )


def _held_until(opened: OpenedGroup, sending: SendingProgress) -> datetime | None:
    """Return when the first letter leaves, while none has and all can still be stopped."""
    leaves_at = sending.sent_at + runtime().config.hold
    return leaves_at if sending.done_at is None and opened.now < leaves_at else None


def _minutes_left(opened: OpenedGroup, sending: SendingProgress) -> int | None:
    """Return how many minutes are left by the pace so far; None where none is known."""
    if sending.done_at is not None or not sending.sent:
        return None
    pace = (opened.now - sending.sent_at) / sending.sent
    return ceil(sending.ready * pace / timedelta(minutes=1))


class OpenedSending(Struct, frozen=True):
    """One answer of a group, as what may be stopped."""

    opened: OpenedGroup
    answer: int


SENDING: Subject[OpenedSending] = Subject(
    fr=f"{GROUP.fr}/envois/<int:answer>",
    en=f"{GROUP.en}/sendings/<int:answer>",
    opened=lambda agency, group, answer, what: OpenedSending(
        opened_group(agency, group, what), answer
    ),
    change=lambda sending, act, _seen: GROUP.change(
        sending.opened, partial(act, answer_id=sending.answer), 0
    ),
    url=lambda sending: sending.opened.url("group_sending", answer=sending.answer),
    refusals=GROUP.refusals,
    announces=True,
)

add_action(
    pages,
    ActionPage(
        SENDING,
        "stop_sending",
        "arreter",
        "stop",
        Permission.GROUP,
        to_translate("Envoi arrêté. Ce qui est parti reste envoyé."),
        lambda _sending, _form, _problems: stop,
        is_button=True,
    ),
)
