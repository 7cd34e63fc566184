"""What the API says of people, clients and projects, and the shape of every refusal."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class ErrorSerializer(serializers.Serializer):
    """Every refusal."""

    detail = serializers.CharField(help_text=_("Une phrase, dans la langue de la requête."))
    code = serializers.CharField(help_text=_("Un mot qui ne change pas, pour les programmes."))
    errors = serializers.DictField(  # type: ignore[assignment]  # a name that the library uses too
        child=serializers.ListField(child=serializers.CharField()), required=False,
        help_text=_("Les phrases par paramètre, quand il y en a."),
    )  # fmt: skip


class PersonSerializer(serializers.Serializer):
    """A person, as the pages name them."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="full_name")


class NamedSerializer(serializers.Serializer):
    """A team, a client, a project, an editor: its key and its name."""

    slug = serializers.CharField()
    name = serializers.CharField()
