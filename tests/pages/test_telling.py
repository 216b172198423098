"""What a page says of whom an action tells: what leaves and what does not, by their own means."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.runtime import Runtime
from tests.pages.office.people import case_path, signed_in, words
from tests.support import add_user, file

LEAVES = "Un courriel part pour en avertir la personne."
ON_THEIR_PAGE = "La page de suivi de la personne le dit."


@pytest.mark.parametrize(
    ("means", "mail", "said"),
    [
        ({"reply_by": "email"}, "smtp", LEAVES),
        ({"reply_by": "email"}, "file", ON_THEIR_PAGE),
        (
            {"reply_by": "post", "email": "", "address": "3, rue des Pins, Laval"},
            "smtp",
            "Une lettre pour la personne est à imprimer et à poster.",
        ),
        (
            {"reply_by": "phone", "email": "", "phone": "418 555-0199"},
            "smtp",
            f"{ON_THEIR_PAGE} Elle a choisi le téléphone : appelez-la.",
        ),
        ({"reply_by": "none", "email": ""}, "smtp", ON_THEIR_PAGE),
    ],
)
def test_what_an_officer_does_is_said_to_reach_the_complainant_as_it_does(
    app: Flask, runtime: Runtime, means: dict[str, str], mail: str, said: str
):
    runtime.config.mail = mail  # type: ignore[assignment]
    number = file(runtime, **means).number
    page = signed_in(app, runtime).get(case_path(number, "premier-contact")).text
    text = words(page).replace("\xa0", " ")
    assert said in text
    assert (LEAVES in text) == (said == LEAVES)


@pytest.mark.parametrize("leaves", [True, False])
def test_whoever_gets_a_complaint_is_said_to_be_told_where_letters_leave(
    app: Flask, runtime: Runtime, leaves: bool
):
    runtime.config.mail = "smtp" if leaves else "file"
    number = file(runtime).number
    head = signed_in(app, runtime)
    luc = add_user(runtime, "luc@parcs.example")
    path = case_path(number, "attribuer")
    done = head.post(path, data={"assignee": str(luc), "version": "1"}, follow_redirects=True)
    text = words(done.text)
    assert "Plainte attribuée." in text
    assert ("La personne choisie en sera avertie par courriel." in text) is leaves
