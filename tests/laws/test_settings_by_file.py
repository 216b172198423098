"""Whatever an agency may say in its settings has an input, or a reason to be said by file alone.

The forms are asked about a file that says everything: what their fields write of it is what has an
input. A form that nobody touched changes nothing, so that each of those inputs is on its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from portal.agencies.settings.reader import read_agency
from portal.agencies.settings.schema import AgencySettings
from portal.domain.role import Role
from portal.domain.text import LANGUAGES
from portal.pages.settings.drafting.forms import SettingsForm
from portal.pages.settings.drafting.lists import ItemForm
from portal.pages.settings.forms import every_form
from portal.runtime import Runtime
from tests.laws.setting_keys import EVERY_KEY, Key
from tests.pages.office.people import signed_in
from tests.pages.settings.pages import HOME, save
from tests.support.forms import forms_of

EVERYTHING = (Path(__file__).parent / "every_setting.yaml").read_text(encoding="utf-8")

BY_FILE_ALONE = {
    "schema": "it is the form of the file itself",
    "agency.code": "it is permanent, and begins with the agency",
    "agency.languages": "another main language asks for every text in it first",
    "agency.plugin": "it names code, which an operator installs",
    "agency.successor_of": "bodies before the portal; later ones change on the pages of changes",
    "default_category": "complaints about nothing else go there: it stays while it is offered",
    "calendar.timezone": "an agency does not move, and each day of its past would be another",
    "calendar.changes": "they are laid out as a whole, in order; the form shows and keeps them",
    "calendar.extra_closures.weekend": "few days move with a weekend; the form keeps it",
    "calendar.extra_closures.name": "few closures have a name; the form keeps it",
    "categories.calendar": "a subject on other days is rare, and its calendar is whole",
    "categories.deadlines": "a form has the subject's time for an answer; the rest is kept",
    "escalation.top_authority": "it is the last level, which stays",
    "escalation.basis": "a time typed for a level rests on the agency's own word",
    "escalation.confidence": "a time typed for a level is a sample",
    "deadlines.answer.pauses.confidence": "no page publishes it, so that it is a sample",
    "deadlines.*.extension": "it holds for the law that the time rests on; the form keeps it",
    "deadlines.*.silence": "it holds for the law that the time rests on; the form keeps it",
    "deadlines.*.starts": "it holds for the law that the time rests on; the form keeps it",
    "deadlines.*.complete_within": "it belongs to `starts`",
    "deadlines.*.complete_confidence": "it belongs to `starts`",
    "deadlines.*.pauses": "only the time for an answer stops, and its pauses have a form",
    "notices.when.answers": "each names a question and one of its answers; the form keeps them",
}
"""What has no input, by the key or the group, with the reason; `*` is any stage."""

# A closure that has a line in the form is kept with what the line does not say.
KEPT = {"calendar.extra_closures.weekend", "calendar.extra_closures.name"}
# A form gives a new thing its code, and calls it so for good.
CODES = re.compile(r"\.(code|to)$")
# Under this name the form of the words of the trade writes its list.
ROWS = "rows"


def keys_in(value: Any, at: Key) -> Iterator[Key]:
    """Yield every key of what a form writes."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from keys_in(inner, (*at, name))
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        for inner in value:
            yield from keys_in(inner, at)
    else:
        yield at[:-1] if at[-1] in LANGUAGES else at


def places(form: ItemForm, settings: AgencySettings) -> Iterator[dict[str, str]]:
    """Yield what leads to each thing that a form changes."""
    outer = (
        [{"code": category.code} for category in settings.categories]
        if form.section[1:2] == ("<code>",)
        else [{}]
    )
    for place in outer:
        for entry in form.entries(settings, place):
            yield {**place, form.part: getattr(entry, form.key)}


def written_by(form: SettingsForm, settings: AgencySettings) -> Iterator[Key]:
    """Yield the keys that the fields of a form write."""
    each: Iterable[Mapping[str, str]] = (
        places(form, settings) if isinstance(form, ItemForm) else [{}]
    )
    section = tuple(step for step in form.section if not step.startswith("<"))
    for place in each:
        current = form.current(settings, place)
        for key in keys_in(form.values(form.filled(current), current), ()):
            yield section + tuple(step for step in key if step != ROWS)


def is_under(listed: str, key: str) -> bool:
    """Tell whether a key is a listed one, or in a group that is listed."""
    return re.match(re.escape(listed).replace(r"\*", r"\w+") + r"(\.|$)", key) is not None


@pytest.fixture
def settings(app: Flask, runtime: Runtime) -> AgencySettings:
    read, mistakes = read_agency(EVERYTHING, runtime.agencies.portal)
    assert read is not None, [str(mistake) for mistake in mistakes]
    return read


@pytest.fixture
def with_input(app: Flask, settings: AgencySettings) -> set[str]:
    """The keys that the forms write."""
    with app.test_request_context():
        return {".".join(key) for form in every_form() for key in written_by(form, settings)}


def test_whatever_an_agency_says_has_an_input_or_a_reason_to_be_said_by_file(with_input: set[str]):
    alone = {key for key in EVERY_KEY - with_input if not CODES.search(key)}
    listed = {key for key in alone if any(is_under(one, key) for one in BY_FILE_ALONE)}
    assert sorted(alone - listed) == []


def test_no_reason_is_left_for_what_is_gone_or_has_an_input(with_input: set[str]):
    alone = (EVERY_KEY - with_input) | KEPT
    needless = [one for one in BY_FILE_ALONE if not any(is_under(one, key) for key in alone)]
    assert needless == []


def test_each_input_is_on_its_page_and_sends_back_what_it_shows(
    app: Flask, runtime: Runtime, settings: AgencySettings
):
    admin = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    save(admin, EVERYTHING)
    with app.test_request_context():
        addresses = [
            url_for(f"settings.{form.name}", agency="parks", language="fr", **place)
            for form in every_form()
            for place in (places(form, settings) if isinstance(form, ItemForm) else [{}])
        ]
    assert len(addresses) > 30
    before = text_of(admin)
    for address in addresses:
        form = next(one for one in forms_of(admin.get(address).text) if one.id == "formulaire")
        assert admin.post(address, data=form.filled(())).status_code == 303, address
        assert text_of(admin) == before, address


def text_of(admin: FlaskClient) -> str:
    """Return the text of the draft."""
    page = admin.get(f"{HOME}/texte").text
    typed = re.search(r'<textarea[^>]* id="text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert typed is not None
    return unescape(typed[1])
