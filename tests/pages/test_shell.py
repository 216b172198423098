import re

import pytest
from flask import Flask

from portal.pages.forms import Problems
from tests.pages.tiny_app import rendered, tiny_app

NB = "\N{NO-BREAK SPACE}"
PAGE = """{% extends "base.html" %}{% block title %}Suivi{% endblock %}
{% block main %}<h1>Suivi</h1>{% endblock %}"""
STAFF = """{% extends "staff.html" %}{% block title %}À moi{% endblock %}
{% block organisation %}Office{% endblock %}
{% block main %}<h1>À moi</h1>{% endblock %}"""


@pytest.fixture(scope="module")
def app() -> Flask:
    return tiny_app()


def test_the_title_says_the_page_first_then_the_portal(app: Flask):
    assert "<title>Suivi – Plaintes</title>" in rendered(app, PAGE)
    assert "<title>Suivi – Complaints</title>" in rendered(app, PAGE, "/en/")


def test_the_title_says_first_that_something_is_to_be_corrected(app: Flask):
    problems = Problems()
    problems.add("email", "Écrivez une adresse")
    title = f"<title>Erreur{NB}: Suivi – Plaintes</title>"
    assert title in rendered(app, PAGE, problems=problems)
    assert title not in rendered(app, PAGE, problems=Problems())


@pytest.mark.parametrize(("path", "language"), [("/fr/", "fr-CA"), ("/en/", "en-CA")])
@pytest.mark.parametrize("template", [PAGE, STAFF])
def test_the_page_says_its_language(app: Flask, path: str, language: str, template: str):
    page = rendered(app, template, path)
    assert page.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in page


def test_both_languages_of_a_page_are_linked(app: Flask):
    page = rendered(app, PAGE, "/fr/suivi")
    assert '<link rel="alternate" hreflang="en-CA" href="/en/follow">' in page
    assert '<a href="/en/follow" lang="en" hreflang="en">English</a>' in page


def test_the_first_stop_of_the_keyboard_leads_to_the_content(app: Flask):
    body = rendered(app, PAGE).partition("<body")[2]
    first_link = re.search(r"<a [^>]*>", body)
    assert first_link is not None
    assert first_link[0] == '<a class="c-skip" href="#contenu">'
    assert '<main id="contenu" tabindex="-1">' in body


def test_the_header_says_where_the_visitor_is(app: Flask):
    page = rendered(app, PAGE, "/fr/suivi")
    assert '<a href="/fr/suivi" aria-current="page">Suivre ma plainte</a>' in page
    assert page.count("aria-current") == 1


def test_the_footer_tells_how_to_get_help(app: Flask):
    footer = rendered(app, PAGE, "/en/").partition("<footer")[2]
    footer = re.sub(r"</?span[^>]*>", "", footer)
    hours = f"8:30{NB}a.m. to 4:30{NB}p.m."
    assert f'<a href="tel:+18005550142">1 800 555-0142</a> (free). {hours}' in footer
    assert footer.count("<li>") == 8


def test_a_page_has_a_side_column_only_if_it_fills_it(app: Flask):
    aside = PAGE + "{% block aside %}<p>Bon à savoir</p>{% endblock %}"
    assert "<aside" not in rendered(app, PAGE)
    assert '<aside aria-label="Pour vous aider"><p>Bon à savoir</p></aside>' in rendered(app, aside)


def test_a_staff_page_has_its_own_frame_and_no_citizens_footer(app: Flask):
    page = rendered(app, STAFF)
    assert '<body class="is-staff">' in page
    assert '<span class="s-head__org">Office</span>' in page
    assert "<footer" not in page
    assert "s-nav" not in page


def test_a_staff_page_shows_its_sections_and_may_turn_shortcuts_off(app: Flask):
    page = STAFF + '{% block sections %}<li><a href="#" data-worklist>File</a></li>{% endblock %}'
    shown = rendered(app, page, has_shortcuts=False)
    assert '<nav class="s-nav" aria-label="Sections">' in shown
    assert '<body class="is-staff" data-shortcuts="off">' in shown
