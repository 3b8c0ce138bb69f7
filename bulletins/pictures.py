"""The pictures of articles on their way to paper: their size and hash when set, their bytes when printed."""

import hashlib
from functools import lru_cache

from docx.image.image import Image

from bulletins.blocks import Picture
from submissions.models import Attachment
from submissions.rich import pictures_in


def pictures_of(article):
    """The pictures an article shows, by attachment, with the hash of what will be printed."""
    shown = {picture.attachment for picture in pictures_in(article.rich)}
    found = Attachment.objects.filter(pk__in=shown).images() if shown else []
    return {each.pk: picture_of(each) for each in found}


def picture_of(attachment):
    width, height = size_of(attachment.file.name, attachment.sha256)
    return Picture(attachment.pk, "", attachment.sha256, width, height, attachment.content_type)


@lru_cache(maxsize=1024)
def size_of(name, sha256):
    """Width and height in dots; a stored file never changes, so it is opened once."""
    with Attachment._meta.get_field("file").storage.open(name) as file:
        image = Image.from_blob(file.read())
    return image.px_width, image.px_height


def contents_of(paper):
    """The bytes of the pictures of a paper by attachment; never others than it names."""
    wanted = {picture.attachment: picture for picture in paper.pictures}
    found = Attachment.objects.in_bulk(wanted)
    return {pk: read(found[pk], picture) for pk, picture in wanted.items()}


def read(attachment, picture):
    with attachment.file.open() as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != picture.sha256:
        raise ValueError(f"图片“{attachment.name}”的文件与编入时不一致，请从备份中恢复。")
    return content
