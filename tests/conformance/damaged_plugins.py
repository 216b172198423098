"""Damages by a plugin's code, and by how it behaves when it is asked."""

from __future__ import annotations

from tests.conformance.damage import (
    ALLOWANCE,
    CALENDAR,
    CATEGORIES,
    NOTICES,
    PATH,
    PRELUDE,
    PROBLEMS,
    QUESTIONS,
    RECOURSES,
    UNIT,
    Damage,
    answered,
    plugin,
    wrapped,
)

SOUND = "@hookimpl\ndef complaint_problems(draft):\n    return []\n"


def sound_but(check: str, source: str, mark: str = "@hookimpl") -> Damage:
    return plugin(check, SOUND.replace("@hookimpl", mark) + source)


CODE = [
    plugin("the-plugin-loads", "raise RuntimeError('broken')\n"),
    plugin(
        "every-hook-is-known", SOUND + "@hookimpl\ndef receiving_units(draft):\n    return None\n"
    ),
    plugin("the-plugin-answers-a-hook", "ANSWER = 42\n"),
    sound_but("no-hook-lacks-its-mark", "def receiving_unit(draft):\n    return 'terrain'\n"),
    sound_but("no-hook-waits-for-the-settings", "", "@hookimpl(trylast=True)"),
    sound_but("no-hook-is-optional", "", "@hookimpl(optionalhook=True)"),
    plugin(
        "every-wrapper-is-of-the-new-kind",
        "@hookimpl(hookwrapper=True)\ndef complaint_problems(draft):\n    outcome = yield\n",
    ),
    plugin("the-plugin-says-what-it-is-for", SOUND, PRELUDE.split("\n", 1)[1]),
    sound_but("it-sees-the-plugin-api-alone", "from portal.domain import text\n"),
    sound_but("it-reaches-no-network-and-no-process", "import urllib.request\n"),
    sound_but("it-keeps-no-files", "def read():\n    return open('cards')\n"),
    sound_but("it-leaves-nothing-to-chance", "import random\n"),
    sound_but("it-reads-no-clock", "def today():\n    return datetime.now()\n"),
    sound_but("it-prints-nothing", "def tell():\n    print('filed')\n"),
    sound_but("it-keeps-no-state-of-its-own", "def keep():\n    global LAST\n    LAST = 1\n"),
]

ASKED = [
    answered(
        "no-hook-raises",
        UNIT,
        "{None: None, 'ecluse': None}.get(draft.category, draft.story[0] and None)",
    ),
    answered("all-answers-come-within-a-second", ALLOWANCE, "time.sleep(0.4)"),
    answered("no-hook-changes-what-it-is-given", UNIT, "draft.answers.update(seen=True)"),
    plugin(
        "the-same-facts-have-the-same-answers",
        "SEEN = set()\n@hookimpl\ndef receiving_unit(draft):\n"
        "    again = str(draft) in SEEN\n    SEEN.add(str(draft))\n"
        "    return 'permis' if again else 'terrain'\n",
    ),
    plugin(
        "several-at-once-have-the-same-answers",
        "BUSY = []\n@hookimpl\ndef receiving_unit(draft):\n    BUSY.append(1)\n"
        "    time.sleep(0.002)\n    busy = len(BUSY)\n    BUSY.pop()\n"
        "    return 'permis' if busy > 1 else 'terrain'\n",
    ),
    answered(
        "every-filing-is-planned-without-a-failure", PATH, "int(complaint.number[5:]) and None"
    ),
    answered("complaint-categories-answers-what-it-promises", CATEGORIES, "['ecluse']"),
    answered(
        "complaint-questions-answers-what-it-promises", QUESTIONS, "[Question('lieu', 'Où?')]"
    ),
    answered(
        "complaint-problems-answers-what-it-promises", PROBLEMS, "Problem('lieu', Text('a', 'b'))"
    ),
    answered("complaint-notices-answers-what-it-promises", NOTICES, "[None]"),
    answered("receiving-unit-answers-what-it-promises", UNIT, "42"),
    wrapped("working-calendar-answers-what-it-promises", CALENDAR, "was.jurisdiction"),
    wrapped("allowance-answers-what-it-promises", ALLOWANCE, "replace(was, confidence='assumed')"),
    wrapped("escalation-path-answers-what-it-promises", PATH, "was[:1]"),
    wrapped("recourses-answers-what-it-promises", RECOURSES, "tuple(each.code for each in was)"),
]

DAMAGES = [*CODE, *ASKED]
