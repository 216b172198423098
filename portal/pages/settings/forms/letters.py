"""What the agency writes into letters: the list by what it is for, and the form of each text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_item, without_item
from portal.agencies.settings.codes import code_of
from portal.agencies.settings.letters import LetterSettings
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.letter import LetterUse
from portal.domain.permissions import Permission
from portal.domain.text import LANGUAGES, Language
from portal.pages.current import current_language, runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.letter_form import LetterForm
from portal.pages.settings.forms.letter_uses import every_mark, use_name
from portal.pages.settings.forms.saving import NEW, Outcome, answer_form, existing, form_page
from portal.pages.settings.state import SettingsState, opens_settings, settings_page
from portal.releases.sample_letters import SampleComplaint


@dataclass(frozen=True, slots=True)
class UsedFor:
    """One letter, or kind of model, with the agency's texts for it."""

    use: LetterUse
    name: str
    texts: list[LetterSettings]


@dataclass(frozen=True, slots=True)
class Sample:
    """A text as it would be read in one language; a model has no subject."""

    language: Language
    subject: str | None
    words: str


@localized(bp, fr="/reglages/<agency>/modeles", en="/settings/<agency>/letters")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def letters(state: SettingsState) -> ResponseReturnValue:
    """List the letters and models with the agency's texts for each."""
    every = [
        UsedFor(use, use_name(use), [one for one in state.settings.letters if one.use is use])
        for use in LetterUse
    ]
    return settings_page(
        "settings/forms/letters.html",
        state,
        letters=[one for one in every if not one.use.is_model],
        models=[one for one in every if one.use.is_model],
        categories=dict(_categories(state.settings)),
    )


@localized(bp, fr="/reglages/<agency>/modeles/<code>", en="/settings/<agency>/letters/<code>")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def letter(state: SettingsState, code: str) -> ResponseReturnValue:
    """Show the form of a text; the code + is that of a new one, for what the address asks."""
    before = _letter(state.settings, code)
    form = LetterForm.of(before) if before else LetterForm(use=request.args.get("pour", ""))
    return _page(state, code, form, Outcome())


@localized(
    bp,
    fr="/reglages/<agency>/modeles/<code>",
    en="/settings/<agency>/letters/<code>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_letter(state: SettingsState, code: str) -> ResponseReturnValue:
    """Write a text in the draft, take it away, or only show the letter."""
    _letter(state.settings, code)
    form = LetterForm.read(state.settings)
    is_removed = "remove" in request.form and code != NEW
    problems = Problems() if is_removed else form.problems(state.settings, code)
    page = partial(_page, code=code, form=form)
    write = partial(without_item, state.text, "letters", code)
    then = url_for(".letters", agency=state.agency.code)
    return answer_form(
        state, problems, page, write if is_removed else partial(_text, state, code, form), then
    )


def _page(state: SettingsState, code: str, form: LetterForm, outcome: Outcome) -> str:
    return form_page(
        "settings/forms/letter.html",
        state,
        outcome,
        is_new=code == NEW,
        form=form,
        uses=[(use.value, use_name(use)) for use in LetterUse],
        marks=every_mark(),
        categories=_categories(state.settings),
        samples=[] if outcome.problems else _samples(state, form),
        concerned=concerned_by(state, categories=form.categories),
    )


def _samples(state: SettingsState, form: LetterForm) -> list[Sample]:
    """Return the letter or the model of the form as it would be read, in both languages."""
    if form.use not in set(LetterUse):
        return []
    drafted = state.as_drafted or state.agency
    category = next(iter(form.categories), state.settings.default_category)
    sample = SampleComplaint(drafted, category, runtime().now())
    return [_sample(sample, form, language) for language in LANGUAGES]


def _sample(sample: SampleComplaint, form: LetterForm, language: Language) -> Sample:
    use, portal = LetterUse(form.use), runtime()
    if use.is_model:
        return Sample(language, None, sample.model(form.text, language) if form.text else "")
    settings = portal.agencies.portal
    letter = sample.letter(portal.config, settings, use, form.text, language)
    return Sample(language, letter.subject, letter.text)


def _text(state: SettingsState, code: str, form: LetterForm) -> str:
    taken = [one.code for one in state.settings.letters]
    own = code_of(form.name_fr, taken) if code == NEW else code
    return with_item(state.text, "letters", own, form.values())


def _letter(settings: AgencySettings, code: str) -> LetterSettings | None:
    return None if code == NEW else existing(settings.letters, code)


def _categories(settings: AgencySettings) -> list[tuple[str, str]]:
    language = current_language()
    return [(one.code, one.name.text.in_(language)) for one in settings.categories]
