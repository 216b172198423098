"""Step 2: how to answer, and whom."""

from __future__ import annotations

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from portal.auth.access import public
from portal.pages.citizen.blueprint import bp
from portal.pages.citizen.checks import REPLY_FIELDS
from portal.pages.citizen.journey import REPLY, Journey
from portal.pages.citizen.opening import opens_journey, saved
from portal.pages.citizen.reply_form import agreement_of, typed_reply
from portal.pages.citizen.save_for_later import has_to_leave, later
from portal.pages.current import runtime
from portal.pages.forms import Problems
from portal.pages.languages import localized
from portal.words.replies import NEED_WORDS


@localized(bp, fr="/plainte/<draft>/reponse", en="/complaint/<draft>/answer")
@public
@opens_journey
def reply(journey: Journey) -> ResponseReturnValue:
    """Ask how to answer; what was sent before is there, with its problems."""
    was_sent = bool(journey.content.filed_for or journey.content.reply_by)
    return _page(journey, journey.problems(REPLY) if was_sent else Problems(REPLY_FIELDS))


@localized(bp, fr="/plainte/<draft>/reponse", en="/complaint/<draft>/answer", methods=["POST"])
@public
@opens_journey
def keep_reply(journey: Journey) -> ResponseReturnValue:
    """Keep what was typed, then check it."""
    now_known = Journey.of(saved(journey.draft, **typed_reply()), journey.agency)
    if has_to_leave():
        return later(now_known.draft)
    if now_known.problems(REPLY):
        return _page(now_known, now_known.problems(REPLY)), 422
    return redirect(now_known.url(now_known.next_step()), 303)


def _page(journey: Journey, problems: Problems) -> str:
    agreement, reason = agreement_of(journey.content)
    return render_template(
        "citizen/reply.html",
        journey=journey,
        content=journey.content,
        problems=problems,
        agreement=agreement,
        agreement_reason=reason,
        needs=NEED_WORDS,
        offers_texts=runtime().plugins.deliver_texts,
    )
