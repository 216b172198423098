"""Every version of an agency's settings: read, compared, taken up again, handed over as a file."""

from __future__ import annotations

from flask import Response, make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.settings.blueprint import bp
from portal.pages.settings.compared import compared
from portal.pages.settings.state import seen_version, settings_page, state_of
from portal.releases.drafts import save_draft


@localized(
    bp, fr="/reglages/<agency>/versions/<int:rank>", en="/settings/<agency>/versions/<int:rank>"
)
@requires(Permission.CONFIGURE, agency_from="agency")
def version(agency: str, rank: int) -> ResponseReturnValue:
    """Show a version beside what is in force."""
    state = state_of(agency)
    release = state.release(rank)
    return settings_page(
        "settings/version.html",
        state,
        release=release,
        sections=compared(state.in_force, release.settings),
    )


@localized(
    bp,
    fr="/reglages/<agency>/versions/<int:rank>",
    en="/settings/<agency>/versions/<int:rank>",
    methods=("POST",),
)
@requires(Permission.CONFIGURE, agency_from="agency")
def restore(agency: str, rank: int) -> ResponseReturnValue:
    """Make a version the draft, to be compared and published like any other."""
    portal, release = runtime(), state_of(agency).release(rank)
    with portal.transaction() as session:
        text = release.text or ""
        save_draft(session, agency, text, current_actor().user_id, portal.now(), seen_version())
    return redirect(url_for(".compare", agency=agency), 303)


@localized(
    bp,
    fr="/reglages/<agency>/versions/<int:rank>/fichier",
    en="/settings/<agency>/versions/<int:rank>/file",
)
@requires(Permission.CONFIGURE, agency_from="agency")
def download(agency: str, rank: int) -> Response:
    """Hand over a version as the file that `agency_configs/` would hold."""
    answer = make_response(state_of(agency).release(rank).text or "")
    answer.headers["Content-Type"] = "application/yaml; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename={agency}.yaml"
    return answer
