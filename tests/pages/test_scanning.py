"""Officers and administrators are told whether documents are scanned for viruses."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from portal.agencies.portal_plugins import PortalPlugins
from portal.complaints.handling.documents import StoredDocument, add_to_complaint
from portal.domain.actor import complainant
from portal.domain.portal_services import CLEAN, File, Verdict
from portal.domain.role import Role
from portal.plugin_api import hookimpl
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.pages.office.people import signed_in, words
from tests.support import file


class Scanner:
    """A scanner that finds nothing."""

    @hookimpl
    def scan_file(self, file: File) -> Verdict:
        return CLEAN


PORTALS = [PortalPlugins(), PortalPlugins({"scanner": Scanner()})]

FOR_OFFICERS = {
    "fr/gestion/parks/plaintes": (
        "Aucun antivirus ne vérifie les documents à leur arrivée.",
        "Un antivirus vérifie les documents à leur arrivée.",
    ),
    "en/office/parks/complaints": (
        "Documents are not scanned for viruses as they arrive.",
        "Documents are scanned for viruses as they arrive.",
    ),
}

FOR_ADMINISTRATORS = {
    "fr/reglages/parks": (
        "Aucun antivirus ne vérifie les documents joints aux plaintes.",
        "Un antivirus vérifie les documents joints aux plaintes.",
    ),
    "en/settings/parks": (
        "Documents that come with complaints are not scanned for viruses.",
        "Documents that come with complaints are scanned for viruses.",
    ),
}


@pytest.fixture
def documented(runtime: Runtime) -> str:
    """Return the number of a complaint with a document."""
    number = file(runtime).number
    document = StoredDocument("a.pdf", "application/pdf", 1, "0" * 64, runtime.files.put(b"a"))
    limits = runtime.agencies.portal.attachments
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(add_to_complaint, document=document, limits=limits))
    return number


@pytest.mark.parametrize("list_of", FOR_OFFICERS)
def test_officers_read_it_below_the_documents(
    app: Flask, runtime: Runtime, documented: str, list_of: str
):
    officer = signed_in(app, runtime)
    for installed, said, other in _each(FOR_OFFICERS[list_of]):
        runtime.plugins = installed
        page = words(officer.get(f"/{list_of}/{documented}?onglet=documents").text)
        assert said in page
        assert other not in page


@pytest.mark.parametrize("settings", FOR_ADMINISTRATORS)
def test_administrators_read_it_with_the_settings(app: Flask, runtime: Runtime, settings: str):
    administrator = signed_in(app, runtime, role=Role.ADMINISTRATOR, post=None)
    for installed, said, other in _each(FOR_ADMINISTRATORS[settings]):
        runtime.plugins = installed
        page = words(administrator.get(f"/{settings}").text)
        assert said in page
        assert other not in page


def _each(texts: tuple[str, str]) -> list[tuple[PortalPlugins, str, str]]:
    """Return both installations, what is said of each, and what is said of the other one."""
    return list(zip(PORTALS, texts, texts[::-1], strict=True))
