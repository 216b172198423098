"""The list of an agency's lessons, the form that writes one, and the page of a second reader."""

from __future__ import annotations

from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.changes import Change
from portal.domain.actor import is_or_replaces
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.permissions import Permission, may
from portal.domain.text import LANGUAGES, Text
from portal.features.lessons import actions
from portal.features.lessons.queries import (
    LISTED_AT_MOST,
    OfficeLesson,
    lesson_of,
    lessons_of,
    office_lesson,
    told_of,
)
from portal.features.lessons.rules import LessonPart, LessonState, LessonTexts, Sign, telltales
from portal.pages.actions.engine import (
    Act,
    ActionPage,
    Form,
    Outcome,
    Subject,
    add_action,
    done_at_work,
)
from portal.pages.actions.missing import MissingWords
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.forms import Problems, typed_line, typed_text
from portal.pages.languages import localized
from portal.pages.office.case.naming import is_named_meant
from portal.pages.office.wording import Tag
from portal.pages.shown.agency import theme_name
from portal.words.catalogue import to_translate

pages = Pages("office")

FIELDS = tuple(f"{part.value}_{language}" for language in LANGUAGES for part in LessonPart)
LONGEST = 2000
READ_FIELD, REASON_FIELD, CHOICE_FIELD = "relue", "reason", "choice"
_WITH_REASON: dict[str, Act] = {
    "retourner": actions.send_back_lesson,
    "retirer": actions.withdraw_lesson,
}
_DONE: dict[LessonState, str] = {
    LessonState.PUBLISHED: to_translate("Leçon publiée. Tout le monde peut la lire."),
    LessonState.SENT_BACK: to_translate("Leçon retournée à la personne qui l’a écrite."),
    LessonState.WITHDRAWN: to_translate("Leçon retirée. Sa page dit seulement qu’elle l’est."),
}

STATES: dict[LessonState, tuple[str, str]] = {
    LessonState.WAITING: (to_translate("À relire"), "info"),
    LessonState.SENT_BACK: (to_translate("Retournée"), "soon"),
    LessonState.PUBLISHED: (to_translate("Publiée"), "ok"),
    LessonState.WITHDRAWN: (to_translate("Retirée"), "plain"),
}
PARTS: dict[LessonPart, str] = {
    LessonPart.TITLE: to_translate("Titre"),
    LessonPart.LEARNED: to_translate("Ce que nous avons appris"),
    LessonPart.CHANGED: to_translate("Ce qui a changé"),
}
SIGNS: dict[Sign, str] = {
    Sign.NAME: to_translate("un nom"),
    Sign.COMPLAINT: to_translate("un numéro de plainte"),
    Sign.PHONE: to_translate("un numéro de téléphone"),
    Sign.EMAIL: to_translate("une adresse courriel"),
    Sign.ADDRESS: to_translate("une adresse"),
    Sign.NUMBER: to_translate("un numéro"),
}


class OpenedLesson(Struct, frozen=True):
    """A lesson of an agency, as it was when the page was asked for."""

    agency: str
    lesson: OfficeLesson

    @property
    def url(self) -> str:
        """The address of its page."""
        return url_for("office.office_lesson", agency=self.agency, lesson=self.lesson.id)


class OpenedChange(Struct, frozen=True):
    """A recommendation that was verified, and the lesson that was written from it, if any."""

    agency: str
    change: Change
    before: OfficeLesson | None


@localized(pages, fr="/gestion/<agency>/lecons", en="/office/<agency>/lessons")
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def office_lessons(agency: str) -> ResponseReturnValue:
    """Show what could be told, what waits for a reader, and what everybody sees."""
    changes, to_tell = runtime().features.changes, []
    with runtime().reading(current_actor()) as session:
        lessons = lessons_of(session, agency)
        if _may_write(agency):
            # What was verified and has no lesson yet.
            known = told_of(session, agency)
            to_tell = changes.verified(session, agency, known, LISTED_AT_MOST)
    return render_template(
        "lessons/list.html",
        agency=runtime().agencies.agency(agency),
        lessons=[(lesson, _tag(lesson.state)) for lesson in lessons],
        to_tell=to_tell,
        zone=_zone(agency),
    )


@localized(
    pages,
    fr="/gestion/<agency>/lecons/<int:lesson>",
    en="/office/<agency>/lessons/<int:lesson>",
    endpoint="office_lesson",
)
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def show_lesson(agency: str, lesson: int) -> ResponseReturnValue:
    """Show a lesson in both languages, what could tell who somebody is, and what to do."""
    return _page(_opened(agency, lesson), Outcome())


def _opened(agency: str, lesson: int, what: str = "office_lesson") -> OpenedLesson:
    return OpenedLesson(agency, runtime().read(current_actor(), office_lesson, agency, lesson))


def _opened_change(agency: str, recommendation: int, what: str) -> OpenedChange:
    """Open what a lesson is written from; one that everybody sees is led to."""
    with runtime().reading(current_actor()) as session:
        change = runtime().features.changes.change(session, agency, recommendation)
        before = lesson_of(session, recommendation)
    if not change.is_verified:
        raise TransitionNotAllowedError("unverified", "write_lesson")
    if before is not None and before.state is LessonState.PUBLISHED:
        abort(redirect(OpenedLesson(agency, before).url, 303))
    return OpenedChange(agency, change, before)


