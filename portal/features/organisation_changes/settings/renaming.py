"""An agency takes another name on a day: seen beside the old one first, then kept."""

from __future__ import annotations

from dataclasses import dataclass

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import requires
from portal.auth.sign_in import current_actor
from portal.domain.permissions import Permission
from portal.domain.succession import ChangeRefusedError, Rename
from portal.features.organisation_changes.actions import keep_rename
from portal.features.organisation_changes.plans import plan_rename
from portal.features.organisation_changes.settings.changes import kept, mark_of, refused, was_seen
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.groups import Pages
from portal.pages.languages import localized
from portal.pages.texts import gettext
from portal.pages.typed import NO_DAY, TypedDay, typed_line

pages = Pages("settings")


@dataclass(frozen=True, slots=True)
class RenameForm:
    """The new names and their day, as they were typed."""

    name_fr: str = ""
    name_en: str = ""
    short_name: str = ""
    on: TypedDay = NO_DAY

    @classmethod
    def read(cls) -> RenameForm:
        """Read the form of the request."""
        return cls(
            typed_line("name_fr"),
            typed_line("name_en"),
            typed_line("short_name"),
            TypedDay.read("on"),
        )

    def problems(self) -> Problems:
        """Return what there is to correct."""
        problems = Problems(("name_fr", "name_en", "short_name", "on"))
        if not self.name_fr:
            problems.add("name_fr", gettext("Écrivez le nom en français"))
        if not self.name_en:
            problems.add("name_en", gettext("Écrivez le nom en anglais"))
        if self.on.found is None:
            problems.add("on", gettext("Écrivez le jour du changement"))
        return problems

    def plan(self, agency: str) -> Rename:
        """Return the plan of a form that has no problems."""
        portal, on = runtime(), self.on.found
        assert on is not None
        names = (self.name_fr, self.name_en, self.short_name or None)
        return plan_rename(portal.agencies, agency, *names, on, portal.now())


@localized(pages, fr="/reglages/<agency>/changements/nom", en="/settings/<agency>/changes/name")
@requires(Permission.REORGANISE, agency_from="agency")
def new_name(agency: str) -> ResponseReturnValue:
    """Ask for the new names and their day."""
    return make_response(_page(agency, RenameForm(), Problems()))


@localized(
    pages,
    fr="/reglages/<agency>/changements/nom",
    en="/settings/<agency>/changes/name",
    methods=("POST",),
)
@requires(Permission.REORGANISE, agency_from="agency")
def keep_name(agency: str) -> ResponseReturnValue:
    """Show the new names beside the old; keep them once they were seen and confirmed."""
    form = RenameForm.read()
    problems = form.problems()
    if problems:
        return make_response(_page(agency, form, problems), 422)
    try:
        plan = form.plan(agency)
        if was_seen(mark_of(plan)):
            _keep(plan)
            return kept(agency)
    except ChangeRefusedError as error:
        problems.add("name_fr", refused(error))
        return make_response(_page(agency, form, problems), 422)
    return make_response(_page(agency, form, problems, plan))


def _keep(plan: Rename) -> None:
    portal = runtime()
    begins = portal.agencies.agency(plan.agency).first_moment(plan.on_day)
    with portal.transaction() as session:
        keep_rename(session, plan, begins, current_actor(), portal.now())


def _page(agency: str, form: RenameForm, problems: Problems, plan: Rename | None = None) -> str:
    return render_template(
        "organisation_changes/settings_renaming.html",
        agency=runtime().agencies.agency(agency),
        form=form,
        problems=problems,
        plan=plan,
        seen=mark_of(plan) if plan else "",
    )
