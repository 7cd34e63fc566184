"""Every address of the portal, and what each role gets there. One line per screen; the test reads it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from approvals.services import attachments, substitutes, webhooks
from builders.clock import NOW, TODAY
from builders.connections import a_connection, seat, take
from builders.dossiers import a_queued_dossier
from builders.hooks import a_webhook
from builders.house import SINCE
from builders.people import pending
from builders.requests import a_group, a_link, a_reopening, a_request, an_attachment, an_open_key
from builders.roadmap import a_road_map
from builders.usecases import a_use_case
from builders.watch import a_risk, a_turn, a_watch_item
from catalog.services import accounts, plans
from compliance.data_rules import Change, ChangeKind
from compliance.services import clauses, consents, exemptions, policies, receipts, rule_changes
from etech_ai.audit.recording import Actor
from people.access import Role, Scope
from people.services import notifications, roles, tokens, trainings
from roadmap.services import plan
from usecases.models import RegisterImport
from usecases.services import proofs

ROLES = {
    "staff": "ana", "champion": "cho", "licences": "ida", "finance": "fin",
    "dpo": "dan", "direction": "lea", "admin": "adi", "stranger": "zoe",
}  # fmt: skip
"""The columns. Ana is staff on the client's project, Cho her champion; Zoe is staff of another team."""

BUILDER = Actor("job:test-house", "Essai")

FAR = TODAY + timedelta(days=9999)


def furnished_house(house: SimpleNamespace) -> SimpleNamespace:
    """The house with one of everything that an address may name, all of it bound to Ana or her client."""
    plan.load(TODAY)
    house.item, house.link = a_road_map(house)
    house.pending = pending()
    house.grant = roles.grant(house.fin, role=Role.DPO, starts_on=TODAY, by=house.adi, today=TODAY)
    house.training = trainings.create(title="Bases", minutes=30, by=BUILDER)
    house.policy = policies.publish("Charte", body="Texte", effective_on=SINCE, by=BUILDER).policy
    house.clause = clauses.add(
        house.client, reference="A-1", effect="no_training", passage="Pas d’entraînement.",
        document="Contrat", page="1", by=BUILDER,
    )  # fmt: skip
    house.consent = consents.grant(
        house.client, tool=house.tool, scope="Code", reference="Courriel", granted_on=TODAY, expires_on=None,
        by=BUILDER,
    )  # fmt: skip
    house.document = plans.record_evidence(
        house.plan, condition="scc", kind="file", reference="Clauses types", proven_on=SINCE, expires_on=None,
        by=house.dan, document=("clauses.pdf", b"%PDF-1.7 clauses"),
    )  # fmt: skip
    house.exemption = exemptions.grant(
        plan=house.plan, project=house.project, levels=["confidential"], conditions=["owner_approval"],
        reference="DEM-2026-900", expires_on=TODAY + timedelta(days=30), by=BUILDER, today=TODAY,
    )  # fmt: skip
    house.rule_change = rule_changes.propose(
        title="Interne hors de T1", reason="Doute",
        changes=[Change(ChangeKind.LEVEL_VALUE, "internal", "t1", "forbidden")], effective_on=TODAY,
        by=house.dan, now=NOW,
    )  # fmt: skip
    house.receipt = receipts.keep(
        by=house.ana, plan=house.plan, levels=["internal"], project=house.project, today=TODAY,
        now=timezone.now(),
    )  # fmt: skip
    house.use_case = a_use_case(house, client=house.client)
    house.proof = proofs.add_text(
        house.use_case, obligation="ob_art4_literacy", kind="note", title="Atelier", text="Douze présents",
        by=house.ana, today=TODAY,
    )  # fmt: skip
    house.risk = a_risk(house, house.use_case)
    house.taken = RegisterImport.objects.create(
        file_name="cas.csv", sha256="0" * 64, rows=[[1, ["Titre"]]], read_by=house.ana, read_at=NOW
    )
    house.watch = a_watch_item(house)
    house.turn = a_turn(house, starts_on=FAR, ends_on=FAR)  # nobody of the cast is on duty today
    for person in (house.ana, house.cho, house.zoe):
        policies.acknowledge(house.policy.versions.get(), by=person, today=TODAY)
    house.request = a_request(house)
    house.absence = substitutes.declare(
        house.cho, stand_in=house.zoe, by=house.cho, now=NOW, starts_on=TODAY + timedelta(days=20),
        ends_on=TODAY + timedelta(days=25),
    )  # fmt: skip
    house.attachment = an_attachment(house, house.request)
    attachments.path_of(house.attachment).unlink()  # what answers is the sheet, not an open file
    house.key = an_open_key(house)
    house.group = a_group(house)
    house.reopening = a_reopening(house)
    house.dossier = a_queued_dossier(house, house.use_case)
    house.token, house.secret = tokens.make(
        house.ana, label="Tableau de bord", scopes=list(Scope), expires_on=TODAY + timedelta(days=90),
        by=house.ana, now=NOW,
    )  # fmt: skip
    house.run = take(a_connection(house, is_bound=False), [seat(1, login="m-rossi")])
    house.account = accounts.link(
        house.run.connection, login="m-rossi", person=house.zoe, by=house.ida, now=NOW
    )
    house.webhook, _secret = a_webhook(house.adi, "https://hooks.etech.example/x")
    house.message = webhooks.send_test(house.webhook, by=house.adi, now=NOW)
    house.note = notifications.tell(house.ana, event="request.decided", subject="Bonjour", url="/")
    return house


