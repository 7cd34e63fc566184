"""Dossiers in the browser: every state accessible and quiet; from a use case to the seal and its check."""

from datetime import timedelta

import pytest
from django.utils import timezone

from builders.clock import NOW
from builders.dossiers import a_queued_dossier
from builders.sealed import a_sealed_dossier
from builders.usecases import a_use_case
from compliance.models import Dossier
from compliance.services import dossier_checks, dossier_files, dossiers
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job, JobState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
pytestmark.append(pytest.mark.filterwarnings("ignore:.*sRGB2014.icc"))  # left open by WeasyPrint
LOOKS = [("light", 1440), ("dark", 1440), ("dark", 390), ("light", 320)]


def spoil(dossier):
    path = dossier_files.path_of(dossier)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"%PDF", b"%PDG"))


@pytest.fixture
def archive(house):
    """A dossier at every state."""
    cases = [a_use_case(house, "high_risk", title=f"Cas {number}") for number in range(5)]
    running, failed, stopped = (a_queued_dossier(house, case) for case in cases[:3])
    Job.objects.filter(key=running.job_key).update(state=JobState.RUNNING, progress=40, step="layout")
    dossiers.fail(failed, reason="OSError: disque plein")
    dossiers.abandon(stopped, by=house.dan)
    sealed, altered = (a_sealed_dossier(house, case) for case in cases[3:])
    spoil(altered)
    dossier_checks.check(altered, now=NOW)
    house.dossiers = [running, failed, stopped, sealed, altered]
    return house


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_every_state_is_accessible_quiet_and_fits(visit, archive, live_server, scheme, width):
    seen, faults = visit("compliance:dossier_list", archive.dan, scheme=scheme, width=width), {}
    addresses = ["", *(f"{dossier.number}/" for dossier in archive.dossiers), "?etat=arretes", "?q=zzz"]
    for address in addresses:
        seen.page.goto(f"{live_server.url}/dossiers/{address}")
        seen.page.wait_for_load_state("networkidle")
        seen.screenshot(f"dossiers-{address.strip('/?') or 'list'}-{scheme}-{width}")
        found = [*seen.axe(), *seen.console(), *(["sideways"] if seen.scrolls_sideways() else [])]
        if found or seen.page.locator("h1").count() != 1:
            faults[address] = found

    assert faults == {}


def test_from_a_use_case_to_the_seal_while_the_page_follows(visit, house, tmp_path):
    use_case = a_use_case(house, "high_risk")
    seen = visit("usecases:usecase_sheet", house.dan, {"slug": use_case.slug})
    page = seen.page
    page.get_by_role("link", name="Préparer un dossier").click()
    page.get_by_role("button", name="Produire et sceller").click()
    page.get_by_text("En file d’attente").wait_for()

    job = Job.objects.get(kind="usecases.render_dossier")
    queue.run(job.pk, timezone.now() + timedelta(seconds=1))

    page.get_by_role("button", name="Télécharger le PDF").wait_for(timeout=15_000)  # nobody reloads
    with page.expect_download() as taken:
        page.get_by_role("button", name="Télécharger le PDF").click()
    file = tmp_path / "recu.pdf"
    taken.value.save_as(file)
    assert file.read_bytes() == dossier_files.read(Dossier.objects.get())
    assert seen.console() == []


def test_a_received_file_is_confirmed_and_one_changed_byte_is_refused(visit, house, tmp_path):
    dossier = a_sealed_dossier(house, a_use_case(house))
    good, bad = tmp_path / "bon.pdf", tmp_path / "mauvais.pdf"
    good.write_bytes(dossier_files.read(dossier))
    data = bytearray(good.read_bytes())
    data[9] ^= 1
    bad.write_bytes(data)
    seen = visit("compliance:dossier_verify", house.dan)

    for file, words in ((good, "Intact, et signé par ce portail."), (bad, "n’est pas un dossier intact")):
        seen.page.get_by_label("Fichier PDF").set_input_files(file)
        seen.page.get_by_role("button", name="Vérifier le dossier").click()
        seen.page.get_by_text(words).wait_for()
        assert seen.axe() == []


def test_the_form_works_without_script(visit, house):
    use_case = a_use_case(house)
    page = visit("compliance:dossier_list", house.dan, script=False).page

    page.get_by_role("link", name="Préparer un dossier").click()
    page.get_by_label("Porte sur").fill(use_case.reference)
    page.get_by_role("button", name="Produire et sceller").click()
    page.get_by_role("link", name="Actualiser").click()

    assert Dossier.objects.get().number in page.url
