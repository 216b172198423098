from tests.commands.running import Portal


def test_the_index_is_made_anew(migrated: Portal):
    migrated("demo", "complaints", "--count", "12", "--seed", "1")
    result = migrated("search", "rebuild")
    assert (result.exit_code, result.stdout) == (
        0,
        "100 %\n12 complaints can be searched for anew.\n",
    )


def test_where_no_complaint_is_there_is_nothing_to_make(migrated: Portal):
    assert migrated("search", "rebuild").stdout == "0 complaints can be searched for anew.\n"
