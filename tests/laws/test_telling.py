"""No page says that somebody is told by a letter that does not leave, or before it left.

What is told by a letter is said by `portal.pages.telling`, or where a page asks whether letters
leave. Words that speak of something else stand below, with the reason why they claim nothing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import nodes

PORTAL = Path(__file__).parents[2] / "portal"
HELPERS = {"if_letters_leave", "by_letter"}
CLAIM = re.compile(
    r"\b(?:averti|avertit|avertis|avertie|averties|prévenue?s?|avisée?s?|alertée?s?)\b"
    r"|\b(?:courriel|texto)s? (?:part|est parti|est envoyé|vient de partir|vous avertit)\b"
    r"|\bvous (?:écrirons|avons écrit)\b"
    r"|\bre[çc](?:oit|evez) (?:un|une) (?:avis|courriel|lettre)\b",
    re.IGNORECASE,
)
CLAIM_NOTHING = {
    "Noter qu’elle est prévenue": "somebody writes down what they said themselves",
    "Noter qu’une personne tenue à l’écart est prévenue": "the same",
    "Personne prévenue": "the same",
    "Personne tenue à l’écart, prévenue": "the same",
    "Choix d’être averti de la correction": "a wish, kept in the history",
    "Choisissez pourquoi le citoyen est averti": "a notice on the page before filing",
    "Personne n’est prévenu": "says that nobody is",
    "Les personnes plaignantes n’en sont pas averties.": "says that nobody is",
    "Aucun courriel ne vous est envoyé": "says that none leaves",
    "aucun courriel ne part de ce portail": "says that none leaves",
    "Aucun courriel ne part de ce portail": "says that none leaves",
    "Un texto vous avertit": "offered only where a plugin delivers text messages",
    "Confirmez votre adresse : nous vous écrirons": "stands in a letter, which left",
    "Nous vous écrirons": "on a page that only the link of a letter opens",
}


def _of_python(path: Path) -> Iterator[tuple[str, bool]]:
    """Yield each text of a module, and whether it goes through one of the helpers."""

    def walk(node: ast.AST, *, helped: bool) -> Iterator[tuple[str, bool]]:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, helped
        named = node.func.id if isinstance(node, ast.Call) and hasattr(node.func, "id") else ""
        for child in ast.iter_child_nodes(node):
            yield from walk(child, helped=helped or named in HELPERS)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), helped=False)


def _of_template(source: str) -> Iterator[tuple[str, bool]]:
    """Yield each text of a template, and whether it is said only where letters leave."""

    def walk(node: nodes.Node, *, helped: bool) -> Iterator[tuple[str, bool]]:
        if isinstance(node, nodes.Const) and isinstance(node.value, str):
            yield node.value, helped
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            helped = helped or node.node.name in HELPERS
        if isinstance(node, nodes.If | nodes.CondExpr):
            asked = {name.name for name in node.test.find_all(nodes.Name)}
            asked |= {node.test.name} if isinstance(node.test, nodes.Name) else set()
            helped = helped or "letters_leave" in asked
        for child in node.iter_child_nodes():
            yield from walk(child, helped=helped)

    yield from walk(jinja2.Environment().parse(source), helped=False)


@cache
def _texts() -> list[tuple[str, str, bool]]:
    return list(_found_texts())


def _found_texts() -> Iterator[tuple[str, str, bool]]:
    for path in sorted(PORTAL.rglob("*")):
        name = str(path.relative_to(PORTAL))
        if name.startswith(("demo", "pages/telling.py")):
            continue
        if path.suffix == ".py":
            yield from ((name, *text) for text in _of_python(path))
        elif path.suffix == ".html":
            source = path.read_text(encoding="utf-8")
            yield from ((name, *text) for text in _of_template(source))


def test_whoever_is_said_to_be_told_is_told_where_letters_leave() -> None:
    claims = [
        f"{name}: {text}"
        for name, text, helped in _texts()
        if CLAIM.search(text)
        and not helped
        and not any(harmless in text for harmless in CLAIM_NOTHING)
    ]
    assert not claims, "say it through portal.pages.telling:\n" + "\n".join(claims)


def test_what_claims_nothing_is_still_said() -> None:
    texts = [text for _, text, _ in _texts()]
    assert [
        harmless for harmless in CLAIM_NOTHING if not any(harmless in text for text in texts)
    ] == []


def test_a_claim_in_a_template_is_found_unless_it_asks_whether_letters_leave() -> None:
    claim = "{{ _('La personne en est avertie.') }}"
    asked = f"{{% if letters_leave %}}{claim}{{% endif %}}"
    said = "{{ if_letters_leave(_('La personne en est avertie.')) }}"
    found = [
        [helped for text, helped in _of_template(source) if CLAIM.search(text)]
        for source in (claim, asked, said)
    ]
    assert found == [[False], [True], [True]]
