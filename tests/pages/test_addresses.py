"""Templates fill addresses into patterns: what comes of it is what Flask makes."""

from collections.abc import Iterator
from enum import StrEnum

import pytest
from flask import Flask, url_for
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup
from werkzeug.routing import BuildError

from portal.pages.addresses import Addresses, address_of
from portal.pages.features import Pages, serve
from portal.pages.languages import localized
from tests.pages.tiny_app import tiny_app


class View(StrEnum):
    TEAM = "equipe"


@pytest.fixture(scope="module")
def page() -> Iterator[Flask]:
    """An application on one of its pages, as if it were served below /portail."""
    app, pages = tiny_app(), Pages("office")
    for path, endpoint in (
        ("<agency>/plaintes/<number>", "case"),
        ("<agency>/demandes/<int:row>", "request"),
        ("liste", "list"),
    ):
        view = localized(pages, fr=f"/{path}", en=f"/x/{path}", endpoint=endpoint)
        view(lambda **_values: "")
    serve(app, [pages])
    environ = {"SCRIPT_NAME": "/portail"}
    with app.test_request_context("/en/x/liste", environ_overrides=environ):
        app.preprocess_request()
        yield app


address = Addresses("en")


def is_what_flask_makes(endpoint: str, **values: object) -> bool:
    made = [address(endpoint, **values) for _ in range(2)]
    return made == [url_for(endpoint, **values)] * 2  # type: ignore[arg-type]


@given(agency=st.text(min_size=1), number=st.text(min_size=1), view=st.text() | st.none())
@example(agency="saaq", number="2026-000001", view="equipe")
@example(agency="a%20b", number="é/..", view="a b&c=+~")
@example(agency="700000000000000000", number="%(agency)s", view="x700000000000000001x")
def test_words_are_quoted_where_they_have_to_be(
    page: Flask, agency: str, number: str, view: str | None
):
    assert is_what_flask_makes("office.case", agency=agency, number=number, vue=view)


@given(row=st.integers(min_value=0, max_value=2**63 - 1), more=st.integers() | st.booleans())
def test_numbers_stand_in_an_address_as_they_are(page: Flask, row: int, more: int):
    assert is_what_flask_makes("office.request", agency="saaq", row=row, page=more)


@pytest.mark.parametrize("value", [View.TEAM, Markup("equipe"), ["a", "b"], 1.5, ""])
def test_other_values_are_left_to_flask(page: Flask, value: object):
    assert is_what_flask_makes("office.case", agency="saaq", number="1", vue=value)


def test_a_number_may_be_given_in_words(page: Flask):
    assert is_what_flask_makes("office.request", agency="saaq", row="007")


def test_a_page_of_the_same_audience_is_named_without_it(page: Flask):
    assert is_what_flask_makes(".case", agency="saaq", number="1")


@pytest.mark.parametrize(
    "values", [{"language": "fr"}, {"_anchor": "b c"}, {"_external": True}, {"number": "2"}, {}]
)
def test_an_address_may_be_in_the_other_language_whole_or_lead_within_a_page(
    page: Flask, values: dict[str, object]
):
    assert is_what_flask_makes("office.list", **values)


@pytest.mark.parametrize("filename", ["portail.css", "portail.js", "nothing.css"])
def test_a_static_file_has_one_address_in_both_languages_which_says_its_content(
    page: Flask, filename: str
):
    assert is_what_flask_makes("static", filename=filename)


def test_a_page_that_there_is_not_has_no_address(page: Flask):
    with pytest.raises(BuildError):
        address("office.nothing", agency="saaq")


def test_views_lead_where_templates_do(page: Flask):
    told = {"agency": "saaq", "number": "2026-000001"}
    assert address_of("office.case", **told) == url_for("office.case", **told)
    there = url_for("office.case", **told, _anchor="moyen")
    assert address_of("office.case", **told, _anchor="moyen") == there
    assert there.endswith("#moyen")
