"""What the agency asks about a category: the list of questions, and the form of each."""

from __future__ import annotations

from functools import partial

from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.files.editing import with_item, without_item
from portal.agencies.settings.categories import CategorySettings, QuestionSettings
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.question_checks import REQUIRED_AT_MOST
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.choice_rows import raised_choice, wants_more_rows, with_room
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.ordering import answer_move
from portal.pages.settings.forms.question_form import KIND_NAMES, QuestionForm
from portal.pages.settings.forms.saving import (
    NEW,
    Outcome,
    answer_form,
    drafted_by,
    existing,
    form_page,
)
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.shown.question_fields import (
    ACCEPTED,
    QUESTION_PREFIX,
    QuestionField,
    question_fields,
)
from portal.pages.texts import gettext


@localized(
    bp,
    fr="/reglages/<agency>/categories/<code>/questions",
    en="/settings/<agency>/categories/<code>/questions",
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def questions(state: SettingsState, code: str) -> ResponseReturnValue:
    """List the questions of a category, as citizens meet them one after the other."""
    return _list(state, code, Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/categories/<code>/questions",
    en="/settings/<agency>/categories/<code>/questions",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def order_questions(state: SettingsState, code: str) -> ResponseReturnValue:
    """Move a question of the draft one place up or down."""
    existing(state.settings.categories, code)
    return answer_move(state, _section(code), partial(_list, code=code))


@localized(
    bp,
    fr="/reglages/<agency>/categories/<code>/questions/<question>",
    en="/settings/<agency>/categories/<code>/questions/<question>",
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def question(state: SettingsState, code: str, question: str) -> ResponseReturnValue:
    """Show the form of a question, and the question itself; the code + is that of a new one."""
    before = _question(existing(state.settings.categories, code), question)
    form = QuestionForm.of(before) if before else QuestionForm()
    return _page(state, code, question, form, Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/categories/<code>/questions/<question>",
    en="/settings/<agency>/categories/<code>/questions/<question>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_question(state: SettingsState, code: str, question: str) -> ResponseReturnValue:
    """Write a question in the draft, take it away, or only show how it would be asked."""
    category = existing(state.settings.categories, code)
    before = _question(category, question)
    form = QuestionForm.read(before)
    is_removed = "remove" in request.form and before is not None
    is_arranged = wants_more_rows() or raised_choice() is not None
    others = [one for one in category.questions if one.code != question]
    problems = Problems() if is_removed or is_arranged else form.problems(state.settings, others)
    page = partial(_page, code=code, question=question, form=form)
    if is_arranged:
        return make_response(page(state, outcome=Outcome()))
    write = partial(_text, state, category, question, form)
    if is_removed:
        write = partial(without_item, state.text, _section(code), question)
    then = url_for(".questions", agency=state.agency.code, code=code)
    return answer_form(state, problems, page, write, then)


def _list(state: SettingsState, code: str, outcome: Outcome) -> str:
    category = existing(state.settings.categories, code)
    return form_page(
        "settings/forms/questions.html",
        state,
        outcome,
        category=category,
        kinds=KIND_NAMES,
        fields=_asked(drafted_by(state, state.text) or state.agency, code),
        accepted=ACCEPTED,
    )


def _page(
    state: SettingsState, code: str, question: str, form: QuestionForm, outcome: Outcome
) -> str:
    category = existing(state.settings.categories, code)
    return form_page(
        "settings/forms/question.html",
        state,
        outcome,
        category=category,
        is_new=question == NEW,
        form=form,
        rows=with_room(form.choices),
        kinds=[(kind.value, gettext(name)) for kind, name in KIND_NAMES.items()],
        most_required=REQUIRED_AT_MOST,
        seen=None if outcome.problems else _seen(state, category, question, form),
        accepted=ACCEPTED,
        concerned=concerned_by(state, categories=[code]),
    )


def _seen(
    state: SettingsState, category: CategorySettings, question: str, form: QuestionForm
) -> QuestionField | None:
    """Return the question as citizens would be asked it under this form, if it can be asked."""
    if form.problems(state.settings, ()):
        return None
    drafted = drafted_by(state, _text(state, category, question, form))
    field_id = QUESTION_PREFIX + _code(category, question, form)
    asked = _asked(drafted, category.code) if drafted else []
    return next((field for field in asked if field.id == field_id), None)


def _asked(agency: Agency, category: str) -> list[QuestionField]:
    """Return everything that is asked about a category, the plugin's own questions too."""
    known = agency.every_category().get(category)
    asked = agency.consult().questions(known) if known else ()
    return question_fields(asked, {}, Problems(), [])


def _text(
    state: SettingsState, category: CategorySettings, question: str, form: QuestionForm
) -> str:
    own = _code(category, question, form)
    return with_item(state.text, _section(category.code), own, form.values())


def _code(category: CategorySettings, question: str, form: QuestionForm) -> str:
    taken = [one.code for one in category.questions]
    return code_of(form.label_fr, taken) if question == NEW else question


def _question(category: CategorySettings, code: str) -> QuestionSettings | None:
    return None if code == NEW else existing(category.questions, code)


def _section(category: str) -> tuple[str, ...]:
    return ("categories", category, "questions")
