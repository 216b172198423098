"""An operator's own words lead to an agency first, at once and until the file changes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from plugins import signposts
from portal.agencies.portal_plugins import PortalPlugins
from portal.runtime import Runtime
from tests.pages.citizen.journeys import at, begin, post

LINES = """\
# what people write about since Monday
grande coupure; water; bill
SENTIER fermé; water
désk; desk; other
lune; nowhere
boue; water; nothing
half a line
inondation; water; bill; Saint-Jérôme
inondation; parks; ; Laval
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of signposts, where the plugin looks for it."""
    path = tmp_path / "signposts.txt"
    path.write_text(LINES, encoding="utf-8")
    monkeypatch.setenv(signposts.FILE, str(path))
    return path


@pytest.fixture
def signposted(runtime: Runtime, file: Path) -> Runtime:
    """The portal with signposts."""
    runtime.plugins = PortalPlugins({"signposts": signposts})
    return runtime


def agencies(runtime: Runtime, text: str) -> list[tuple[str, str | None]]:
    return [(one.agency, one.category) for one in runtime.suggested(text, "fr")]


def test_all_the_words_of_a_line_lead_to_its_agency_whatever_their_accents(signposted: Runtime):
    assert agencies(signposted, "Une GRANDE panne, puis une coupure") == [("water", "bill")]
    assert agencies(signposted, "Une grande panne") == []


def test_a_signpost_of_a_municipality_leads_where_it_was_named_or_typed(signposted: Runtime):
    assert agencies(signposted, "Une inondation") == []
    assert agencies(signposted, "Une inondation à St-Jérôme") == [("water", "bill")]
    assert agencies(signposted, "Une inondation à Laval") == [("parks", None)]
    for place, agency in (("h7n 1a1", "parks"), ("saint jerome", "water")):
        found = signposted.found("Une inondation à Laval", "fr", place=place)
        assert [one.agency for one in found.suggestions] == [agency]


def test_the_page_tells_a_plugin_the_place_that_was_typed(signposted: Runtime, client: FlaskClient):
    draft = begin(client, mots="Une inondation")
    page = post(client, draft, "organisme", mots="Une inondation", municipalite="Laval")
    assert 'value="parks"' in client.get(page.location).text


def test_a_signpost_comes_before_what_the_finder_finds(signposted: Runtime):
    text = "Le sentier est fermé"
    assert [agency for agency, _ in agencies(signposted, text)] == ["water", "parks"]


@pytest.mark.parametrize("text", ["Sur la lune", "Le desk"])
def test_a_signpost_to_nowhere_or_to_the_intake_desk_leads_nowhere(signposted: Runtime, text: str):
    assert agencies(signposted, text) == []


def test_a_category_that_the_agency_does_not_have_is_left_out(signposted: Runtime):
    assert agencies(signposted, "De la boue")[0] == ("water", None)


def test_a_changed_file_counts_at_the_next_search(signposted: Runtime, file: Path):
    assert agencies(signposted, "Une comète") == []
    file.write_text("comète; parks\n", encoding="utf-8")
    os.utime(file, ns=(1, 1))
    assert agencies(signposted, "Une comète") == [("parks", None)]


def test_without_its_file_the_finder_answers_as_ever(
    signposted: Runtime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(signposts.FILE, "/nowhere")
    assert agencies(signposted, "Le sentier est en boue") == [("parks", "trail")]
    monkeypatch.delenv(signposts.FILE)
    assert agencies(signposted, "Le sentier est en boue") == [("parks", "trail")]


@pytest.mark.usefixtures("signposted")
def test_a_citizen_is_shown_where_the_signpost_leads(client: FlaskClient):
    draft = begin(client, mots="Une grande coupure hier soir")
    page = client.get(at(draft, "organisme")).text
    assert "Porter plainte" in page
    assert page.index("Service des eaux") < page.index("Régie des parcs")
    assert "coupure" in page
