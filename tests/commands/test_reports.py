from tests.commands.running import Portal


def test_rebuilding_counts_every_complaint_anew(migrated: Portal):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    result = migrated("reports", "rebuild")
    assert (result.exit_code, result.stdout) == (0, "12 complaints counted.\n")


def test_a_portal_without_complaints_has_nothing_to_count(migrated: Portal):
    assert migrated("reports", "rebuild").stdout == "0 complaints counted.\n"


def test_quarters_that_are_over_are_published_once(migrated: Portal):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    assert "0 quarters" not in migrated("reports", "publish").stdout
    assert migrated("reports", "publish").stdout == "0 quarters published.\n"


def test_a_revision_needs_a_published_quarter_and_something_else_to_say(migrated: Portal):
    reasons = ("--reason", "Une règle.", "--reason-en", "A rule.")
    never = migrated("reports", "revise", "1999-T1", *reasons)
    assert (never.exit_code, never.stderr) == (1, "1999-T1 is not published: nothing to revise.\n")
    assert migrated("reports", "revise", "2026", *reasons).exit_code == 2
