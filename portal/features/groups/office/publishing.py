"""Showing a group to the public: by a title in both languages that the head has read."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.features.groups.actions import publishing
from portal.features.groups.office.opened import done_with_group, opened_group
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import typed_line

pages = Pages("office")

FIELDS = ("title_fr", "title_en", "is_read")


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/publier",
    en="/office/<agency>/groups/<int:group>/publish",
    methods=("GET", "POST"),
)
@requires(Permission.PUBLISH_GROUP, agency_from="agency")
def publish_group(agency: str, group: int) -> ResponseReturnValue:
    """Show a group to the public, once whoever heads the service has read its title."""
    opened, problems, status = opened_group(agency, group), Problems(FIELDS), 200
    title = Text(opened.found.title_fr or "", opened.found.title_en or "")
    if request.method == "POST":
        title = Text(typed_line("title_fr"), typed_line("title_en"))
        act = partial(
            publishing.publish,
            agency=agency,
            group_id=group,
            title=title,
            is_read="is_read" in request.form,
        )
        status = done_with_group(act, problems)
        if status == 303:
            flash(gettext("Le public voit maintenant ce titre."))
            return redirect(opened.url(), 303)
    page = render_template(
        "groups/publish.html",
        agency=opened.agency,
        opened=opened,
        title=title,
        is_read="is_read" in request.form,
        problems=problems,
    )
    return page, status


@localized(
    pages,
    fr="/gestion/<agency>/groupes/<int:group>/ne-plus-publier",
    en="/office/<agency>/groups/<int:group>/unpublish",
    methods=("POST",),
)
@requires(Permission.PUBLISH_GROUP, agency_from="agency")
def unpublish_group(agency: str, group: int) -> ResponseReturnValue:
    """Show a group to the public no more."""
    opened = opened_group(agency, group)
    act = partial(publishing.unpublish, agency=agency, group_id=group)
    if done_with_group(act, Problems()) == 303:
        flash(gettext("Le public ne voit plus ce titre. Qui le suit reçoit encore la suite."))
    return redirect(opened.url(), 303)
