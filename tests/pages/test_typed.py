"""What turns the direction of the words beside it is taken out of all that is sent, by whomever."""

from __future__ import annotations

import pytest
from flask import Flask, request


@pytest.mark.parametrize("field", ["body", "reason", "text", "name"])
def test_no_form_holds_what_turns_the_words_beside_it(app: Flask, field: str):
    sent = {field: "Voici la facture\u202efdp.exe\u2066\x07\r\nMerci.", "blank": "\u200b "}
    with app.test_request_context("/fr/", method="POST", data=sent):
        assert request.form[field] == "Voici la facturefdp.exe\r\nMerci."
        assert request.form["blank"] == ""
