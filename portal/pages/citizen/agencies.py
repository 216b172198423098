"""The agencies: the list of them, and what each promises in public."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.auth.access import public
from portal.pages.citizen import cards
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.contributions import ON_AGENCY, shown_parts
from portal.pages.current import runtime
from portal.pages.languages import localized
from portal.pages.shown.agency import shown_agency


@localized(bp, fr="/organismes", en="/agencies")
@public
def agencies() -> ResponseReturnValue:
    """List every agency, or those that a topic of the home page calls for."""
    topics = {topic.code: topic for topic in runtime().agencies.portal.topics}
    topic = topics.get(request.args.get("sujet", ""))
    found = cards.suggested(topic.words) if topic else cards.listed()
    return render_template("citizen/agencies.html", topic=topic, cards=found)


@localized(bp, fr="/organismes/<code>", en="/agencies/<code>")
@public
def agency(code: str) -> ResponseReturnValue:
    """Show an agency's public commitment: mandate, times, channels, steps, recourses."""
    found = public_agency(code, "citizen.agency")
    if not isinstance(found, Agency):
        return found
    return render_template(
        "citizen/agency.html",
        agency=found,
        shown=shown_agency(found),
        parts=shown_parts(ON_AGENCY, found),
    )


def public_agency(code: str, page: str) -> Agency | ResponseReturnValue:
    """Return the agency, or where to go for one that was replaced: the same page of its heir."""
    found = runtime().agencies.agency(code)
    if runtime().agencies.in_force.takes_complaints(code, runtime().now()):
        return found
    return _replaced(found, page)


def _replaced(old: Agency, page: str) -> ResponseReturnValue:
    """Lead from an agency that was replaced to the one that took its place, or name them all."""
    portal = runtime()
    places = {
        category.code: portal.agencies.heir_of(old.code, category.code, portal.now()).agency
        for category in old.settings.categories
    }
    successors = dict.fromkeys(places.values())
    if len(successors) == 1:
        return redirect(url_for(page, code=next(iter(successors))), 303)
    return render_template(
        "citizen/replaced.html",
        agency=old,
        successors=[
            (
                portal.agencies.agency(code),
                [one for one in old.configured.all_categories if places.get(one.code) == code],
            )
            for code in successors
        ],
    )
