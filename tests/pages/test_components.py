import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from portal.pages.forms import Problems
from tests.pages.tiny_app import rendered, tiny_app

NB = "\N{NO-BREAK SPACE}"


@pytest.fixture(scope="module")
def app() -> Flask:
    return tiny_app()


def shown(app: Flask, component: str, call: str, path: str = "/fr/", **values: object) -> str:
    """Return what `call` gives, with the macros of one component at hand as `c`."""
    source = f'{{% import "components/{component}.html" as c %}}{call}'
    return re.sub(r"[ \n]+", " ", rendered(app, source, path, **values)).strip()


FIELDS = {
    "input": "{{ c.input('f', 'Nom', 'Léa', hint='Au long', error=error) }}",
    "textarea": "{{ c.textarea('f', 'Récit', 'Léa', hint='Au long', error=error, count=4000) }}",
    "radios": "{{ c.radios('f', 'Qui', [('a', 'Moi'), ('b', 'Autre')], hint='H', error=error) }}",
    "checkboxes": "{{ c.checkboxes('f', 'Quoi', [('a', 'A')], ('a',), hint='H', error=error) }}",
    "checkbox": "{{ c.checkbox('f', 'Oui', hint='H', error=error) }}",
    "select": "{{ c.select('f', 'Sujet', [('a', 'A')], 'a', hint='H', error=error) }}",
    "date3": "{{ c.date3('f', 'Quand', ('12', '11', '26'), hint='H', error=error) }}",
    "file": "{{ c.file('f', 'Document', hint='H', error=error) }}",
}


@pytest.mark.parametrize("call", FIELDS.values(), ids=FIELDS)
def test_a_field_is_tied_to_its_label_its_hint_and_its_error(app: Flask, call: str):
    field = shown(app, "fields", call, error="Corrigez <ceci>")
    assert 'id="f"' in field
    assert 'for="f"' in field
    described = re.search(r'aria-describedby="([^"]*)"', field)
    assert described is not None
    assert {"f-h", "f-e"} <= set(described[1].split())
    assert 'id="f-h"' in field
    assert f'id="f-e"><span><span class="u-hide">Erreur{NB}: </span>Corrigez &lt;ceci&gt;' in field


@pytest.mark.parametrize("call", FIELDS.values(), ids=FIELDS)
def test_a_field_without_a_problem_says_nothing_about_errors(app: Flask, call: str):
    field = shown(app, "fields", call, error=None)
    assert "f-e" not in field
    assert "aria-invalid" not in field
    assert "c-field--err" not in field


@pytest.mark.parametrize("call", FIELDS.values(), ids=FIELDS)
def test_every_id_of_a_field_is_there_once(app: Flask, call: str):
    ids = re.findall(r'\bid="([^"]*)"', shown(app, "fields", call, error="X"))
    assert len(ids) == len(set(ids))


def test_an_optional_field_says_so_and_a_required_one_does_not(app: Flask):
    call = "{{ c.input('f', 'Nom', optional=optional) }}"
    assert "(facultatif)" in shown(app, "fields", call, optional=True)
    assert "(si vous voulez)" in shown(app, "fields", call, optional="si vous voulez")
    assert "c-opt" not in shown(app, "fields", call, optional=False)
    assert "(optional)" in shown(app, "fields", call, "/en/", optional=True)


def test_what_was_typed_comes_back_as_text(app: Flask):
    field = shown(app, "fields", """{{ c.input('f', 'Nom', '"><b>') }}""")
    assert 'value="&#34;&gt;&lt;b&gt;"' in field


def test_a_text_keeps_the_blank_line_it_begins_with(app: Flask):
    source = "{% import 'components/fields.html' as c %}{{ c.textarea('f', 'Récit', '\\nLéa') }}"
    # Browsers drop the first line end after the tag, and only that one.
    assert ">\n\nLéa</textarea>" in rendered(app, source)


