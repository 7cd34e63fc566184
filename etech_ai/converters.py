"""Parts of addresses that several apps read."""

from django.urls.converters import StringConverter


class SheetForm(StringConverter):
    """The kinds of file that a table can be taken as."""

    regex = "csv|xlsx"
