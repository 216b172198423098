"""Five people to be in a demonstration, who all meet the same complaint."""

from __future__ import annotations

from portal.demo.people import PASSWORD, Account, accounts_of, analyst
from portal.demo.to_follow import CODE, ToFollow, to_follow
from portal.domain.number import written_code
from portal.domain.role import Role
from portal.domain.text import Text
from portal.pages.office.entrance import PersonToBe
from portal.runtime import Runtime

_STAFF = {
    Role.OFFICER: (
        Text("Une agente", "An officer"),
        Text(
            "Elle traite les plaintes, la plus pressante d’abord.",
            "Handles complaints, the most pressing first.",
        ),
        Text("/fr/gestion/{agency}/file", "/en/office/{agency}/list"),
    ),
    Role.HEAD: (
        Text("La responsable des plaintes", "The head of the complaints service"),
        Text(
            "Elle voit toute l’équipe, donne les plaintes et recommande.",
            "Sees the whole team, gives complaints to officers, and recommends.",
        ),
        Text("/fr/gestion/{agency}/file?vue=equipe", "/en/office/{agency}/list?vue=equipe"),
    ),
    Role.ADMINISTRATOR: (
        Text("Un administrateur", "An administrator"),
        Text(
            "Il change les catégories, les délais et les paliers, puis publie.",
            "Changes categories, deadlines and levels, then publishes them.",
        ),
        Text("/fr/reglages/{agency}", "/en/settings/{agency}"),
    ),
    Role.ANALYST: (
        Text("Une analyste", "An analyst"),
        Text(
            "Elle compare tous les organismes.",
            "Compares all organisations.",
        ),
        Text("/fr/portrait", "/en/overview"),
    ),
}


def people_to_be(runtime: Runtime) -> list[PersonToBe]:
    """Return a citizen, an officer, the head, an administrator and an analyst, in this order.

    There is nobody where the demonstration has no complaint to follow.
    """
    followed = to_follow(runtime)
    if not followed:
        return []
    agency = runtime.agencies.agency(followed[0].agency)
    desk = runtime.agencies.intake_desk.code
    staff = {
        account.role: account for account, _ in accounts_of(agency, is_desk=agency.code == desk)
    }
    staff |= {Role.ANALYST: analyst()}
    return [
        _citizen(followed[0]),
        *(_of_staff(account, agency.code) for role in _STAFF if (account := staff.get(role))),
    ]


def _citizen(followed: ToFollow) -> PersonToBe:
    return PersonToBe(
        who=Text("Une citoyenne", "A citizen"),
        does=Text(
            f"Elle suit la plainte {followed.number}; son code d’accès est {written_code(CODE)}.",
            f"Follows complaint {followed.number}; the access code is {written_code(CODE)}.",
        ),
        begins=Text(f"/fr/suivi?numero={followed.number}", f"/en/follow?numero={followed.number}"),
    )


def _of_staff(account: Account, agency: str) -> PersonToBe:
    who, does, begins = _STAFF[account.role]
    at = Text(begins.fr.format(agency=agency), begins.en.format(agency=agency))
    return PersonToBe(who, does, at, account.email, PASSWORD)
