"""Saving a row so that a broken rule comes out as its sentence, not as an error page."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.refusal import Refused


def save(row):
    """Ask the rules first; when two people are equally quick the database has the last word."""
    try:
        check(row)
        with transaction.atomic():
            row.save()
    except ValidationError as error:
        raise Refused(in_words(row, error)) from error
    except IntegrityError as error:
        raise Refused("刚才有人保存了同样的内容，请刷新页面核对后再试。") from error
    return row


def check(row):
    """Like full_clean(), which would call an unset nullable field empty and skip its constraints."""
    row.clean_fields(
        exclude=[f.name for f in row._meta.fields if f.null and f.value_from_object(row) is None]
    )
    row.clean()
    row.validate_unique()
    row.validate_constraints()


def in_words(row, error):
    """Each sentence behind the name of its field."""
    sentences = []
    for name, messages in error.message_dict.items():
        field = "" if name == "__all__" else f"{row._meta.get_field(name).verbose_name}："
        sentences += [field + message for message in messages]
    return " ".join(sentences)


def differences(row, changes):
    """What will change, before and after, in the log's words; only what is really different."""
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    before = {name: plain(getattr(row, name)) for name in changed}
    return before, {name: plain(value) for name, value in changed.items()}


def plain(value):
    return value if isinstance(value, bool | int | str | None) else str(value)
