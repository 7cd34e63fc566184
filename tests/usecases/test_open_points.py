from compliance.ai_act.ruleset import latest, load
from usecases.open_points import open_points


def test_every_open_point_in_force_reads_in_french():
    told = open_points(latest().source, "fr")

    assert told
    assert {point["lang"] for point in told} == {"fr"}


def test_english_readers_have_the_ruleset_s_own_words():
    rules = load("2026.11.0")

    assert open_points(rules.source, "en")[0]["text"] == rules.source["meta"]["uncertain"][0]["text"]


def test_a_point_that_nobody_translated_yet_stays_in_english():
    source = {"meta": {"uncertain": [{"id": "u_new", "topic": "New", "text": "A new point."}]}}

    assert open_points(source, "fr") == [
        {"topic": "New", "text": "A new point.", "lang": "en", "confidence": ""}
    ]
