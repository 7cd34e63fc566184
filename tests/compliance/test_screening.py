"""Detectors of secrets and personal data: what they find, what they leave, and that threads are apart."""

import threading

import pytest

from compliance.screening import LEVELS, RANKED, Kind
from compliance.screening.engine import LONGEST_PIECE, screen
from compliance.services import rules

FOUND = {
    Kind.KEY: "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
    Kind.TOKEN: "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    Kind.PASSWORD: "hunter2Zx!9",
    Kind.MARKING: "DIFFUSION RESTREINTE",
    Kind.IBAN: "FR76 3000 6000 0112 3456 7890 189",
    Kind.NIR: "2 55 08 14 168 025 38",
    Kind.CARD: "4532 0151 1283 0366",
    Kind.EMAIL: "anne.durand@etech.fr",
    Kind.SIRET: "732 829 320 00074",
    Kind.VAT: "FR 83 404 833 048",
    Kind.SIREN: "732 829 320",
    Kind.PHONE: "06 12 34 56 78",
    Kind.DOCUMENT: "19FV30482",
    Kind.PLATE: "GK-482-TR",
    Kind.IP: "91.160.24.187",
    Kind.BIRTH: "17/05/1978",
    Kind.POSTAL: "14 rue des Teinturiers, 69100 Villeurbanne",
    Kind.SENSITIVE: "arrêt maladie",
    Kind.CLIENT: "Banque Alpha",
    Kind.PERSON: "Quémener",
    Kind.ENTROPY: "a7f3c91be04d5528f6a1d09c37be4e82",
}
AROUND = {
    Kind.PASSWORD: 'password = "{}"',
    Kind.DOCUMENT: "passeport {}",
    Kind.BIRTH: "né le {}",
    Kind.SENSITIVE: "elle est en {} depuis lundi",
    Kind.PERSON: "Mme {} a appelé",
    Kind.ENTROPY: 'seal("{}")',
}
CLIENTS = ["Banque Alpha", "Boréal", "EDM"]


def kinds(text, names=()):
    return [finding.kind for finding in screen(text, names=names).findings]


def passages(text, kind, names=()):
    return [
        text[found.start : found.end] for found in screen(text, names=names).findings if found.kind == kind
    ]


def test_every_kind_has_an_example():
    assert set(FOUND) == set(Kind)


@pytest.mark.parametrize("kind", FOUND)
def test_each_kind_is_found_where_it_stands(kind):
    text = f"Bonjour,\n{AROUND.get(kind, 'voici {} en clair')}\n".format(FOUND[kind])

    (finding,) = screen(text, names=CLIENTS).findings

    assert finding.kind == kind
    assert text[finding.start : finding.end] == FOUND[kind]
    assert finding.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "FR76 3000 6000 0112 3456 7890 188",
        "2 55 08 14 168 025 39",
        "4532 0151 1283 0367",
        "732 829 321",
        "732 829 320 00075",
        "00000000000000",
        "20240805050828",
        "bob@example.com",
        "git@github.com:equipe/portail.git",
        "password = os.environ['DB']",
        "password: ${DB_PASSWORD}",
        '"login.password": "Mot de passe"',
        "L’adresse 198.51.100.7 est réservée (RFC 5737).",
        "nameserver 8.8.8.8",
        "Version 1.2.3.4, paquet==4.12.0.1",
        "123e4567-e89b-12d3-a456-426614174000",
        "Le 24 novembre 2026, version 2.14.0, commande 2026-118.",
        "def total(prices):\n    return sum(prices)",
        "lot 0102030405",
        "mesure 861367316, mesure 861366334",
        "La rue Victor Hugo est fermée.",
        "Madame, Monsieur,",
        "Claude Team est approuvé.",
        "Un arrêt maladie se déclare sous 48 heures.",
        "Diagnostic réseau : la santé du service est bonne.",
        "L’enceinte du site est fermée, il y pleut.",
    ],
)
def test_wrong_check_digits_placeholders_and_look_alikes_are_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "password"),
    [
        ("DB_PASSWORD=Chamois!Blanc-88", "Chamois!Blanc-88"),
        ("mot_de_passe: tournevis42", "tournevis42"),
        ("Le mot de passe est Sarbacane#2026, à changer.", "Sarbacane#2026"),
        ("postgresql://app:Tr0mb0ne-88x@pg01/paie", "Tr0mb0ne-88x"),
        ("curl -u admin:Mm2kslDH0reN https://annuaire.interne", "Mm2kslDH0reN"),
        ("Server=sql;Password=KjINiduZCpkQTVlt;Encrypt=True", "KjINiduZCpkQTVlt"),
        ("compte;mot de passe\ndemo;Salamandre5", "Salamandre5"),
        ("- name: DB_PASSWORD\n  value: Girafe_Rouge_31", "Girafe_Rouge_31"),
        ("CREATE ROLE app LOGIN PASSWORD 'Mirabelle#19'", "Mirabelle#19"),
    ],
)
def test_a_password_is_found_in_code_commands_tables_and_sentences(text, password):
    assert passages(text, Kind.PASSWORD) == [password]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("M. de La Tour viendra.", "de La Tour"),
        ("Nadia Benali rejoint l’équipe.", "Nadia Benali"),
        ("Salarié : LEMARCHAND Hugo", "LEMARCHAND Hugo"),
        ("nom;prenom\nTréguier;Armel", "Tréguier"),
        ('{"last_name": "Zielinski"}', "Zielinski"),
        ("Cordialement,\n\nSolveig Abrahamsen\n", "Solveig Abrahamsen"),
        ("INSERT INTO salarie (nom, prenom) VALUES ('Cadiou', 'Loïc');", "Cadiou"),
    ],
)
def test_a_person_is_found_by_title_first_name_field_signature_and_column(text, name):
    assert passages(text, Kind.PERSON) == [name]


