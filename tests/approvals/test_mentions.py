import pytest

from approvals.mentions import handle_of, handles


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@cho, tu peux regarder ?", ("cho",)),
        ("Vu avec @Camille.Renard.", ("camille.renard",)),
        ("(@dan) puis @cho et encore @dan", ("dan", "cho")),
        ("Écrire à ana@etech.example", ()),
        ("un prix @ 20 €, ou @", ()),
        ("@@cho", ()),
        ("", ()),
    ],
)
def test_who_is_named_in_a_text(text, found):
    assert handles(text) == found


def test_a_person_is_named_by_the_start_of_their_address():
    assert handle_of("Camille.Renard@etech.example") == "camille.renard"
