from builders.clock import TODAY
from catalog.models import Plan, Tool, Vendor
from catalog.services import content, tools
from catalog.services.costs import record
from etech_ai.audit.actors import Actor

LOADER = Actor("job:load-plan")


def test_the_four_vendors_come_with_one_sheet_per_plan(db):
    counts = content.load_vendors(LOADER)

    assert counts == {"vendors": 4, "tools": 5, "plans": 5}
    assert set(Plan.objects.values_list("slug", flat=True)) == {
        "copilot-business",
        "claude-team",
        "claude-code",
        "cursor-teams",
        "gemini-workspace",
    }


def test_loading_again_creates_nothing(db):
    content.load_vendors(LOADER)

    assert content.load_vendors(LOADER) == {"vendors": 0, "tools": 0, "plans": 0}


def test_what_somebody_edited_is_kept(house):
    tools.edit(house.tool, summary="Corrigé", by=house.ida)

    content.load_vendors(LOADER)

    assert Tool.objects.get(slug="github-copilot").summary == "Corrigé"
    assert Vendor.objects.filter(name="GitHub").count() == 1


def test_nothing_shipped_claims_what_nobody_proved(db):
    content.load_vendors(LOADER)

    for plan in Plan.objects.all():
        assert (plan.region, plan.trains_on_data, plan.has_sso) == ("unknown", "unknown", "unknown")
        assert plan.tool_class == "t0"
        assert "à vérifier" in plan.facts_note
        assert plan.price_source and plan.price_read_on


def test_shipped_texts_fit_their_columns(db):
    content.load_vendors(LOADER)

    for row in [*Plan.objects.all(), *Tool.objects.all(), *Vendor.objects.all()]:
        row.full_clean(validate_unique=False, validate_constraints=False)


def test_a_later_reading_of_a_cost_replaces_the_earlier(house):
    facts = {"month": TODAY, "kind": "billed", "currency": "eur", "source": "facture"}
    record(house.vendor, amount_minor=100, **facts)

    cost = record(house.vendor, amount_minor=250, **facts)

    assert (cost.month, cost.amount_minor, cost.currency) == (TODAY.replace(day=1), 250, "EUR")
    assert house.vendor.costs.count() == 1
