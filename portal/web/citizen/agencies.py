"""The agencies: the list of them, and what each promises in public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation
from portal.auth.access import public
from portal.domain.category import Category
from portal.domain.promise import Promise, Stage
from portal.domain.text import Text
from portal.web.citizen import cards
from portal.web.citizen.blueprint import bp
from portal.web.current import runtime
from portal.web.languages import localized


@dataclass(frozen=True, slots=True)
class PromisedCategory:
    """What complaints can be about, and within what time they are answered."""

    category: Category
    answer: Promise


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
    found = runtime().agencies.agency(code)
    if not runtime().agencies.in_force.takes_complaints(code, runtime().now()):
        return _replaced(found)
    asked = found.consult()
    default = cards.facts_before(found, found.settings.default_category)
    return render_template(
        "citizen/agency.html",
        agency=found,
        replaced=_names_replaced(code),
        to_come=_to_come(code),
        who=found.settings.agency,
        channels=found.settings.channels,
        first_contact=asked.allowance(default, Stage.FIRST_CONTACT),
        answer=asked.allowance(default, Stage.ANSWER),
        categories=_promised_categories(found, asked),
        path=asked.escalation_path(default),
        recourses=asked.recourses(default, runtime().now()),
    )


def _replaced(old: Agency) -> ResponseReturnValue:
    """Lead from an agency that was replaced to the one that took its place, or name them all."""
    portal = runtime()
    places = {
        category.code: portal.agencies.heir_of(old.code, category.code, portal.now()).agency
        for category in old.settings.categories
    }
    successors = dict.fromkeys(places.values())
    if len(successors) == 1:
        return redirect(url_for(".agency", code=next(iter(successors))), 303)
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


def _to_come(code: str) -> tuple[date, list[Text]] | None:
    """Return from which day on others take the agency's place, and their names."""
    agencies = runtime().agencies
    one = agencies.in_force.successions.get(code)
    if one is None:
        return None
    zone = agencies.agency(code).configured.working_calendar(None).zone
    names = [agencies.agency(successor).name for successor in one.successors]
    return one.effective_at.astimezone(zone).date(), names


def _names_replaced(code: str) -> list[Text]:
    """Return the names of those whose place this agency took, or a part of it."""
    in_force, now = runtime().agencies.in_force, runtime().now()
    return [
        in_force.agencies[one.agency].name
        for one in in_force.successions.values()
        if one.effective_at <= now and code in one.successors
    ]


def _promised_categories(agency: Agency, asked: Consultation) -> list[PromisedCategory]:
    return [
        PromisedCategory(
            category, asked.allowance(cards.facts_before(agency, category.code), Stage.ANSWER)
        )
        for category in asked.categories()
    ]
