import pytest

from approvals.models import Attachment
from approvals.services import attachments
from approvals.workflow import State
from builders.clock import NOW
from builders.requests import PDF, a_request, an_attachment, sent
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_document_is_kept_with_its_digest(house):
    attachment = an_attachment(house, sent(house))

    assert (attachment.file_name, attachment.size) == ("devis.pdf", len(PDF))
    assert attachments.path_of(attachment).read_bytes() == PDF
    assert attachments.is_intact(attachment)
    assert Event.objects.filter(name="request.attachment_added").count() == 1


def test_a_file_that_was_touched_is_seen(house):
    attachment = an_attachment(house, sent(house))
    path = attachments.path_of(attachment)
    path.chmod(0o600)
    path.write_bytes(PDF + b"x")

    assert not attachments.is_intact(attachment)


@pytest.mark.parametrize(
    ("name", "data"),
    [("page.html", b"<html>"), ("devis.pdf", b"MZ\x90\x00"), ("image.png", PDF), ("vide.pdf", b"")],
)
def test_what_is_no_document_or_not_what_it_says_is_refused(house, name, data):
    with pytest.raises(Refused):
        an_attachment(house, sent(house), name=name, data=data)

    assert not Attachment.objects.exists()


def test_the_same_document_is_joined_once(house):
    request = sent(house)
    an_attachment(house, request)

    with pytest.raises(Refused, match="déjà joint"):
        an_attachment(house, request, name="copie.pdf", by=house.cho)


def test_ten_documents_at_most_stand_on_a_request(house):
    request = sent(house)
    for number in range(attachments.MOST):
        an_attachment(house, request, data=PDF + b"%d" % number)

    with pytest.raises(Refused, match="Dix pièces"):
        an_attachment(house, request)


def test_a_stranger_joins_nothing(house):
    with pytest.raises(Refused, match="pas dans votre liste"):
        an_attachment(house, sent(house), by=house.zoe)


def test_nothing_is_joined_to_a_closed_request(house):
    with pytest.raises(Refused, match="close"):
        an_attachment(house, a_request(house, State.REFUSED))


def test_who_joined_a_document_takes_it_back_and_its_bytes_are_gone(
    house, django_capture_on_commit_callbacks
):
    attachment = an_attachment(house, sent(house))

    with django_capture_on_commit_callbacks(execute=True):
        attachments.remove(attachment, by=house.ana, now=NOW)

    attachment.refresh_from_db()
    assert attachment.removed_at == NOW
    assert not attachments.path_of(attachment).exists()
    assert Event.objects.filter(name="request.attachment_removed").count() == 1


def test_nobody_else_takes_it_back_and_nobody_twice(house):
    attachment = an_attachment(house, sent(house))
    with pytest.raises(Refused, match="qui a joint"):
        attachments.remove(attachment, by=house.cho, now=NOW)
    attachments.remove(attachment, by=house.ana, now=NOW)

    with pytest.raises(Refused, match="déjà retirée"):
        attachments.remove(attachment, by=house.ana, now=NOW)


def test_removing_it_from_one_request_leaves_it_on_another(house, django_capture_on_commit_callbacks):
    first, second = (an_attachment(house, request) for request in (sent(house), sent(house, by=house.zoe)))

    with django_capture_on_commit_callbacks(execute=True):
        attachments.remove(first, by=house.ana, now=NOW)

    assert attachments.is_intact(second)


def test_documents_are_seen_by_those_who_read_the_request(house):
    an_attachment(house, sent(house))

    seen = {name for name in ("ana", "cho", "ida", "dan", "lea", "fin", "adi", "zoe")
            if Attachment.objects.visible_to(getattr(house, name)).exists()}  # fmt: skip

    assert seen == {"ana", "cho", "ida", "dan", "lea"}
