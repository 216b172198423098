"""How to answer a complainant, and whom the complaint is for: the form, and what it lacks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request

from portal.complaints.kept_drafts import DraftContent
from portal.domain.complaint import AGREED, BY_PEOPLE, FiledFor, ReplyBy
from portal.domain.mail_address import LONGEST as LONGEST_EMAIL
from portal.domain.phone import is_phone
from portal.domain.text import LANGUAGES
from portal.pages.current import gettext, runtime
from portal.pages.forms import (
    LONGEST_LINE,
    Problems,
    chosen,
    email_problem,
    typed_line,
    typed_phone,
    typed_text,
)
from portal.pages.shown.before_filing import NEED_WORDS
from portal.words.catalogue import to_translate

REPLY_FIELDS = (
    *("qui", "nom", "nom-autre", "accord", "accord-raison", "moyen"),
    *("courriel", "adresse", "telephone", "texto", "langue"),
)
NOT_AGREED = "no"
"""What is kept while why the person concerned does not agree is still to be said."""


def typed_reply() -> dict[str, Any]:
    """Return everything the form holds, as it was typed, by its name in the draft."""
    return {
        "filed_for": chosen("qui", frozenset(map(str, BY_PEOPLE))),
        "name": typed_line("nom", LONGEST_LINE),
        "other_name": typed_line("nom-autre", LONGEST_LINE),
        "agreement": _agreement(),
        **typed_contact(),
        "reply_language": chosen("langue", frozenset(LANGUAGES)),
        "needs": tuple(need for need in NEED_WORDS if need in request.form.getlist("besoin")),
    }


def typed_contact() -> dict[str, Any]:
    """Return how the person wants to be reached, every detail as typed."""
    means = chosen("moyen", _means())
    return {
        "reply_by": means,
        "email": typed_line("courriel", LONGEST_EMAIL),
        "phone": _number("texto", "telephone")
        if means == ReplyBy.TEXT
        else _number("telephone", "texto"),
        "address": typed_text("adresse"),
        "full_answer_by_email": "complet" in request.form,
    }


def _number(field: str, other: str) -> str:
    """Return the number of the means that was chosen, else the one typed beside another."""
    return typed_phone(field, LONGEST_LINE) or typed_phone(other, LONGEST_LINE)


def agreement_of(content: DraftContent) -> tuple[str, str]:
    """Return which button of the agreement is chosen, and the reason where there is none."""
    if content.agreement in ("", AGREED, NOT_AGREED):
        return content.agreement, ""
    return NOT_AGREED, content.agreement


def _means() -> frozenset[str]:
    """Return the means that are offered: text messages only where a plugin delivers them."""
    offered = frozenset(map(str, ReplyBy))
    return offered if runtime().plugins.deliver_texts else offered - {ReplyBy.TEXT}


def _agreement() -> str:
    """Return the agreement, the reason why there is none, or that the reason is missing."""
    answer = chosen("accord", frozenset({AGREED, NOT_AGREED}))
    return answer if answer == AGREED else typed_text("accord-raison") or answer


def reply_problems(content: DraftContent) -> Problems:
    """Return what to do about whom the complaint is for and how to answer."""
    problems = Problems(REPLY_FIELDS)
    _check_lengths(problems, content)
    if not content.filed_for:
        problems.add("qui", gettext("Dites pour qui vous portez plainte"))
    elif content.filed_for != FiledFor.ANONYMOUS and not content.name:
        problems.add("nom", gettext("Écrivez votre nom, ou choisissez de rester anonyme"))
    if content.filed_for == FiledFor.OTHER:
        _other_problems(problems, content)
    check_contact(problems, content)
    if not content.reply_language:
        problems.add("langue", gettext("Choisissez la langue de la réponse"))
    return problems


def _check_lengths(problems: Problems, content: DraftContent) -> None:
    problems.check_line("nom", content.name)
    problems.check_line("nom-autre", content.other_name)
    problems.check_text("accord-raison", content.agreement)


def check_contact(problems: Problems, content: DraftContent) -> None:
    """Note what to do about the means of reply, its one detail, and the length of all details."""
    problems.check_line("courriel", content.email, LONGEST_EMAIL)
    problems.check_line("adresse", content.address)
    problems.check_line("telephone", content.phone)
    if not content.reply_by:
        problems.add("moyen", gettext("Choisissez comment recevoir la réponse"))
        return
    detail = _DETAILS.get(ReplyBy(content.reply_by))
    if detail is not None and (problem := detail[1](content)):
        problems.add(detail[0], gettext(problem))


def _other_problems(problems: Problems, content: DraftContent) -> None:
    if not content.other_name:
        problems.add("nom-autre", gettext("Écrivez le nom de la personne concernée"))
    if not content.agreement:
        problems.add("accord", gettext("Dites si cette personne est d’accord"))
    elif content.agreement == NOT_AGREED:
        problems.add("accord-raison", gettext("Dites pourquoi son accord ne peut pas être donné"))


_TEN_DIGITS = to_translate("Écrivez un numéro de téléphone à 10 chiffres")
_WHOLE_ADDRESS = to_translate("Écrivez votre adresse postale complète")
_DETAILS: dict[ReplyBy, tuple[str, Callable[[DraftContent], str]]] = {
    ReplyBy.EMAIL: ("courriel", lambda content: email_problem(content.email)),
    ReplyBy.POST: ("adresse", lambda content: "" if content.address else _WHOLE_ADDRESS),
    ReplyBy.PHONE: ("telephone", lambda content: _phone_problem(content.phone)),
    ReplyBy.TEXT: ("texto", lambda content: _phone_problem(content.phone)),
}


def _phone_problem(typed: str) -> str:
    return "" if is_phone(typed) else _TEN_DIGITS
