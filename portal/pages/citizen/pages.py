"""Pages that only inform: protections, other ways, other recourses, privacy, accessibility."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.agencies.settings.categories import CommonRecourse
from portal.auth.access import public
from portal.complaints.planning.kept_drafts import KEPT
from portal.domain.handling.notices import Recourse
from portal.pages.citizen import bp
from portal.pages.citizen.agencies import listed
from portal.pages.current import runtime
from portal.pages.languages import localized


@localized(bp, fr="/autres-recours", en="/other-recourses")
@public
def other_recourses() -> ResponseReturnValue:
    """Name where else people can turn, whatever the agency."""
    recourses = [_recourse(*recourse) for recourse in runtime().agencies.portal.recourses.items()]
    return render_template("citizen/other_recourses.html", recourses=recourses, agencies=listed())


@localized(bp, fr="/sans-represailles", en="/no-reprisals")
@public
def protections() -> ResponseReturnValue:
    """Say how people who complain are protected, and what to do about reprisals."""
    return render_template("citizen/protections.html")


@localized(bp, fr="/autres-facons", en="/other-ways")
@public
def other_ways() -> ResponseReturnValue:
    """Say how to complain without this site."""
    return render_template("citizen/other_ways.html")


@localized(bp, fr="/confidentialite", en="/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Say what is kept, who reads it, how it is protected."""
    return render_template("citizen/privacy.html", days=KEPT.days)


@localized(bp, fr="/accessibilite", en="/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """Say what bar the site meets, and how to get help where it does not."""
    return render_template("citizen/accessibility.html")


@localized(bp, fr="/nous-joindre", en="/contact-us")
@public
def contact() -> ResponseReturnValue:
    """Say how to reach the people behind the portal."""
    return render_template("citizen/contact.html")


def _recourse(code: str, settings: CommonRecourse) -> Recourse:
    return Recourse(
        code=code,
        body=settings.body.text,
        how=settings.how.text,
        deadline=settings.deadline.text,
        link=settings.link,
        phone=settings.phone,
        review=settings.review,
    )
