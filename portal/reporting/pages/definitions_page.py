"""The page of definitions: how each figure is counted, open to whoever reads one."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.auth.sign_in import current_actor, is_signed_in
from portal.domain.permissions import Permission, may
from portal.pages.features import Pages
from portal.pages.kept import kept
from portal.pages.languages import localized
from portal.reporting.definitions.every import VERSION, worded
from portal.reporting.pages.portrait import links_as_asked
from portal.reporting.questions import DEFINITIONS_PAGE
from portal.reporting.six_criteria.worded import worded_criteria

pages = Pages("overview")


@localized(pages, fr="/portrait/definitions", en="/overview/definitions")
@public
@kept(unless=is_signed_in)
def definitions() -> ResponseReturnValue:
    """Show how each figure is defined, to whoever reads one."""
    is_staff = may(current_actor(), Permission.SEE_OVERVIEW)
    return render_template(
        "overview/definitions.html",
        definitions=worded(),
        criteria=worded_criteria(),
        version=VERSION,
        links=links_as_asked(DEFINITIONS_PAGE) if is_staff else [],
    )