def test_an_overseas_number_is_a_telephone_number():
    assert passages("Rappelez le 0692 12 34 56.", Kind.PHONE) == ["0692 12 34 56"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BANQUE ALPHA renégocie", ["BANQUE ALPHA"]),
        ("pg-banque-alpha-prod", ["banque-alpha"]),
        ("une aurore boréale, un vent boréal", []),
        ("chez Boréal", ["Boréal"]),
        ("boreal-prod.interne", ["boreal"]),
        ("EDM et redmine", ["EDM"]),
        ("la banque ; l’alpha", []),
    ],
)
def test_a_client_is_found_as_written_in_capitals_or_as_a_slug(text, found):
    assert passages(text, Kind.CLIENT, CLIENTS) == found


def test_no_name_is_a_client_unless_it_was_given():
    assert kinds("Banque Alpha et Rail Oméga") == []
    assert kinds("Banque Alpha et Rail Oméga", ["Banque Alpha"]) == [Kind.CLIENT]


def test_a_comment_that_asks_to_look_away_has_no_effect():
    assert kinds('password = "hunter2Zx!9"  # pragma: allowlist secret') == [Kind.PASSWORD]


def test_levels_follow_what_was_found_and_nothing_found_proposes_none():
    assert screen("anne.durand@etech.fr").levels == ("personal",)
    assert screen(f"anne.durand@etech.fr {FOUND[Kind.TOKEN]}").levels == ("personal", "secret")
    assert screen("Banque Alpha, 732 829 320", names=CLIENTS).levels == ("client_confidential",)
    assert screen("Bonjour").levels == ()
    assert screen("").levels == ()


@pytest.mark.parametrize("kind", [Kind.NIR, Kind.IBAN, Kind.CARD, Kind.SENSITIVE])
def test_numbers_of_the_state_bank_data_and_health_are_special_by_the_ruleset(kind):
    assert screen(AROUND.get(kind, "{}").format(FOUND[kind])).levels == ("special_category",)


def test_levels_are_those_of_the_ruleset_in_its_order():
    ranks = [rules.vocabulary().levels[level].rank for level in RANKED]

    assert set(LEVELS.values()) == set(RANKED)
    assert ranks == sorted(ranks)


def test_a_key_without_an_end_goes_to_the_end_of_the_text():
    text = "a\n-----BEGIN PRIVATE KEY-----\nMIIE\nb"

    (finding,) = screen(text).findings

    assert text[finding.start : finding.end].endswith("b")


@pytest.mark.parametrize("before", [LONGEST_PIECE - 30, LONGEST_PIECE - 201, LONGEST_PIECE - 1])
def test_a_long_line_is_read_across_its_pieces(before):
    text = "x " * (before // 2) + FOUND[Kind.IBAN] + " y" * 2000

    assert kinds(text) == [Kind.IBAN]


def test_findings_never_overlap_and_come_in_order():
    text = "\n".join(AROUND.get(kind, "{}").format(text) for kind, text in FOUND.items())
    found = screen(text, names=CLIENTS).findings

    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    assert {finding.kind for finding in found} == set(Kind)


def test_two_threads_find_their_own():
    texts = [f"{FOUND[Kind.TOKEN]}\n" * 40, f"{FOUND[Kind.EMAIL]}\n" * 40]
    found = {}

    def read(number):
        found[number] = {kind for _ in range(5) for kind in kinds(texts[number])}

    threads = [threading.Thread(target=read, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {0: {Kind.TOKEN}, 1: {Kind.EMAIL}}
