"""Every governed thing and each of its fields has a name in French."""

import pytest
from django.apps import apps

from compliance.trail.labels import FIELDS, KINDS, TECHNICAL, label_of
from etech_ai.audit.guard import Governed

GOVERNED = [model for model in apps.get_models() if issubclass(model, Governed)]


@pytest.mark.parametrize("model", GOVERNED, ids=lambda model: model._meta.label)
def test_every_governed_model_and_field_is_called_in_french(model):
    fields = [f for f in model._meta.concrete_fields if not f.primary_key]
    told = [f for f in fields if f.name not in TECHNICAL and f.name not in model.audit_exempt]
    own = [f.name for f in told if str(f.verbose_name) == f.name.replace("_", " ")]

    assert [name for name in own if name not in FIELDS] == []
    assert model._meta.label_lower in KINDS


def test_a_field_that_a_model_names_keeps_that_name():
    [field] = [f for f in apps.get_model("people.user")._meta.concrete_fields if f.name == "email"]

    assert label_of(field, "email").lower() == str(field.verbose_name).lower()