def test_a_long_text_says_how_much_can_be_written(app: Flask):
    field = shown(app, "fields", FIELDS["textarea"])
    assert 'data-count="4000" aria-describedby="f-h f-c"' in field
    assert f"Vous pouvez écrire jusqu’à 4{NB}000 caractères." in field


def test_the_chosen_answer_is_checked_and_may_show_more_below(app: Flask):
    call = """{% call(value) c.radios('f', 'Par', [('mail', 'Courriel'), ('none', 'Rien', 'H')],
        'none') %}{% if value == 'mail' %}<p>Adresse</p>{% endif %}{% endcall %}"""
    field = shown(app, "fields", call)
    assert 'id="f" value="mail">' in field
    assert 'id="f-2" value="none" checked aria-describedby="f-2-h">' in field
    assert field.count("c-cond") == 1
    assert '<div class="c-cond"><p>Adresse</p></div>' in field


def test_only_the_wrong_part_of_a_date_is_marked(app: Flask):
    call = "{{ c.date3('f', 'Quand', ('12', '11', '26'), error='Année', wrong=['year']) }}"
    field = shown(app, "fields", call)
    assert field.count("is-ok") == 2
    assert 'id="f-year" name="f-year" inputmode="numeric" maxlength="6" value="26"' in field
    assert field.count("aria-invalid") == 1


def test_the_summary_is_focused_counts_and_leads_to_each_field(app: Flask):
    problems = Problems(["who", "email"])
    problems.add("email", "Écrivez une adresse")
    problems.add("who", "Dites pour qui")
    summary = shown(app, "summary", "{{ c.error_summary(problems) }}", problems=problems)
    assert 'role="alert" tabindex="-1" data-focus><h2>Il y a 2 réponses à corriger</h2>' in summary
    assert summary.index('href="#who"') < summary.index('href="#email"')
    english = shown(app, "summary", "{{ c.error_summary(problems) }}", "/en/", problems=problems)
    assert "There are 2 answers to fix" in english


def test_there_is_no_summary_without_a_problem(app: Flask):
    assert shown(app, "summary", "{{ c.error_summary(problems) }}", problems=Problems()) == ""


@pytest.mark.parametrize(
    ("days", "soon", "kind", "words"),
    [
        (-2, False, "late", "2 jours ouvrables de retard"),
        (0, False, "soon", "Aujourd’hui"),
        (2, False, "soon", "2 jours"),
        (3, False, "ok", "3 jours"),
        (3, True, "soon", "3 jours"),
    ],
)
def test_a_deadline_says_in_words_and_shape_how_near_it_is(
    app: Flask, days: int, soon: bool, kind: str, words: str
):
    tag = shown(app, "tag", "{{ c.deadline_tag(days, soon) }}", days=days, soon=soon)
    assert tag == f'<span class="c-tag c-tag--{kind}">{words}</span>'


def test_the_track_shows_steps_done_and_the_current_one(app: Flask):
    call = "{{ c.track([('Reçue', '24 nov.'), ('À l’étude', none), ('Réponse', none)], 2) }}"
    assert shown(app, "track", call) == (
        '<ol class="c-track" aria-label="Étapes de votre plainte">'
        '<li class="is-done">Reçue<span>24 nov.</span></li>'
        '<li aria-current="step">À l’étude</li><li>Réponse</li></ol>'
    )


def test_an_event_shows_when_and_who(app: Flask):
    call = """{% call c.timeline() %}{% call c.entry('Plainte reçue', at, 'Par le portail') %}
        <p>Merci</p>{% endcall %}{% endcall %}"""
    at = datetime(2026, 11, 24, 19, 20, tzinfo=UTC)
    event = shown(app, "timeline", call, at=at).replace(NB, " ")
    assert '<time datetime="2026-11-24T14:20-05:00">24 novembre 2026 à 14 h 20</time>' in event
    assert "</time> · Par le portail</p>" in event


