from tests.commands.running import Portal


def test_rebuilding_counts_every_complaint_anew(migrated: Portal):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    result = migrated("reports", "rebuild")
    assert (result.exit_code, result.stdout) == (0, "12 complaints counted.\n")


def test_a_portal_without_complaints_has_nothing_to_count(migrated: Portal):
    assert migrated("reports", "rebuild").stdout == "0 complaints counted.\n"
