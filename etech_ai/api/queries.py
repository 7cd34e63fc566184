"""What one may ask of a list: documented parameters; anything else is refused with a sentence."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from etech_ai.api.errors import Unprocessable
from etech_ai.api.fields import choices_of, described

DEFAULT_LIMIT, MOST_ROWS, FURTHEST = 50, 200, 1_000_000


class Query(serializers.Serializer):
    """The parameters of an address. Subclasses add theirs."""

    @classmethod
    def read(cls, params: QueryDict) -> dict[str, Any]:
        """What was asked, by name; raises Unprocessable for an unknown name or a value that cannot be."""
        asked = cls(data=params)
        if unknown := sorted(set(params) - set(asked.fields)):
            known = ", ".join(asked.fields) or _("aucun")
            sentence = _("Paramètre inconnu. Ceux de cette adresse\u00a0: %(names)s.") % {"names": known}
            raise Unprocessable.of({name: [sentence] for name in unknown})
        if empty := sorted(name for name in params if "" in params.getlist(name)):
            sentence = _("Ce paramètre est vide\u00a0: donnez-lui une valeur, ou retirez-le.")
            raise Unprocessable.of({name: [sentence] for name in empty})
        if not asked.is_valid():
            raise Unprocessable.of(asked.errors)
        return asked.validated_data


class ListQuery(Query):
    """Where the page starts and how long it is. `ordering` comes with each list."""

    limit = serializers.IntegerField(
        default=DEFAULT_LIMIT, min_value=1, max_value=FURTHEST,
        help_text=gettext_lazy("Nombre de lignes. Au-delà de 200, la réponse en donne 200."),
    )  # fmt: skip
    offset = serializers.IntegerField(
        default=0, min_value=0, max_value=FURTHEST, help_text=gettext_lazy("Nombre de lignes à sauter.")
    )


def several(values: Any, help_text: Any = "") -> serializers.MultipleChoiceField:
    """A parameter that may be repeated: rows with any one of the values."""
    return serializers.MultipleChoiceField(
        choices=choices_of(values), required=False, help_text=described(values, help_text)
    )


def words(help_text: Any) -> serializers.CharField:
    """Free text to look for."""
    return serializers.CharField(required=False, max_length=100, help_text=help_text)


def slug(help_text: Any) -> serializers.SlugField:
    return serializers.SlugField(required=False, max_length=130, trim_whitespace=False, help_text=help_text)


def order(*names: str) -> serializers.ChoiceField:
    """The orders of a list, the usual one first; the primary key always breaks ties."""
    return serializers.ChoiceField(
        [(name, name) for name in names], default=names[0],
        help_text=gettext_lazy("Ordre des lignes\u00a0; un signe moins l’inverse."),
    )  # fmt: skip


def among(rows: Any, asked: dict[str, Any], **columns: str) -> Any:
    """Rows whose column has one of the values asked for, for each repeatable parameter that was given."""
    for name, column in columns.items():
        if asked.get(name):
            rows = rows.filter(**{f"{column}__in": asked[name]})
    return rows


def flag(help_text: Any = "") -> serializers.BooleanField:
    """true, false, or not given."""
    return serializers.BooleanField(allow_null=True, default=None, help_text=help_text)