def test_an_answer_not_given_can_be_added_and_a_given_one_changed(app: Flask):
    call = "{{ c.row('Documents', answer, '/x', 'les documents') }}"
    missing = shown(app, "summary_list", call, answer=None)
    given = shown(app, "summary_list", call, answer="photo.jpg")
    assert '<dd class="c-meta">Non fourni</dd>' in missing
    assert (
        '<a href="/x">Ajouter<span class="u-hide"> : les documents</span></a>'
        in missing.replace(NB, " ")
    )
    assert "<dd>photo.jpg</dd>" in given
    assert ">Modifier<" in given


def test_pages_keep_the_filters_and_show_the_way(app: Flask):
    pages = shown(app, "pagination", "{{ c.pages(2, 9) }}", "/fr/suivi?vue=a&page=2")
    assert 'href="/fr/suivi?vue=a&amp;page=3" rel="next"' in pages
    assert 'href="/fr/suivi?vue=a&amp;page=2" aria-current="page"' in pages
    assert re.findall(r"</span>(\d)</a>", pages) == ["1", "2", "3", "4"]


def test_a_single_page_needs_no_pages(app: Flask):
    assert shown(app, "pagination", "{{ c.pages(1, 1) }}") == ""


@pytest.mark.parametrize(
    ("component", "call", "html"),
    [
        ("buttons", "{{ c.button('Envoyer') }}", '<button class="c-btn">Envoyer</button>'),
        (
            "buttons",
            "{{ c.link_button('Voir', '/x', '2', small=true, more='la suite') }}",
            '<a class="c-btn c-btn--2 c-btn--s" href="/x">Voir<span class="u-hide"> la suite'
            "</span></a>",
        ),
        (
            "buttons",
            "{{ c.back('/x') }}",
            '<p class="c-crumbs"><a class="c-back" href="/x">Retour</a></p>',
        ),
        (
            "message",
            "{% call c.message('warn', 'Attention') %}<p>A</p>{% endcall %}",
            '<div class="c-msg c-msg--warn"><h2>Attention</h2><p>A</p></div>',
        ),
        (
            "results",
            "{% call c.results('r') %}{% call c.result('Office', 1) %}A{% endcall %}{% endcall %}",
            '<ul class="c-results" aria-labelledby="r"><li class="c-card c-card--pick"><h3>Office'
            "</h3>A</li></ul>",
        ),
        (
            "kpi",
            "{% call c.kpis() %}{{ c.kpi('Reçues', 142, 'en novembre') }}{% endcall %}",
            '<dl class="c-kpi"><div><dt>Reçues</dt><dd><span class="n">142</span> <span class="d">'
            "en novembre</span></dd></div></dl>",
        ),
        (
            "empty",
            "{% call c.empty('Rien ici') %}<p>A</p>{% endcall %}",
            '<div class="c-empty"><h2>Rien ici</h2><p>A</p></div>',
        ),
        (
            "facts",
            "{% call c.facts() %}{{ c.fact('Reçue', 'hier') }}{% endcall %}",
            '<dl class="s-facts"><div><dt>Reçue</dt><dd>hier</dd></div></dl>',
        ),
        (
            "facts",
            "{% call c.card('Délai', tint=true) %}A{% endcall %}",
            '<div class="c-card c-card--tint"><h2>Délai</h2>A</div>',
        ),
    ],
)
def test_components_have_the_markup_that_the_style_sheet_knows(
    app: Flask, component: str, call: str, html: str
):
    assert shown(app, component, call) == html


def test_the_shortcuts_are_listed_in_the_language_of_the_page(app: Flask):
    assert "Plainte suivante, précédente" in shown(app, "shortcuts", "{{ c.shortcuts() }}")
    assert "Keyboard shortcuts" in shown(app, "shortcuts", "{{ c.shortcuts() }}", "/en/")


def test_every_class_of_the_shell_is_in_the_style_sheet(app: Flask):
    css = Path(app.static_folder or "", "portail.css").read_text("utf-8")
    templates = Path(app.root_path, "templates")
    shell = [*templates.glob("*.html"), *templates.glob("components/*.html")]
    for template in shell:
        for names in re.findall(r'class="([^"{]*)"', template.read_text("utf-8")):
            assert all(f".{name}" in css for name in names.split()), (template, names)
