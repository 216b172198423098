"""The steps from the home page to the number that journeys have in common."""

from __future__ import annotations

from tests.browser.front_door.person import Person

ADDRESS = "m.gagnon@exemple.org"
STORY = {
    "fr": "Le sentier du lac est fermé depuis un mois.",
    "en": "The lake trail has been closed for a month.",
}
TRAIL = {"fr": "le sentier est couvert de boue", "en": "the trail is covered with mud"}
BILL = {"fr": "ma facture d’eau est fausse", "en": "my water bill is wrong"}
PARKS = {"fr": "Régie des parcs", "en": "Parks board"}
WATER = {"fr": "Service des eaux", "en": "Water board"}
DESK = {"fr": "Guichet des plaintes", "en": "Complaints desk"}
IN_20_DAYS = {"fr": "22 décembre 2026", "en": "22 December 2026"}
IN_10_DAYS = {"fr": "8 décembre 2026", "en": "8 December 2026"}
NAMES = {"parks": PARKS, "water": WATER, "desk": DESK}
NEXT_DAY = {"fr": "25 novembre 2026", "en": "25 November 2026"}


def finds(person: Person, words: str) -> Person:
    """Tell in a few words what happened, on the home page."""
    return person.home().write(mots=words).press("#recherche button")


def complains_to(person: Person, agency: str) -> Person:
    """Choose an agency where agencies are proposed, and read its name from then on."""
    person.press(f"button[name=organisme][value={agency}]")
    return person.reads(NAMES[agency][person.language])


def tells(person: Person, story: str, place: str = "") -> Person:
    """Tell the story, and answer the one question of the parks where it is asked."""
    person.write(recit=story).press()
    return person.write(q_place=place).press() if place else person


def is_answered_by_email(person: Person, name: str = "Michel Gagnon") -> Person:
    """Complain for oneself, with an e-mail address."""
    person.choose("input[name=qui][value=self]").write(nom=name)
    return person.choose("input[name=moyen][value=email]").write(courriel=ADDRESS).press()


def stays_anonymous(person: Person) -> Person:
    """Complain without a name, and follow the complaint here alone."""
    return person.choose(
        "input[name=qui][value=anonymous]", "input[name=moyen][value=none]"
    ).press()


def opens_it(employee: Person, number: str) -> Person:
    """Open a complaint from the list of the whole team."""
    return employee.press("main a[href$='vue=equipe']").press(f"main a[href*='/{number}']")
