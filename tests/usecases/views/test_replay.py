from django.urls import reverse

from builders.usecases import a_use_case, set_back

PAGE = "usecases:replay"


def test_the_dpo_sees_what_the_first_act_changes_rule_by_rule(client_for, house):
    a_use_case(house, "high_risk", title="Trier des candidatures")
    a_use_case(house, "minimal", title="Relire du code")

    page = (
        client_for(house.dan)
        .get(reverse(PAGE), {"version": "2024.7.0"})
        .content.decode()
        .replace("\xa0", " ")
    )

    assert "Trier des candidatures" in page
    assert "Relire du code" not in page
    assert "2 déc. 2027 → 2 août 2026" in page


def test_the_rules_in_force_change_nothing(client_for, house):
    a_use_case(house, "high_risk")

    page = client_for(house.dan).get(reverse(PAGE), {"version": "2026.11.0"}).content.decode()

    assert "Rien ne change" in page


def test_an_unknown_ruleset_names_those_that_exist(client_for, house):
    response = client_for(house.dan).get(reverse(PAGE), {"version": "../../etc"})

    assert response.status_code == 422
    assert "Choisissez parmi 2024.7.0, 2026.11.0" in response.content.decode()


def test_the_page_says_what_adopting_does_before_it_offers_to(client_for, house):
    set_back(a_use_case(house, "high_risk", title="Trier des candidatures"))
    dan = client_for(house.dan)

    first = dan.get(reverse(PAGE)).content.decode()
    assert "Voir ce que l’adoption changerait" in first
    assert "Adopter les règles 2026.11.0" not in first
    looked = dan.get(reverse(PAGE), {"version": "2026.11.0"}).content.decode()
    assert "Adopter les règles 2026.11.0" in looked
    done = dan.post(reverse("usecases:replay_adopt"), follow=True).content.decode()
    assert "Règles 2026.11.0 adoptées. 0 classement repris. 1 à refaire." in done
    assert house.dan.full_name in done and "leurs porteurs les refont" in done


def test_older_rules_are_compared_and_never_adopted(client_for, house):
    set_back(a_use_case(house, "high_risk"))

    page = client_for(house.dan).get(reverse(PAGE), {"version": "2024.7.0"}).content.decode()

    assert "elles ne s’adoptent pas" in page
    assert "Adopter les règles" not in page


def test_what_changes_is_exported_as_shown(client_for, house):
    a_use_case(house, "high_risk", title="Trier des candidatures")
    a_use_case(house, "minimal", title="Relire du code")
    address = reverse("usecases:replay_export", args=["csv"])
    dan = client_for(house.dan)

    text = dan.get(address, {"version": "2024.7.0"}).getvalue().decode()
    assert "Trier des candidatures" in text and "2027-12-02 → 2026-08-02" in text
    assert "Relire du code" not in text
    assert dan.get(address, {"version": "1.0"}).status_code == 422


def test_taking_over_with_nothing_to_take_says_so(client_for, house):
    a_use_case(house)

    response = client_for(house.dan).post(reverse("usecases:replay_adopt"), follow=True)

    assert "rien n’est à reprendre" in response.content.decode()


def test_the_page_reads_as_many_statements_with_more_uses(client_for, house, assert_flat_queries):
    a_use_case(house, "high_risk")
    dan = client_for(house.dan)

    assert_flat_queries(
        get=lambda: dan.get(reverse(PAGE), {"version": "2024.7.0"}),
        add_rows=lambda: [a_use_case(house, "high_risk", title=f"Tri {n}") for n in range(3)],
    )
