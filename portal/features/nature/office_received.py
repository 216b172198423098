"""The words that were handed to whoever is signed in: theirs alone, and nothing else of it."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission
from portal.features.nature.queries import received_by
from portal.features.nature.rules import NATURES
from portal.pages.current import gettext, runtime
from portal.pages.features import Pages
from portal.pages.languages import localized

pages = Pages("office")


@localized(pages, fr="/gestion/<agency>/mots-transmis", en="/office/<agency>/words-passed-on")
@requires(Permission.INFORM, agency_from="agency")
def words_passed_on(agency: str) -> ResponseReturnValue:
    """List what people wrote that concerns whoever reads, the newest first."""
    where, actor = runtime().agencies.agency(agency), current_actor()
    received = runtime().read(actor, received_by, actor, agency)
    return render_template(
        "nature/received.html",
        agency=where,
        received=[(gettext(NATURES[one.nature]), one) for one in received],
        zone=where.zone,
    )
