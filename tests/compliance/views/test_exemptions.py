from datetime import timedelta

from django.urls import reverse

from builders.clock import TODAY
from compliance.services import exemptions

LIST = "/derogations/"


def granted(house):
    return exemptions.grant(
        plan=house.plan, project=house.project, levels=["confidential"], conditions=["owner_approval"],
        reference="DEM-2026-001", expires_on=TODAY + timedelta(days=3000), by=house.dan, today=TODAY,
    )  # fmt: skip


def test_the_list_shows_what_was_set_aside_to_those_who_know_the_project(house, client_for):
    granted(house)

    assert "DEM-2026-001" in client_for(house.ana).get(LIST).content.decode()
    assert "DEM-2026-001" not in client_for(house.zoe).get(LIST).content.decode()


def test_the_dpo_ends_one_and_it_moves_to_the_ended_ones(house, client_for):
    exemption, web = granted(house), client_for(house.dan)

    answer = web.post(reverse("compliance:exemption_end", args=[exemption.pk]), follow=True)

    assert "La dérogation est terminée." in answer.content.decode()
    assert "DEM-2026-001" not in web.get(LIST).content.decode()
    assert "DEM-2026-001" in web.get(LIST, {"etat": "terminees"}).content.decode()


def test_a_refusal_offers_the_exception_prefilled(house, client_for):
    page = client_for(house.ana).get(
        "/puis-je-envoyer/",
        {"level": "confidential", "plan": house.plan.slug, "project": house.project.slug},
    )

    body = page.content.decode()
    form = reverse("approvals:request_exception", args=[house.plan.slug])
    assert f"{form}?project={house.project.pk}&amp;data_levels=confidential" in body
    assert (
        "selected"
        in client_for(house.ana)
        .get(form, {"project": house.project.pk, "data_levels": "confidential"})
        .content.decode()
    )
