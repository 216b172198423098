"""The way up: who answers at each level, how long each has, and the days that leads to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item, without_item
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.schema import AgencySettings, StepSettings
from portal.auth.access import requires
from portal.domain.errors import UnknownAgencyError
from portal.domain.permissions import Permission
from portal.domain.promise import Confidence
from portal.domain.time.allowance import Unit
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.lengths import OWN_BASIS, length_of, units_to_choose
from portal.pages.settings.forms.saving import NEW, Outcome, answer_form, drafted_by, form_page
from portal.pages.settings.state import SettingsState, opens_settings, settings_page
from portal.pages.texts import gettext
from portal.pages.typed import typed_line
from portal.releases.effects import days_up


@dataclass(frozen=True, slots=True)
class LevelForm:
    """The fields of one level as they were typed; the first has no time of its own."""

    title_fr: str = ""
    title_en: str = ""
    amount: str = ""
    counted: str = Unit.WORKING_DAYS.value

    @classmethod
    def of(cls, step: StepSettings) -> LevelForm:
        """Return the form that a level fills."""
        within = step.within
        length = (str(within.amount), within.unit.value) if within else ("", cls().counted)
        return cls(*typed_in(step.title), *length)

    @classmethod
    def read(cls) -> LevelForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    def problems(self, settings: AgencySettings, *, is_first: bool) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if not self.title_fr:
            problems.add("title_fr", gettext("Écrivez le titre en français"))
        note_missing_english(problems, settings, pairs_of(self, "title"))
        if not is_first and length_of(self.amount, self.counted) is None:
            problems.add("amount", gettext("Écrivez un nombre entier, par exemple 10"))
        return problems

    def values(self, before: StepSettings | None, *, is_first: bool) -> dict[str, Any]:
        """Return what the form writes in the settings of its level."""
        title = {"title": words_of(self.title_fr, self.title_en)}
        if is_first:
            return title
        within = length_of(self.amount, self.counted)
        if before is not None and before.within == within:
            return title
        basis = {"basis": OWN_BASIS, "confidence": Confidence.ASSUMED.value}
        return {**title, "within": str(within), **basis}


@localized(bp, fr="/reglages/<agency>/paliers", en="/settings/<agency>/levels")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def levels(state: SettingsState) -> ResponseReturnValue:
    """Show the levels, and when each would have the complaint if nobody answered."""
    drafted = drafted_by(state, state.text) or state.agency
    return settings_page(
        "settings/forms/levels.html",
        state,
        levels=days_up(drafted, drafted.settings.default_category, runtime().now()),
        concerned=concerned_by(state),
    )


@localized(bp, fr="/reglages/<agency>/paliers/<post>", en="/settings/<agency>/levels/<post>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def level(state: SettingsState, post: str) -> ResponseReturnValue:
    """Show the form of a level; the post + is that of a new one."""
    before = _step(state.settings, post)
    return _page(state, post, LevelForm.of(before) if before else LevelForm(), Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/paliers/<post>",
    en="/settings/<agency>/levels/<post>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_level(state: SettingsState, post: str) -> ResponseReturnValue:
    """Write a level in the draft, take it away, or only show what it would do."""
    form = LevelForm.read()
    is_removed = "remove" in request.form
    if is_removed and not _may_go(state.settings, post):
        return redirect(request.path, 303)
    is_first = _is_first(state.settings, post)
    problems = Problems() if is_removed else form.problems(state.settings, is_first=is_first)
    page = partial(_page, post=post, form=form)
    write = partial(without_item, state.text, "escalation", post, key="to")
    then = url_for(".levels", agency=state.agency.code)
    return answer_form(
        state, problems, page, write if is_removed else partial(_text, state, post, form), then
    )


def _page(state: SettingsState, post: str, form: LevelForm, outcome: Outcome) -> str:
    is_sound = form.title_fr and not outcome.problems
    drafted = drafted_by(state, _text(state, post, form)) if is_sound else None
    now = runtime().now()
    return form_page(
        "settings/forms/level.html",
        state,
        outcome,
        is_new=post == NEW,
        is_first=_is_first(state.settings, post),
        may_go=_may_go(state.settings, post),
        form=form,
        counted=units_to_choose(),
        levels=days_up(drafted, drafted.settings.default_category, now) if drafted else [],
        concerned=concerned_by(state),
    )


def _text(state: SettingsState, post: str, form: LevelForm) -> str:
    steps, before = state.settings.escalation, _step(state.settings, post)
    own = code_of(form.title_fr, [step.to for step in steps]) if post == NEW else post
    values = form.values(before, is_first=_is_first(state.settings, post))
    return with_item(state.text, "escalation", own, values, ahead_of=steps[-1].to, key="to")


def _step(settings: AgencySettings, post: str) -> StepSettings | None:
    if post == NEW:
        return None
    found = next((step for step in settings.escalation if step.to == post), None)
    if found is None:
        raise UnknownAgencyError(post)
    return found


def _is_first(settings: AgencySettings, post: str) -> bool:
    return settings.escalation[0].to == post


def _may_go(settings: AgencySettings, post: str) -> bool:
    """Tell whether a level may be taken away: the first and the top authority always remain."""
    return post in {step.to for step in settings.escalation[1:-1]}
