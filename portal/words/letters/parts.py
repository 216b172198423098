"""What letters to complainants are made of: what comes next and when, how to ask, the footer."""

from __future__ import annotations

from collections.abc import Sequence

from portal.domain.promise import Stage
from portal.domain.time.allowance import Allowance
from portal.words.dates import after_file_words
from portal.words.letters.layout import Action, Content, Item, Items, Paragraph, Part, Title
from portal.words.letters.telling import Telling


def short(
    told: Telling, subject: str, heading: str, *said: str, then: Sequence[Part] = ()
) -> Content:
    """Return a letter that says `said`, what the agency adds, and then `then`."""
    parts = [*map(Paragraph, said), *told.middle(), *facts_and_action(told), *then]
    return letter(told, subject, heading, parts)


def letter(
    told: Telling, subject: str, heading: str, parts: Sequence[Part], footer: str | None = None
) -> Content:
    """Return a letter of these parts, with how to ask and why one gets it at the end."""
    said = [*_of_part(told), *parts, *how_to_ask(told)]
    return Content(subject, heading, said, footer or _footer(told))


def _of_part(told: Telling) -> list[Part]:
    """Say which agency writes, where it answers a part of the complaint."""
    if not told.params.get("is_part"):
        return []
    agency = told.words(told.names.agency)
    said = told.gettext(
        "Ceci concerne la partie de votre plainte confiée à : %(agency)s.", agency=agency
    )
    return [Paragraph(said)]


def facts_and_action(told: Telling) -> list[Part]:
    """Return the number of the complaint and the way to follow it."""
    return [told.facts(), Action(told.gettext("Suivre ma plainte"), told.follow_url())]


def next_steps(told: Telling) -> list[Part]:
    """Return what is promised to come next, and by when; nothing where nothing is promised."""
    _ = told.gettext
    steps = []
    contact = told.promised("first_contact_day", Stage.FIRST_CONTACT)
    if contact:
        said = _("une personne prend votre plainte en charge et vous donne son nom.")
        steps.append(Item(_("Au plus tard le %(day)s", day=contact), said))
    handed_on = told.sampled("intake_day", bool(told.params.get("intake_is_sample")))
    if handed_on:
        said = _("votre plainte est remise à l’organisme qui doit répondre.")
        steps.append(Item(_("Au plus tard le %(day)s", day=handed_on), said))
    answer = told.promised("answer_day", Stage.ANSWER)
    if answer:
        said = _("vous recevez une réponse écrite.")
        steps.append(Item(_("Au plus tard le %(day)s", day=answer), said))
    return [Title(_("La suite")), Items(steps)] if steps else []


def after_file(told: Telling) -> list[str]:
    """Say how long after the documents the answer comes, and that it cannot wait for ever."""
    _ = told.gettext
    if not told.params.get("after_file"):
        return []
    length = after_file_words(Allowance.parse(told.params["after_file"]), told.language)
    return [
        _("Vous recevez une réponse écrite %(length)s.", length=length),
        _(
            "Le délai part au plus tard le %(day)s, même si un document manque encore.",
            day=told.sampled("file_day", bool(told.params.get("file_is_sample"))),
        ),
    ]


def standing_still(told: Telling) -> list[str]:
    """Say that the time stands still, until when at most, and what lets it go on."""
    _ = told.gettext
    if not told.params.get("paused_until"):
        return []
    return [
        _(
            "Depuis le %(moment)s, le délai pour vous répondre est suspendu.",
            moment=told.moment("paused_at"),
        ),
        _(
            "Il repart dès que vous répondez, ou de lui-même après le %(day)s.",
            day=told.sampled("paused_until", bool(told.params.get("pause_is_sample"))),
        ),
    ]


def time_to_reopen(told: Telling) -> list[str]:
    """Say until when the complaint may be taken up again, where the agency leaves a time for it."""
    day = told.sampled("reopening_day", bool(told.params.get("reopening_is_sample")))
    if day is None:
        return []
    return [
        told.gettext(
            "Ce n’est pas réglé? Jusqu’au %(day)s, vous pouvez demander dans le suivi "
            "que votre plainte soit reprise, ou qu’une autre personne révise la réponse.",
            day=day,
        )
    ]


def handed_to(told: Telling) -> list[str]:
    """Say who has the complaint now, where it is known."""
    holder = told.holder()
    if holder is None:
        return []
    return [told.gettext("Votre plainte est maintenant confiée à : %(post)s.", post=holder)]


def answer_by(told: Telling, param: str = "last_day") -> list[str]:
    """Say by when the answer comes, where a day is promised."""
    day = told.promised(param, Stage.ANSWER)
    if day is None:
        return []
    return [told.gettext("Vous recevrez une réponse écrite au plus tard le %(day)s.", day=day)]


def first_date(told: Telling) -> list[str]:
    """Say that the date promised at first goes on, where another agency's comes later."""
    day = told.promised("first_day", Stage.ANSWER)
    if day is None:
        return []
    return [
        told.gettext(
            "La date promise quand vous avez envoyé votre plainte, le %(day)s, reste comptée.",
            day=day,
        )
    ]


def how_to_ask(told: Telling) -> list[Part]:
    """Return how to ask a question."""
    _ = told.gettext
    if told.names.phone:
        said = _(
            "Écrivez-nous dans le suivi de votre plainte, ou appelez le %(phone)s.",
            phone=told.names.phone,
        )
    else:
        said = _("Écrivez-nous dans le suivi de votre plainte.")
    return [Title(_("Vous avez une question?")), Paragraph(said)]


def _footer(told: Telling) -> str:
    _ = told.gettext
    if told.on_paper:
        return _paper_footer(told)
    kept = _(
        "Ce courriel ne contient pas votre code d’accès ni le texte de votre plainte, "
        "pour protéger vos renseignements."
    )
    return f"{kept} {_not_yours(told)}"


def footer_with_answer(told: Telling) -> str:
    """Return the footer of a letter that holds the whole answer."""
    _ = told.gettext
    if told.on_paper:
        return _paper_footer(told)
    kept = _("Ce courriel contient la réponse complète parce que vous l’avez demandé.")
    return f"{kept} {_not_yours(told)}"


def _not_yours(told: Telling) -> str:
    return told.gettext("Si vous n’avez pas déposé de plainte, avertissez-nous.")


def protections(told: Telling) -> str:
    """Return the address of the page about reprisals."""
    return told.page("sans-represailles", "no-reprisals")


def _paper_footer(told: Telling) -> str:
    kept = told.gettext("Cette lettre ne contient pas votre code d’accès.")
    return f"{kept} {_not_yours(told)}"
