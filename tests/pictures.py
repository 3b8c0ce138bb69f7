"""Small true pictures, and headers that promise more than there is."""

import struct
import zlib

from django.core.files.base import ContentFile

from submissions.actions.indexing import note_signed
from submissions.models import Attachment
from submissions.rich import text_of
from submissions.uploads import inspect


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=1, height=1, rows=None):
    """A grey picture; with `rows` given its header may say what it likes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = (b"\0" + b"\xb4" * width) * (height if rows is None else rows)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def show_picture(item, caption, *, width=40, height=30, before="", after=""):
    """Give a filed item a picture in its signed text; `before` and `after` are HTML around it."""
    file = ContentFile(png(width, height), name=f"{caption}.png")
    facts = vars(inspect(file, file.name, 1))
    picture = Attachment.objects.create(submission=item, file=file, by=item.author, at=item.filed.at, **facts)
    address = f"/submissions/pictures/{picture.pk}/"
    figure = f'<figure><img src="{address}" alt="{caption}"><figcaption>{caption}</figcaption></figure>'
    item.filed.rich = f"{before}{figure}{after}"
    item.filed.body = text_of(item.filed.rich)
    item.filed.save()
    note_signed(item)
    return picture