def arguments(h: SimpleNamespace) -> dict[str, list[Any]]:
    """What to put into an address, by its name."""
    tool, client, project, use_case = h.tool.slug, h.client.slug, h.project.slug, h.use_case.slug
    member = h.project.members.get(user=h.ana) if hasattr(h.project, "members") else None
    grant, person = h.grant.pk, h.ana.pk
    return {
        "people:notification_open": [h.note.pk], "people:notification_read": [h.note.pk],
        "people:token_revoke": [h.token.pk],
        **{f"people:user_{verb}": [person] for verb in ("sheet", "edit", "invite_again", "leave")},
        **{f"people:user_{verb}": [h.pending.pk] for verb in ("admit", "refuse")},
        "people:role_grant": [person], "people:role_confirm": [grant], "people:role_end": [grant],
        "people:team_edit": [h.team_dev.slug],
        **{f"people:client_{what}": [client] for what in ("sheet", "policy")},
        **{
            f"people:{what}": [project]
            for what in ("project_sheet", "member_add", "project_lead", "project_close")
        },
        "people:member_remove": [project, member.pk if member else 0],
        "people:training_complete": [h.training.slug],
        **{f"catalog:{what}": [tool] for what in ("tool_sheet", "tool_decide", "tool_edit", "plan_new")},
        **{f"catalog:{what}": [tool, h.plan.slug] for what in ("plan_edit", "evidence_new")},
        "catalog:evidence_download": [tool, h.document.pk],
        "catalog:subscription_new": [h.plan.slug],
        "catalog:subscription_ceiling": [h.subscription.pk],
        "catalog:seat_release": [0],
        "catalog:seat_list": [h.subscription.pk],
        **{
            f"catalog:{what}": [h.run.connection_id]
            for what in ("connection_sheet", "connection_edit", "connection_read", "connection_pause",
                         "connection_resume", "account_link")
        },
        **{
            f"catalog:key_{what}": [h.key.pk]
            for what in ("sheet", "complete", "rotate", "revoke")
        },
        "approvals:request_key": [h.key.plan.slug],
        "approvals:request_quota": [h.key.pk],
        "approvals:group_new": [h.plan.slug],
        "approvals:scorecard": [h.request.reference],
        "approvals:attachment_add": [h.request.reference],
        **{
            f"approvals:attachment_{what}": [h.request.reference, h.attachment.pk]
            for what in ("download", "remove")
        },
        "approvals:group_sheet": [h.group.pk],
        "catalog:account_unlink": [h.account.pk],
        **{f"catalog:{what}": [h.run.pk] for what in ("connection_run", "run_confirm", "run_dismiss")},
        "compliance:tool_data_panel": [tool],
        **{f"compliance:{what}": [h.policy.slug] for what in ("policy_sheet", "policy_acknowledge")},
        **{f"compliance:{what}": [client] for what in ("clause_list", "clause_new", "consent_new")},
        "compliance:client_tools": [client],
        "compliance:matrix_export": ["csv"],
        "compliance:receipt_sheet": [h.receipt.token],
        "compliance:exemption_end": [h.exemption.pk],
        **{
            f"compliance:rule_change_{what}": [h.rule_change.number]
            for what in ("sheet", "publish", "withdraw", "return")
        },
        "compliance:rule_change_export": [h.rule_change.number, "csv"],
        "compliance:example_retire": ["internal_on_enterprise_offers"],
        **{
            f"approvals:webhook_{what}": [h.webhook.pk]
            for what in ("sheet", "edit", "pause", "resume", "secret", "test")
        },
        "approvals:delivery_again": [h.message.pk],
        "approvals:decision_link": [a_link(h.request, h.cho)],
        "approvals:rule_change_requests": [h.rule_change.number],
        "compliance:clause_retire": [client, h.clause.pk],
        "compliance:consent_withdraw": [client, h.consent.pk],
        "compliance:history_panel": ["client", client],
        **{
            f"compliance:dossier_{what}": [h.dossier.number]
            for what in ("sheet", "download", "abandon", "retry")
        },
        **{
            f"usecases:{what}": [use_case]
            for what in ("usecase_sheet", "usecase_edit", "usecase_retire", "questionnaire",
                         "questionnaire_conclude", "questionnaire_help", "risk_list", "risk_new",
                         "bias_review", "usecase_applicability", "usecase_whatif")
        },
        "usecases:usecase_export": ["csv"],
        "usecases:agenda_export": ["xlsx"],
        "usecases:replay_export": ["csv"],
        "compliance:watch_export": ["csv"],
        "usecases:risk_export": [use_case, "csv"],
        "usecases:import_preview": [h.taken.pk],
        "usecases:risk_edit": [use_case, h.risk.number],
        "usecases:client_applicability": [client],
        "usecases:proof_add": [use_case, "ob_art4_literacy"],
        **{f"usecases:proof_{what}": [use_case, h.proof.pk] for what in ("download", "withdraw")},
        "compliance:watch_sheet": [h.watch.pk],
        "compliance:watch_reassign": [h.watch.pk],
        "compliance:watch_hand_over": [h.turn.pk],
        "usecases:classification_sheet": [use_case, 1],
        "usecases:obligation_mark": [use_case, "ob_art4_literacy"],
        "approvals:absence_end": [h.absence.pk],
        "approvals:request_usecase": [use_case],
        "approvals:usecase_validation": [use_case],
        "approvals:request_exception": [h.plan.slug],
        "approvals:request_new": [h.plan.slug],
        **{
            f"approvals:{what}": [h.request.reference]
            for what in ("inbox_item", "request_sheet", "request_decide", "request_answer", "request_comment",
                         "request_withdraw", "waiting_leave")
        },
        **{f"approvals:reopening_{what}": [h.reopening.pk] for what in ("sheet", "confirm", "end")},
        **{
            f"roadmap:decision_{verb}": ["05.Q2"]
            for verb in ("sheet", "decide", "reopen", "supersede", "edit")
        },
        **{f"roadmap:item_{verb}": [h.item.pk] for verb in ("sheet", "edit", "move", "state", "depend")},
        "roadmap:item_free": [h.item.pk, h.link.pk],
        "roadmap:theme_sheet": ["gouvernance-des-donnees"],
    }  # fmt: skip


