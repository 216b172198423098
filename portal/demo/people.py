"""Invented names, and the staff of every agency with accounts to try."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from random import Random

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints import accounts
from portal.complaints.accounts import actor_of
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.domain.text import Text
from portal.runtime import Runtime

PASSWORD = "demonstration"
_DOMAIN = "demo.plaintes.example"
_FIRST = (
    "Amélie",
    "Antoine",
    "Béatrice",
    "Benoît",
    "Camille",
    "Chloé",
    "Daniel",
    "Élise",
    "Émile",
    "Farida",
    "Félix",
    "Gabrielle",
    "Hugo",
    "Inès",
    "Jean",
    "Karim",
    "Laurence",
    "Léa",
    "Louis",
    "Marguerite",
    "Mathieu",
    "Nadia",
    "Olivier",
    "Pascale",
    "Quentin",
    "Rosalie",
    "Samuel",
    "Sofia",
    "Thomas",
    "Violette",
    "William",
    "Yasmine",
    "Zoé",
    "Grace",
    "Owen",
    "Priya",
    "Wei",
)
_LAST = (
    "Beaulieu",
    "Bouchard",
    "Chan",
    "Côté",
    "Desrosiers",
    "Diallo",
    "Fortin",
    "Gagné",
    "Girard",
    "Haddad",
    "Hébert",
    "Lapointe",
    "Lavoie",
    "Leblanc",
    "Lévesque",
    "Martel",
    "Morin",
    "Nguyen",
    "Ouellet",
    "Pelletier",
    "Perron",
    "Poirier",
    "Roy",
    "Simard",
    "Tessier",
    "Tremblay",
    "Vachon",
    "Okafor",
    "Singh",
    "Walker",
    "Hughes",
    "Rossi",
)


@dataclass(frozen=True, slots=True)
class Account:
    """A demonstration account: who, in which agency, to sign in as."""

    email: str
    role: Role
    title: Text
    agency: str | None


_ANALYST = Account(f"analyste@{_DOMAIN}", Role.ANALYST, Text("Portrait", "Overview"), None)
_OF_THE_PORTAL = (
    _ANALYST,
    Account(
        f"reglages@{_DOMAIN}",
        Role.ADMINISTRATOR,
        Text("Réglages de tout le portail", "Settings of the whole portal"),
        None,
    ),
    Account(
        f"verification@{_DOMAIN}",
        Role.AUDITOR,
        Text("Vérification de tout le portail", "Audit of the whole portal"),
        None,
    ),
)


def full_name(random: Random) -> str:
    """Return an invented person's name."""
    return f"{random.choice(_FIRST)} {random.choice(_LAST)}"


def analyst() -> Account:
    """Return the account of whoever compares all agencies."""
    return _ANALYST


def accounts_of(agency: Agency, is_desk: bool) -> list[tuple[Account, str]]:
    """Return the accounts of an agency, each with the post it holds on the way up."""
    path = agency.settings.escalation
    code, first = agency.code, path[0]
    handling = Role.INTAKE if is_desk else Role.OFFICER
    staff = [
        (Account(f"agent.{code}@{_DOMAIN}", handling, first.title.text, code), first.to),
        (
            Account(f"chef.{code}@{_DOMAIN}", Role.HEAD, agency.settings.agency.service.text, code),
            first.to,
        ),
    ]
    administrator = Account(
        f"reglages.{code}@{_DOMAIN}", Role.ADMINISTRATOR, Text("Réglages", "Settings"), code
    )
    staff.append((administrator, ""))
    for level, step in enumerate(path[1:], start=2):
        role = Role.TOP_AUTHORITY if step.top_authority else Role.MANAGER
        staff.append(
            (Account(f"palier{level}.{code}@{_DOMAIN}", role, step.title.text, code), step.to)
        )
    return staff


def holder_of_role(runtime: Runtime, agency: str, role: Role) -> Actor | None:
    """Return who has had a role in an agency for longest, None if nobody has it."""
    return _first_member(runtime, agency, MembershipRecord.role == role.value)


def holder_of_post(runtime: Runtime, agency: str, post: str) -> Actor | None:
    """Return who has held a post of an agency for longest, None if nobody holds it."""
    return _first_member(runtime, agency, MembershipRecord.post == post)


def add_staff(runtime: Runtime) -> None:
    """Create every demonstration account that is not there yet."""
    random = Random(2026)
    # All have the same password: hashing it for each would take longer than the rest.
    hashed = accounts.hash_password(PASSWORD)
    with runtime.transaction() as session:
        for account, post in _with_posts(runtime):
            with suppress(accounts.EmailTakenError):
                _add(runtime, session, account, post, full_name(random), hashed)


def accounts_of_all(runtime: Runtime) -> list[Account]:
    """Return every demonstration account, those of an agency beside each other."""
    return [account for account, _ in _with_posts(runtime)]


def _with_posts(runtime: Runtime) -> list[tuple[Account, str]]:
    desk = runtime.agencies.intake_desk.code
    staff = [
        pair for agency in runtime.agencies for pair in accounts_of(agency, agency.code == desk)
    ]
    return [*staff, *((account, "") for account in _OF_THE_PORTAL)]


def _first_member(runtime: Runtime, agency: str, holds: ColumnElement[bool]) -> Actor | None:
    members = select(UserRecord).join(MembershipRecord).order_by(UserRecord.id).limit(1)
    with runtime.reading(PORTAL) as session:
        user = session.scalars(members.where(MembershipRecord.agency == agency, holds)).first()
        return None if user is None else actor_of(session, user, runtime.now())


def _add(
    runtime: Runtime, session: Session, account: Account, post: str, name: str, hashed: str
) -> None:
    user_id = accounts.create_user(
        session,
        runtime.keyring,
        account.email,
        name=name,
        password_hash=hashed,
        now=runtime.now(),
    )
    accounts.add_membership(session, user_id, account.role, account.agency, post=post or None)
