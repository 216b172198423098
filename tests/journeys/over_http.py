"""A complaint filed over HTTP, on a server that runs."""

from __future__ import annotations

import re

from tests.benchmarks.browser import Browser, Page, hang_up

_PROMISED = re.compile(r"20\d\d-\d{6}")


def filed(port: int) -> tuple[str, str]:
    """File a complaint over HTTP; return its number and what its receipt says."""
    try:
        return receipt_of(port)
    finally:
        hang_up()


def receipt_of(port: int) -> tuple[str, str]:
    """File a complaint over the connection of this thread."""
    citizen = Browser(port)
    page = send(citizen, "/fr/plainte", "/fr/", mots="le sentier est couvert de boue")
    base = page.location.rsplit("/", 1)[0]
    send(citizen, f"{base}/organisme", organisme="parks", categorie="trail")
    send(citizen, f"{base}/recit", recit="Le sentier du lac est fermé depuis un mois.")
    send(citizen, f"{base}/questions", **{"q-place": "Sentier du lac"})
    send(citizen, f"{base}/reponse", qui="self", nom="Michel Gagnon", moyen="none", langue="fr")
    page = send(citizen, f"{base}/verifier")
    receipt = citizen.get(page.location)
    found = _PROMISED.search(receipt.text)
    assert receipt.status == 200
    assert found is not None
    return found[0], receipt.text.replace("\u00a0", " ")


def send(citizen: Browser, path: str, form_on: str = "", **answers: str) -> Page:
    """Send a form from its page, which leads on."""
    page = citizen.get(form_on or path)
    assert page.status == 200, (path, page.status)
    page = citizen.post(path, **{**page.hidden, **answers})
    assert page.status == 303, (path, page.status)
    return page
