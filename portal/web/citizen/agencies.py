"""The agencies: the list of them, and what each promises in public."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from portal.agencies.agency import Agency
from portal.agencies.consultation import Consultation
from portal.auth.access import public
from portal.domain.category import Category
from portal.domain.promise import Promise, Stage
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
    asked = found.consult()
    default = cards.facts_before(found, found.settings.default_category)
    return render_template(
        "citizen/agency.html",
        agency=found,
        who=found.settings.agency,
        channels=found.settings.channels,
        first_contact=asked.allowance(default, Stage.FIRST_CONTACT),
        answer=asked.allowance(default, Stage.ANSWER),
        categories=_promised_categories(found, asked),
        path=asked.escalation_path(default),
        recourses=asked.recourses(default, runtime().now()),
    )


def _promised_categories(agency: Agency, asked: Consultation) -> list[PromisedCategory]:
    return [
        PromisedCategory(
            category, asked.allowance(cards.facts_before(agency, category.code), Stage.ANSWER)
        )
        for category in asked.categories()
    ]
