"""The list of an agency's lessons, the form that writes one, and the page of a second reader."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.complaints.changes import Change, VerifiedChange
from portal.complaints.work import Work
from portal.domain.actor import is_or_replaces
from portal.domain.errors import (
    IncompleteError,
    PortalError,
    SecondPersonNeededError,
    TransitionNotAllowedError,
)
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
from portal.features.lessons.rules import LessonPart, LessonState, LessonTexts
from portal.features.lessons.words import PARTS, lesson_tag, warnings_of
from portal.pages.current import runtime
from portal.pages.errors import words_of
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.shown.agency import theme_name
from portal.pages.texts import gettext
from portal.pages.typed import typed_line, typed_text
from portal.words.catalogue import to_translate

pages = Pages("office")

FIELDS = tuple(f"{part.value}_{language}" for language in LANGUAGES for part in LessonPart)
LONGEST = 2000
READ_FIELD, REASON_FIELD, CHOICE_FIELD = "relue", "reason", "choice"

Act = Callable[[Work], None]
_WITH_REASON = {"retourner": actions.send_back_lesson, "retirer": actions.withdraw_lesson}
_DONE: dict[LessonState, str] = {
    LessonState.PUBLISHED: to_translate("Leçon publiée. Tout le monde peut la lire."),
    LessonState.SENT_BACK: to_translate("Leçon retournée à la personne qui l’a écrite."),
    LessonState.WITHDRAWN: to_translate("Leçon retirée. Sa page dit seulement qu’elle l’est."),
}


@localized(pages, fr="/gestion/<agency>/lecons", en="/office/<agency>/lessons")
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def office_lessons(agency: str) -> ResponseReturnValue:
    """Show what could be told, what waits for a reader, and what everybody sees."""
    with runtime().reading(current_actor()) as session:
        lessons = lessons_of(session, agency)
        to_tell = _to_tell(session, agency) if _may_write(agency) else []
    return render_template(
        "lessons/list.html",
        agency=runtime().agencies.agency(agency),
        lessons=[(lesson, lesson_tag(lesson.state)) for lesson in lessons],
        to_tell=to_tell,
        zone=_zone(agency),
    )


@localized(
    pages,
    fr="/gestion/<agency>/recommandations/<int:recommendation>/lecon",
    en="/office/<agency>/recommendations/<int:recommendation>/lesson",
    methods=("GET", "POST"),
)
@requires(Permission.WRITE_LESSONS, agency_from="agency")
def write_lesson(agency: str, recommendation: int) -> ResponseReturnValue:
    """Write a lesson from a recommendation that was verified, or write it anew."""
    with runtime().reading(current_actor()) as session:
        change = runtime().features.changes.change(session, agency, recommendation)
        before = lesson_of(session, recommendation)
    if not change.is_verified:
        raise TransitionNotAllowedError("unverified", "write_lesson")
    if before is not None and before.state is LessonState.PUBLISHED:
        return redirect(url_for(".office_lesson", agency=agency, lesson=before.id), 303)
    if request.method == "POST":
        return _written(agency, recommendation, change, before)
    return _form(agency, change, before, Problems(FIELDS))


@localized(
    pages,
    fr="/gestion/<agency>/lecons/<int:lesson>",
    en="/office/<agency>/lessons/<int:lesson>",
    endpoint="office_lesson",
)
@requires(Permission.SEE_RECOMMENDATIONS, agency_from="agency")
def show_lesson(agency: str, lesson: int) -> ResponseReturnValue:
    """Show a lesson in both languages, what could tell who somebody is, and what to do."""
    return _page(agency, lesson, Problems())


@localized(
    pages,
    fr="/gestion/<agency>/lecons/<int:lesson>",
    en="/office/<agency>/lessons/<int:lesson>",
    endpoint="read_lesson",
    methods=["POST"],
)
@requires(Permission.PUBLISH_LESSONS, agency_from="agency")
def read_lesson(agency: str, lesson: int) -> ResponseReturnValue:
    """Publish a lesson, give it back, or withdraw it, as was chosen."""
    problems = Problems([CHOICE_FIELD, READ_FIELD, REASON_FIELD])
    act = _chosen(agency, lesson, problems)
    if act is None:
        return _page(agency, lesson, problems), 422
    try:
        with runtime().acting(current_actor()) as work:
            act(work)
    except (SecondPersonNeededError, TransitionNotAllowedError) as error:
        return _page(agency, lesson, problems, refusal=_refusal(error)), 409
    with runtime().reading(current_actor()) as session:
        state = office_lesson(session, agency, lesson).state
    flash(gettext(_DONE[state]))
    return redirect(url_for(".office_lesson", agency=agency, lesson=lesson), 303)


def _to_tell(session: Session, agency: str) -> list[VerifiedChange]:
    """Return what was verified and has no lesson yet, the newest first."""
    known = told_of(session, agency)
    return runtime().features.changes.verified(session, agency, known, LISTED_AT_MOST)


def _chosen(agency: str, lesson: int, problems: Problems) -> Act | None:
    choice, reason = request.form.get(CHOICE_FIELD, ""), typed_text(REASON_FIELD)
    if choice == "publier":
        if READ_FIELD not in request.form:
            words = gettext("Confirmez que rien ne permet de reconnaître une personne")
            problems.add(READ_FIELD, words)
            return None
        return lambda work: actions.publish_lesson(work, agency, lesson)
    if choice not in _WITH_REASON:
        problems.add(CHOICE_FIELD, gettext("Choisissez une des réponses"))
        return None
    if not reason:
        problems.add(REASON_FIELD, gettext("Écrivez le motif, en mots simples"))
        return None
    return lambda work: _WITH_REASON[choice](work, agency, lesson, reason)


def _refusal(error: PortalError) -> str:
    if isinstance(error, TransitionNotAllowedError):
        return gettext("La leçon a changé depuis que vous avez ouvert la page")
    return gettext(words_of(error).title)


def _written(
    agency: str, recommendation: int, change: Change, before: OfficeLesson | None
) -> ResponseReturnValue:
    problems, texts = Problems(FIELDS), _typed()
    for field in FIELDS:
        part, _, language = field.partition("_")
        if len(texts[part].fr if language == "fr" else texts[part].en) > LONGEST:
            problems.add(field, gettext("Raccourcissez ce texte"))
    if not problems:
        try:
            with runtime().acting(current_actor()) as work:
                lesson = actions.write_lesson(work, agency, recommendation, texts)
            flash(gettext("Leçon envoyée à une autre personne, qui la relit avant de publier."))
            return redirect(url_for(".office_lesson", agency=agency, lesson=lesson), 303)
        except IncompleteError as error:
            for field in error.missing:
                problems.add(field, _missing_words(field))
    return _form(agency, change, before, problems), 422


def _missing_words(field: str) -> str:
    if field.endswith("_en"):
        return gettext("Écrivez cette partie en anglais aussi")
    return gettext("Écrivez cette partie en français aussi")


def _typed() -> LessonTexts:
    def read(part: LessonPart, language: str) -> str:
        field = f"{part.value}_{language}"
        return typed_line(field) if part is LessonPart.TITLE else typed_text(field)

    return LessonTexts({part: Text(read(part, "fr"), read(part, "en")) for part in LessonPart})


def _form(agency: str, change: Change, before: OfficeLesson | None, problems: Problems) -> str:
    stored = before.texts.stored if before else {"fr": {}, "en": {}}
    values = {
        f"{part.value}_{language}": stored[language].get(part.value, "")
        for language in LANGUAGES
        for part in LessonPart
    }
    return render_template(
        "lessons/write.html",
        agency=runtime().agencies.agency(agency),
        change=change,
        before=before,
        values=values | request.form.to_dict(),
        parts=[(part.value, gettext(words)) for part, words in PARTS.items()],
        longest=LONGEST,
        problems=problems,
    )


def _page(agency: str, lesson: int, problems: Problems, refusal: str | None = None) -> str:
    with runtime().reading(current_actor()) as session:
        shown = office_lesson(session, agency, lesson)
        names = runtime().features.changes.people_behind(session, shown.recommendation)
    return render_template(
        "lessons/office_lesson.html",
        agency=runtime().agencies.agency(agency),
        lesson=shown,
        tag=lesson_tag(shown.state),
        parts=[(part.value, gettext(words)) for part, words in PARTS.items()],
        warnings=warnings_of(shown.texts, names),
        theme=theme_name(shown.theme),
        problems=problems,
        refusal=refusal,
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
