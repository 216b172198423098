"""What an agency's citizens would miss: told before its first publication, and never a refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from portal.agencies.settings.schema import AgencySettings
from portal.pages.current import current_language
from portal.pages.settings.state import SettingsState
from portal.pages.texts import gettext


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that is still to say, and the page on which it is said."""

    text: str
    address: str


def advice(state: SettingsState) -> list[Advice]:
    """Return what is still to say of an agency that nothing is in force of yet."""
    return list(_missing(state.settings)) if state.current is None else []


def _missing(settings: AgencySettings) -> Iterator[Advice]:
    code, channels = settings.agency.code, settings.channels
    if not settings.recourses:
        told = gettext("Aucun autre recours : dites où se tourner après la réponse.")
        yield Advice(told, url_for(".recourses", agency=code))
    if not (channels.phone or channels.post or channels.counter):
        told = gettext("Ni téléphone, ni adresse, ni comptoir pour qui n’a pas Internet.")
        yield Advice(told, url_for(".channels", agency=code))
    if not settings.agency.aliases:
        told = gettext("Aucun autre nom : dites comment les gens appellent l’organisme.")
        yield Advice(told, url_for(".public_page", agency=code))
    for category in settings.categories:
        if not category.words and category.code != settings.default_category:
            name = category.name.text.in_(current_language())
            told = gettext("Aucun mot ne mène à « %(name)s » dans la recherche.", name=name)
            yield Advice(told, url_for(".category", agency=code, code=category.code))
