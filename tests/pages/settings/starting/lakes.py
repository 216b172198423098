"""An agency that an administrator of the portal starts on a page."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.office.people import words

PAGE = "/fr/reglages/nouveau"
HOME = "/fr/reglages/lacs"
ANSWERS = {
    "code": "lacs",
    "name_fr": "Office des lacs",
    "name_en": "Lakes office",
    "mandate_fr": "Les lacs: l’eau et la glace",
    "mandate_en": 'Lakes: "water" and ice',
    "service_fr": "Bureau des plaintes",
    "service_en": "Complaints office",
    "top_fr": "Présidente",
    "top_en": "President",
    "days": "15",
    "category-1-fr": "Glace trop mince",
    "category-1-en": "Thin ice",
    "category-1-theme": "delay",
}


def start(admin: FlaskClient, **other: str) -> str:
    """Start the agency; return what the page after it says."""
    answer = admin.post(PAGE, data={**ANSWERS, **other}, follow_redirects=True)
    assert answer.status_code == 200, words(answer.text)
    return words(answer.text)