def address(name: str, house: SimpleNamespace) -> str:
    """The address of that name, with arguments of the furnished house."""
    return reverse(name, args=arguments(house).get(name, []))


SKIPPED = {
    "components": "the gallery of components exists with DEBUG only",
}

MATRIX: dict[str, tuple[Any, ...]] = {
    # address: how it is opened, then what each column of ROLES gets, in that order
    "healthz": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "readyz": ("get", 503, 503, 503, 503, 503, 503, 503, 503),
    "set_language": ("post", 303, 303, 303, 303, 303, 303, 303, 303),
    "set_theme": ("post", 303, 303, 303, 303, 303, 303, 303, 303),
    "people:sign_in": ("get", 302, 302, 302, 302, 302, 302, 302, 302),
    "people:email_closed": ("get", 302, 302, 302, 302, 302, 302, 302, 302),
    "people:demo_sign_in": ("post", 404, 404, 404, 404, 404, 404, 404, 404),
    "people:pending": ("get", 302, 302, 302, 302, 302, 302, 302, 302),
    "people:accessibility": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:privacy": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:profile": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:notification_settings": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:token_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:token_revoke": ("get", 200, 404, 404, 404, 404, 404, 200, 404),
    "people:token_register": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:docs": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:notification_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:notification_read_all": ("post", 303, 303, 303, 303, 303, 303, 303, 303),
    "people:notification_open": ("post", 303, 404, 404, 404, 404, 404, 404, 404),
    "people:notification_read": ("post", 303, 404, 404, 404, 404, 404, 404, 404),
    "people:user_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:user_invite": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:user_sheet": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:user_edit": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:user_admit": ("post", 403, 403, 403, 403, 403, 403, 422, 403),
    "people:user_refuse": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "people:user_invite_again": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "people:user_leave": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:role_grant": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:role_confirm": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "people:role_end": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "people:team_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:team_new": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:team_edit": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:client_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:client_new": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:client_sheet": ("get", 200, 200, 200, 404, 200, 200, 200, 404),
    "people:client_policy": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "people:project_new": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:project_sheet": ("get", 200, 200, 200, 404, 200, 200, 200, 404),
    "people:member_add": ("post", 403, 403, 403, 403, 403, 403, 422, 403),
    "people:member_remove": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "people:project_lead": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:project_close": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "people:training_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "people:training_new": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "people:training_complete": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:tool_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:tool_new": ("get", 403, 200, 200, 403, 200, 403, 403, 403),
    "catalog:vendor_new": ("get", 403, 200, 200, 403, 200, 403, 403, 403),
    "catalog:tool_sheet": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:tool_decide": ("get", 403, 200, 200, 403, 200, 403, 403, 403),
    "catalog:tool_edit": ("get", 403, 200, 200, 403, 200, 403, 403, 403),
    "catalog:plan_new": ("get", 403, 200, 200, 403, 200, 403, 403, 403),
    "catalog:plan_edit": ("get", 403, 200, 200, 403, 200, 403, 403, 403),
    "catalog:evidence_download": ("get", 403, 200, 200, 403, 200, 200, 403, 403),
    "catalog:evidence_new": ("get", 403, 200, 200, 403, 200, 403, 403, 403),
    "catalog:cost_overview": ("get", 403, 403, 200, 200, 403, 200, 403, 403),
    "catalog:subscription_new": ("get", 403, 403, 200, 403, 403, 403, 403, 403),
    "catalog:subscription_ceiling": ("get", 403, 403, 200, 403, 403, 403, 403, 403),
    "catalog:seat_release": ("post", 404, 404, 404, 404, 404, 404, 404, 404),
    "catalog:seat_list": ("get", 403, 403, 200, 403, 403, 403, 403, 403),
    "catalog:key_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:key_sheet": ("get", 200, 404, 200, 200, 200, 200, 404, 404),
    "catalog:key_complete": ("get", 200, 404, 200, 200, 200, 200, 404, 404),
    "catalog:key_rotate": ("get", 200, 404, 200, 200, 200, 200, 404, 404),
    "catalog:key_revoke": ("post", 303, 404, 303, 303, 303, 303, 404, 404),
    "catalog:connection_list": ("get", 403, 403, 200, 403, 403, 403, 200, 403),
    "catalog:connection_new": ("get", 403, 403, 200, 403, 403, 403, 200, 403),
    "catalog:connection_sheet": ("get", 403, 403, 200, 403, 403, 403, 200, 403),
    "catalog:connection_edit": ("get", 403, 403, 200, 403, 403, 403, 200, 403),
    "catalog:connection_run": ("get", 403, 403, 200, 403, 403, 403, 200, 403),
    "catalog:connection_read": ("post", 403, 403, 303, 403, 403, 403, 303, 403),
    "catalog:connection_pause": ("post", 403, 403, 303, 403, 403, 403, 303, 403),
    "catalog:connection_resume": ("post", 403, 403, 303, 403, 403, 403, 303, 403),
    "catalog:account_link": ("post", 403, 403, 422, 403, 403, 403, 422, 403),
    "catalog:account_unlink": ("post", 403, 403, 303, 403, 403, 403, 303, 403),
    "catalog:run_confirm": ("post", 403, 403, 303, 403, 403, 403, 303, 403),
    "catalog:run_dismiss": ("post", 403, 403, 303, 403, 403, 403, 303, 403),
    "compliance:data_check": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:screen_text": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:data_matrix": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:matrix_export": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:tool_data_panel": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:policy_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:policy_sheet": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:policy_acknowledge": ("post", 404, 404, 404, 404, 404, 404, 404, 404),
    "compliance:watch_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:watch_new": ("get", 303, 303, 303, 303, 200, 303, 303, 303),
    "compliance:watch_turn": ("post", 422, 422, 422, 422, 422, 422, 422, 422),
    "compliance:watch_export": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:watch_hand_over": ("get", 303, 303, 303, 303, 200, 303, 303, 303),
    "compliance:watch_reassign": ("post", 422, 422, 422, 422, 422, 422, 422, 422),
    "compliance:watch_sheet": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:receipt_keep": ("post", 422, 422, 422, 422, 422, 422, 422, 422),
    "compliance:receipt_sheet": ("get", 200, 200, 200, 404, 200, 200, 404, 404),
    "compliance:rule_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:rule_change_new": ("get", 403, 403, 403, 403, 200, 200, 403, 403),
    "compliance:rule_change_sheet": ("get", 404, 404, 404, 404, 200, 200, 404, 404),
    "compliance:rule_change_export": ("get", 403, 403, 403, 403, 200, 200, 403, 403),
    "compliance:rule_change_publish": ("post", 403, 403, 403, 403, 303, 303, 403, 403),
    "compliance:rule_change_withdraw": ("post", 403, 403, 403, 403, 303, 303, 403, 403),
    "compliance:rule_change_return": ("get", 403, 403, 403, 403, 200, 200, 403, 403),
    "compliance:example_new": ("get", 403, 403, 403, 403, 200, 200, 403, 403),
    "compliance:example_retire": ("get", 403, 403, 403, 403, 200, 200, 403, 403),
    "compliance:exemption_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:exemption_end": ("post", 403, 403, 403, 403, 303, 403, 403, 403),
    "compliance:client_tools": ("get", 200, 200, 200, 404, 200, 200, 404, 404),
    "compliance:client_welcome": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "compliance:clause_list": ("get", 200, 200, 404, 404, 200, 404, 404, 404),
    "compliance:clause_new": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "compliance:clause_retire": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "compliance:consent_new": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "compliance:consent_withdraw": ("post", 403, 403, 403, 403, 303, 403, 403, 403),
    "compliance:dossier_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:dossier_running": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:dossier_verify": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:verifier_script": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:dossier_keys": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:dossier_sheet": ("get", 200, 404, 404, 404, 200, 200, 404, 404),
    "compliance:dossier_download": ("post", 404, 404, 404, 404, 404, 404, 404, 404),
    "compliance:dossier_abandon": ("post", 403, 403, 403, 403, 303, 403, 403, 403),
    "compliance:dossier_retry": ("post", 403, 403, 403, 403, 303, 403, 403, 403),
    "compliance:trail": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "compliance:history_panel": ("get", 200, 200, 404, 404, 200, 404, 404, 404),
    "usecases:usecase_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:usecase_counts": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:usecase_export": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:agenda_export": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:risk_export": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "usecases:replay": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "usecases:replay_adopt": ("post", 403, 403, 403, 403, 303, 403, 403, 403),
    "usecases:replay_export": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "usecases:usecase_import": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:import_preview": ("get", 200, 404, 404, 404, 404, 404, 404, 404),
    "usecases:usecase_new": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:dossier_new": ("get", 403, 403, 403, 403, 200, 403, 403, 403),
    "usecases:usecase_sheet": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "usecases:usecase_whatif": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "usecases:usecase_edit": ("get", 200, 303, 404, 404, 200, 303, 404, 404),
    "usecases:usecase_retire": ("post", 303, 303, 404, 404, 303, 303, 404, 404),
    "usecases:questionnaire": ("get", 200, 303, 404, 404, 200, 303, 404, 404),
    "usecases:questionnaire_conclude": ("post", 303, 303, 404, 404, 303, 303, 404, 404),
    "usecases:questionnaire_help": ("post", 303, 303, 404, 404, 303, 303, 404, 404),
    "usecases:classification_sheet": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "usecases:obligation_mark": ("post", 422, 422, 404, 404, 422, 422, 404, 404),
    "usecases:proof_add": ("post", 422, 422, 404, 404, 422, 422, 404, 404),
    "usecases:proof_download": ("get", 404, 404, 404, 404, 404, 404, 404, 404),
    "usecases:proof_withdraw": ("post", 303, 303, 404, 404, 303, 303, 404, 404),
    "usecases:risk_list": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "usecases:risk_new": ("get", 200, 303, 404, 404, 200, 303, 404, 404),
    "usecases:risk_edit": ("get", 200, 303, 404, 404, 200, 303, 404, 404),
    "usecases:bias_review": ("post", 422, 422, 404, 404, 422, 422, 404, 404),
    "usecases:usecase_applicability": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "usecases:client_applicability": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "usecases:agenda": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:agenda_calendar": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:regulation": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:rule_change_requests": ("get", 403, 403, 403, 403, 200, 200, 403, 403),
    "approvals:home": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:inbox": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:nav_counts": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:absence_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:absence_end": ("post", 404, 303, 404, 404, 404, 404, 303, 303),
    "approvals:response_times": ("get", 403, 200, 200, 200, 200, 200, 403, 403),
    "approvals:decide_many": ("get", 303, 303, 303, 303, 303, 303, 303, 303),
    "approvals:decision_undo": ("post", 303, 303, 303, 303, 303, 303, 303, 303),
    "approvals:webhook_list": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "approvals:webhook_new": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "approvals:webhook_sheet": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "approvals:webhook_edit": ("get", 403, 403, 403, 403, 403, 403, 200, 403),
    "approvals:webhook_pause": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "approvals:webhook_resume": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "approvals:webhook_secret": ("post", 403, 403, 403, 403, 403, 403, 201, 403),
    "approvals:webhook_test": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "approvals:delivery_again": ("post", 403, 403, 403, 403, 403, 403, 303, 403),
    "approvals:decision_link": ("get", 403, 200, 403, 403, 403, 403, 403, 403),
    "approvals:inbox_item": ("get", 200, 200, 200, 404, 200, 200, 404, 404),
    "approvals:request_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:request_choose": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:request_tool": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:request_usecase": ("get", 200, 404, 404, 404, 404, 404, 404, 404),
    "approvals:usecase_validation": ("get", 200, 200, 404, 404, 200, 200, 404, 404),
    "approvals:request_exception": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:request_key": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:attachment_add": ("post", 422, 422, 422, 404, 422, 422, 404, 404),
    "approvals:attachment_download": ("get", 303, 303, 303, 404, 303, 303, 404, 404),
    "approvals:attachment_remove": ("post", 303, 303, 303, 404, 303, 303, 404, 404),
    "approvals:scorecard": ("get", 303, 303, 303, 404, 303, 303, 404, 404),
    "approvals:group_new": ("get", 404, 404, 404, 404, 404, 404, 404, 200),
    "approvals:group_sheet": ("get", 404, 404, 404, 404, 404, 404, 404, 200),
    "approvals:request_quota": ("get", 200, 404, 404, 404, 404, 404, 404, 404),
    "approvals:request_new": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:request_sheet": ("get", 200, 200, 200, 404, 200, 200, 404, 404),
    "approvals:request_decide": ("post", 422, 422, 422, 404, 422, 422, 404, 404),
    "approvals:request_answer": ("post", 422, 422, 422, 404, 422, 422, 404, 404),
    "approvals:request_comment": ("post", 422, 422, 422, 404, 422, 422, 404, 404),
    "approvals:request_withdraw": ("post", 303, 303, 303, 404, 303, 303, 404, 404),
    "approvals:waiting_list": ("get", 403, 403, 200, 403, 403, 403, 403, 403),
    "approvals:waiting_leave": ("post", 303, 303, 303, 404, 303, 303, 404, 404),
    "approvals:reopening_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:reopening_sheet": ("get", 200, 200, 200, 404, 200, 200, 404, 404),
    "approvals:reopening_confirm": ("post", 422, 422, 422, 404, 422, 422, 404, 404),
    "approvals:reopening_end": ("post", 422, 422, 422, 404, 422, 422, 404, 404),
    "roadmap:board": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "roadmap:decision_list": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "roadmap:decision_sheet": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "roadmap:decision_decide": ("post", 403, 403, 403, 403, 403, 422, 403, 403),
    "roadmap:decision_reopen": ("post", 403, 403, 403, 403, 403, 422, 403, 403),
    "roadmap:decision_supersede": ("post", 403, 403, 403, 403, 403, 422, 403, 403),
    "roadmap:decision_edit": ("get", 403, 403, 403, 403, 403, 200, 403, 403),
    "roadmap:decision_export": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "roadmap:item_new": ("get", 403, 403, 403, 403, 403, 200, 403, 403),
    "roadmap:item_sheet": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "roadmap:item_edit": ("get", 403, 403, 403, 403, 403, 200, 403, 403),
    "roadmap:item_move": ("post", 403, 403, 403, 403, 403, 422, 403, 403),
    "roadmap:item_state": ("post", 403, 403, 403, 403, 403, 422, 403, 403),
    "roadmap:item_depend": ("post", 403, 403, 403, 403, 403, 422, 403, 403),
    "roadmap:item_free": ("post", 403, 403, 403, 403, 403, 303, 403, 403),
    "roadmap:theme_sheet": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
    "roadmap:search": ("get", 200, 200, 200, 200, 200, 200, 200, 200),
}
