"""Whoever may read what complaints say is named to those who write them."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from portal.domain.permissions import ROLE_PERMISSIONS, Permission
from portal.domain.role import Role
from portal.pages.citizen.home import READERS
from portal.words.catalogue import gettext_in
from tests.pages.office.people import words

READING = [role for role in Role if Permission.SEE_COMPLAINTS in ROLE_PERMISSIONS[role]]
OTHERS = [role for role in Role if role not in READING]
PRIVACY = {"fr": "/fr/confidentialite", "en": "/en/privacy"}


@pytest.mark.parametrize("language", PRIVACY)
@pytest.mark.parametrize("role", READING)
def test_everybody_who_may_read_a_complaint_is_named(
    client: FlaskClient, role: Role, language: str
):
    page = words(client.get(PRIVACY[language]).text)
    assert words(gettext_in(language, READERS[role])) in page


def test_nobody_is_named_who_may_not() -> None:
    assert set(READERS) == set(READING)
    assert OTHERS


@pytest.mark.parametrize(
    "path", ["/fr/", "/fr/sans-represailles", "/fr/confidentialite", "/en/", "/en/no-reprisals"]
)
def test_no_page_says_that_they_alone_read_it_who_handle_it(client: FlaskClient, path: str):
    page = words(client.get(path).text)
    alone = re.findall(r"(?:Seules les personnes qui|Only the people who)[^.]*", page)
    assert [said for said in alone if not re.search("vérifient|audit", said)] == []