def _read(_opened: OpenedLesson, form: Form, problems: Problems) -> Act | None:
    choice, reason = form.get(CHOICE_FIELD, ""), typed_text(REASON_FIELD)
    if choice == "publier":
        if READ_FIELD not in form:
            words = gettext("Confirmez que rien ne permet de reconnaître une personne")
            problems.add(READ_FIELD, words)
        return partial(actions.publish_lesson, is_naming_meant=is_named_meant(form))
    if choice not in _WITH_REASON:
        problems.add(CHOICE_FIELD, gettext("Choisissez une des réponses"))
        return None
    if not reason:
        problems.add(REASON_FIELD, gettext("Écrivez le motif, en mots simples"))
    return partial(_WITH_REASON[choice], reason=reason)


def _write(_opened: OpenedChange, _form: Form, problems: Problems) -> Act:
    texts = _typed()
    for field, words in texts.fields.items():
        if len(words) > LONGEST:
            problems.add(field, gettext("Raccourcissez ce texte"))
    return partial(actions.write_lesson, texts=texts)


def _typed() -> LessonTexts:
    def read(part: LessonPart, language: str) -> str:
        field = f"{part.value}_{language}"
        return typed_line(field) if part is LessonPart.TITLE else typed_text(field)

    return LessonTexts({part: Text(read(part, "fr"), read(part, "en")) for part in LessonPart})


def _form(opened: OpenedChange, form: Form) -> dict[str, Any]:
    before = opened.before
    return {
        "agency": runtime().agencies.agency(opened.agency),
        "change": opened.change,
        "before": before,
        "values": (before.texts.fields if before else dict.fromkeys(FIELDS, "")) | form.to_dict(),
        "parts": [(part.value, gettext(words)) for part, words in PARTS.items()],
        "longest": LONGEST,
    }


def _page(opened: OpenedLesson, outcome: Outcome) -> str:
    agency, shown = opened.agency, opened.lesson
    behind = runtime().features.changes.people_behind
    names = runtime().read(current_actor(), behind, shown.recommendation)
    return render_template(
        "lessons/office_lesson.html",
        agency=runtime().agencies.agency(agency),
        lesson=shown,
        tag=_tag(shown.state),
        parts=[(part.value, gettext(words)) for part, words in PARTS.items()],
        warnings=_warnings(shown.texts, names),
        theme=theme_name(shown.theme),
        problems=outcome.problems,
        refusal=outcome.refusal,
        typed=request.form,
        is_author=shown.author_id is not None
        and is_or_replaces(current_actor(), agency, shown.author_id),
        may_write=_may_write(agency),
        zone=_zone(agency),
    )


def _may_write(agency: str) -> bool:
    return may(current_actor(), Permission.WRITE_LESSONS, agency)


def _zone(agency: str) -> ZoneInfo:
    return runtime().agencies.agency(agency).consult().calendar().zone


def _tag(state: LessonState) -> Tag:
    """Return where a lesson stands."""
    words, kind = STATES[state]
    return Tag(gettext(words), kind)


def _warnings(texts: LessonTexts, names: list[str]) -> list[str]:
    """Return what the text holds that could tell who somebody is, each once, in words."""
    whole = "\n".join(f"{texts[part].fr}\n{texts[part].en}" for part in LessonPart)
    return [
        gettext("%(sign)s : « %(words)s »", sign=gettext(SIGNS[warning.sign]), words=warning.words)
        for warning in telltales(whole, names)
    ]


_CHANGED = to_translate("La leçon a changé depuis que vous avez ouvert la page")
LESSON: Subject[OpenedLesson] = Subject(
    fr="/gestion/<agency>/lecons/<int:lesson>",
    en="/office/<agency>/lessons/<int:lesson>",
    opened=_opened,
    change=lambda opened, act, _seen: done_at_work(act, opened.agency, opened.lesson.id),
    url=lambda opened: opened.url,
    refusals={TransitionNotAllowedError: _CHANGED},
)
CHANGE: Subject[OpenedChange] = Subject(
    fr="/gestion/<agency>/recommandations/<int:recommendation>",
    en="/office/<agency>/recommendations/<int:recommendation>",
    opened=_opened_change,
    change=lambda opened, act, _seen: done_at_work(act, opened.agency, opened.change.id),
    url=lambda opened: url_for("office.office_lessons", agency=opened.agency),
    refusals={TransitionNotAllowedError: _CHANGED},
)

add_action(
    pages,
    ActionPage(
        LESSON,
        "read_lesson",
        "",
        "",
        Permission.PUBLISH_LESSONS,
        _DONE.__getitem__,
        _read,
        fields=(CHOICE_FIELD, READ_FIELD, REASON_FIELD),
        stands_on=_page,
    ),
)
add_action(
    pages,
    ActionPage(
        CHANGE,
        "write_lesson",
        "lecon",
        "lesson",
        Permission.WRITE_LESSONS,
        to_translate("Leçon envoyée à une autre personne, qui la relit avant de publier."),
        _write,
        given=_form,
        fields=FIELDS,
        then=lambda opened, lesson: url_for(
            "office.office_lesson", agency=opened.agency, lesson=lesson
        ),
        folder="lessons",
    ),
)

ADDS = tuple(
    MissingWords(f"{part.value}_{language}", f"{part.value}_{language}", words)
    for language, words in (
        ("fr", to_translate("Écrivez cette partie en français aussi")),
        ("en", to_translate("Écrivez cette partie en anglais aussi")),
    )
    for part in LessonPart
)
