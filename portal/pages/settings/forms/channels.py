"""How a complaint can reach the agency, beside the card that citizens read."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue

from portal.agencies.files.editing import with_changes
from portal.agencies.settings.identity import Channels
from portal.agencies.settings.schema import AgencySettings
from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.forms.concerned import concerned_by
from portal.pages.settings.forms.english import note_missing_english, pairs_of, typed_in, words_of
from portal.pages.settings.forms.saving import Outcome, answer_form, drafted_by, form_page
from portal.pages.settings.state import SettingsState, opens_settings
from portal.pages.texts import gettext
from portal.pages.typed import is_dialled, is_email, typed_line

_NUMBERS = ("phone", "relay", "fax")


@dataclass(frozen=True, slots=True)
class ChannelsForm:
    """The fields as they were typed; an empty one is a channel that the agency does not have."""

    web: str = ""
    email: str = ""
    phone: str = ""
    relay: str = ""
    fax: str = ""
    post_fr: str = ""
    post_en: str = ""
    counter_fr: str = ""
    counter_en: str = ""
    hours_fr: str = ""
    hours_en: str = ""

    @classmethod
    def of(cls, channels: Channels) -> ChannelsForm:
        """Return the form that an agency's channels fill."""
        return cls(
            "yes" if channels.web else "",
            channels.email or "",
            channels.phone or "",
            channels.relay or "",
            channels.fax or "",
            *typed_in(channels.post),
            *typed_in(channels.counter),
            *typed_in(channels.hours),
        )

    @classmethod
    def read(cls) -> ChannelsForm:
        """Read the form of the request."""
        return cls(**{one.name: typed_line(one.name) for one in fields(cls)})

    def problems(self, settings: AgencySettings) -> Problems:
        """Return what there is to correct, in the order of the page."""
        problems = Problems([one.name for one in fields(self)])
        if not any((self.web, self.email, self.phone, self.post_fr, self.counter_fr)):
            problems.add("web", gettext("Gardez au moins une façon de porter plainte"))
        if self.email and not is_email(self.email):
            told = gettext("Écrivez une adresse courriel complète, avec le signe @")
            problems.add("email", told)
        for name in _NUMBERS:
            if getattr(self, name) and not is_dialled(getattr(self, name)):
                told = gettext("Écrivez un numéro qui se compose, par exemple 514 555-0110")
                problems.add(name, told)
        note_missing_english(problems, settings, pairs_of(self, "post", "counter", "hours"))
        return problems

    def values(self) -> dict[str, Any]:
        """Return what the form writes in the settings."""
        return {
            # Open where nothing is said.
            "web": None if self.web else False,
            "email": self.email or None,
            "phone": self.phone or None,
            "relay": self.relay or None,
            "fax": self.fax or None,
            "post": words_of(self.post_fr, self.post_en),
            "counter": words_of(self.counter_fr, self.counter_en),
            "hours": words_of(self.hours_fr, self.hours_en),
        }


@localized(bp, fr="/reglages/<agency>/canaux", en="/settings/<agency>/channels")
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def channels(state: SettingsState) -> ResponseReturnValue:
    """Show how the agency is reached."""
    return _page(state, ChannelsForm.of(state.settings.channels), Outcome())


@localized(bp, fr="/reglages/<agency>/canaux", en="/settings/<agency>/channels", methods=("POST",))
@requires(Permission.CONFIGURE, agency_from="agency")
@opens_settings
def save_channels(state: SettingsState) -> ResponseReturnValue:
    """Write the channels in the draft, or only show the card that citizens would read."""
    form = ChannelsForm.read()
    problems = form.problems(state.settings)
    page = partial(_page, form=form)
    then = url_for(".index", agency=state.agency.code)
    return answer_form(state, problems, page, lambda: _text(state, form), then)


def _page(state: SettingsState, form: ChannelsForm, outcome: Outcome) -> str:
    typed = None if outcome.problems else drafted_by(state, _text(state, form))
    return form_page(
        "settings/forms/channels.html",
        state,
        outcome,
        form=form,
        seen=typed.settings if typed else state.settings,
        concerned=concerned_by(state),
    )


def _text(state: SettingsState, form: ChannelsForm) -> str:
    before = ChannelsForm.of(state.settings.channels)
    return with_changes(state.text, "channels", before.values(), form.values())
