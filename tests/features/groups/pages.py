"""What tests of groups do on their pages, and read from them."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.pages.office.people import case_path, words


def opened(client: FlaskClient, first: str, *others: str, **more: str) -> str:
    """Open a group from a complaint and return its address."""
    said = {"name": "Passerelle", "plainte": list(others), **more}
    answer = client.post(case_path(first, "reunir"), data=said)
    assert answer.status_code == 303, words(answer.text)
    return answer.headers["Location"]


def answered(client: FlaskClient, place: str, seen: bool = True) -> str:
    """Write the answer and return the page of the letters."""
    texts = {"text_fr": "La passerelle sera réparée.", "text_en": ""}
    assert client.post(f"{place}/reponse", data=texts).status_code == 303
    assert client.get(f"{place}/reponse/propres").status_code == 200
    return client.get(f"{place}/reponse/verifier").text


def seen_in(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def mark_in(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]
