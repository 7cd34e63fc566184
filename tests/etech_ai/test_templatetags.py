from datetime import timedelta

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from etech_ai import badges
from etech_ai.verdicts import YES, no


def shown(source, language="fr", **context):
    with translation.override(language):
        return Template("{% load portal %}" + source).render(Context(context)).strip()


class NeedForm(forms.Form):
    need = forms.CharField(label="Besoin", help_text="Une phrase.")
    hours = forms.DecimalField(label="Heures", max_value=15)
    note = forms.CharField(label="Note", required=False)
    levels = forms.MultipleChoiceField(
        label="Données", choices=[("public", "Public")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="J’ai lu", required=False)

    def clean(self):
        if self.data.get("note") == "quota":
            raise forms.ValidationError("Le quota est atteint.")


def test_icon_points_into_the_sprite_and_stays_decorative():
    assert shown('{% icon "check" "icon-sm" %}') == (
        '<svg class="icon icon-sm" aria-hidden="true"><use href="/static/img/vendor/icons.svg#check"/></svg>'
    )


@pytest.mark.parametrize("outcome", badges.TIERS)
def test_tier_badge_says_the_outcome_in_words(outcome):
    html = shown("{% tier_badge outcome %}", outcome=outcome)
    assert badges.TIERS[outcome].label in html
    assert f"tone-{badges.TIERS[outcome].tone}" in html


def test_tier_badge_of_nothing_reads_to_complete():
    assert "À compléter" in shown('{% tier_badge "" %}')


def test_state_badge_of_an_unknown_state_shows_it_as_it_is():
    assert "archived" in shown('{% state_badge "archived" %}')


def test_families_share_words_only_where_they_mean_the_same():
    assert "Approuvée" in shown('{% state_badge "approved" %}')
    assert "Approuvé<" in shown('{% decision_badge "approved" %}')


def test_level_bar_fills_one_bar_per_level_reached():
    html = shown('{% level_bar "confidential" %}')
    assert 'data-n="3"' in html
    assert "Confidentiel Etech" in html


def test_every_number_of_levels_has_its_bar():
    css = (settings.BASE_DIR / "static/css/theme.css").read_text()
    assert f"width: {len(badges.LEVELS) * 7 - 2}px" in css
    assert all(f'.e-level-bar[data-n="{n}"]' in css for n in range(1, len(badges.LEVELS) + 1))


def test_a_mark_is_drawn_once_in_each_language():
    french = shown('{% tier_badge "high_risk" %}')
    english = shown('{% tier_badge "high_risk" %}', language="en")
    assert ("Haut risque" in french, "High risk" in english) == (True, True)


def test_level_bar_says_when_nothing_may_be_sent():
    html = shown('{% level_bar "" %}')
    assert 'data-n="0"' in html
    assert "Aucune donnée" in html


@pytest.mark.parametrize(
    ("result", "word"), [("allowed", "Oui"), (YES, "Oui"), ("refused", "Non"), (no("x"), "Non")]
)
def test_verdict_mark_takes_a_result_or_a_verdict(result, word):
    assert word in shown("{% verdict_mark result %}", result=result)


def test_lang_picks_the_language_of_the_reader():
    reason = {"because_fr": "parce que", "because_en": "because", "fr": "oui", "en": "yes"}
    assert shown('{{ reason|lang:"because" }} {{ reason|lang }}', reason=reason) == "parce que oui"
    assert shown('{{ reason|lang:"because" }} {{ reason|lang }}', "en", reason=reason) == "because yes"


def test_lang_falls_back_to_french():
    assert shown("{{ text|lang }}", "en", text={"fr": "seulement ici"}) == "seulement ici"


def test_badges_escape_what_they_are_given():
    assert "<b>" not in shown('{% badge "info" "clock" text %}{% logo text %}', text="<b>x</b>")


def test_when_carries_the_exact_moment():
    now = timezone.now()
    html = shown("{% when then now %}", then=now - timedelta(hours=2), now=now)
    assert "il y a 2 heures" in html
    assert 'datetime="' in html


def test_field_ties_hint_and_error_to_its_control():
    html = shown("{% field form.need %}", form=NeedForm({}))
    assert 'for="id_need"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_need_hint id_need_error"' in html
    assert 'id="id_need_error"' in html
    assert "facultatif" not in html


def test_field_marks_what_is_optional():
    assert "(facultatif)" in shown("{% field form.note %}", form=NeedForm())


def test_field_shows_a_tick_box_before_its_label():
    html = shown("{% field form.agreed %}", form=NeedForm())
    assert html.index("form-check-input") < html.index("J’ai lu")


def test_field_groups_several_choices_under_a_legend():
    html = shown("{% field form.levels %}", form=NeedForm({"levels": ["public"]}))
    assert "<legend" in html
    assert "checked" in html
    assert 'class="e-check"' in html


def test_errsum_waits_for_two_faulty_fields():
    one = NeedForm({"need": "x", "hours": "2"})
    two = NeedForm({"hours": "25"})
    assert "e-errsum" not in shown("{% errsum form %}", form=one)
    html = shown("{% errsum form %}", form=two)
    assert "3 champs à corriger" in html
    assert 'href="#id_need"' in html


def test_errsum_shows_a_fault_of_the_whole_form():
    form = NeedForm({"need": "x", "hours": "2", "levels": ["public"], "note": "quota"})
    assert "Le quota est atteint." in shown("{% errsum form %}", form=form)


def test_action_blocked_stays_visible_and_says_why():
    html = shown('{% action verdict "Approuver" tone="primary" %}', verdict=no("Un autre décide."))
    assert 'aria-disabled="true"' in html
    assert 'aria-describedby="why-approuver"' in html
    assert "Un autre décide." in html


def test_action_allowed_is_a_link_or_a_button():
    assert shown('{% action verdict "Voir" href="/x/" %}', verdict=YES).startswith("<a ")
    assert shown('{% action verdict "Envoyer" name="move" value="go" %}', verdict=YES).startswith("<button")


def test_pagination_keeps_the_filters():
    request = RequestFactory().get("/?q=copilot&page=2")
    page = Paginator(range(120), 50).get_page(2)
    html = shown('{% pagination page "#liste" %}', request=request, page=page)
    assert 'href="?q=copilot&amp;page=3"' in html
    assert 'href="?q=copilot&amp;page=1"' in html
    assert "Page 2 sur 3" in html


def test_pagination_of_one_page_is_nothing():
    request = RequestFactory().get("/")
    assert shown("{% pagination page %}", request=request, page=Paginator(range(3), 50).get_page(1)) == ""
