"""The dress of a text: kept the same as its words, and only over pictures the item itself holds."""

from accounts.refusal import Refused
from submissions.actions.indexing import note_working
from submissions.models import Attachment
from submissions.rich import clean, dress, pictures_in, repoint, text_of, worn


def dressed(item, content):
    """Content whose `body` and `rich` say the same.

    An editor gives `rich`, and the words follow from it; whoever gives `body` alone typed without one,
    and what stayed of the text keeps its dress. `item` is None for a text that has no row yet.
    """
    if content.get("rich"):
        html = clean(content["rich"], pictures_of(item, content["rich"]))
        return content | {"body": text_of(html), "rich": worn(html)}
    if "body" not in content:
        return {name: value for name, value in content.items() if name != "rich"}
    html = dress(content["body"], item.rich if item else "")
    return content | {"rich": html, "body": text_of(html) if html else content["body"]}


def pictures_of(item, html):
    """The ids a text of this item may show."""
    if item is None or "<img" not in html:
        return set()
    return set(item.attachments.present().images().values_list("pk", flat=True))


def refuse_bare_pictures(item):
    """A picture without words under it does not leave the informant (domain §11, attachments with captions)."""
    pictures = pictures_in(item.rich)
    bare = [number for number, picture in enumerate(pictures, 1) if not picture.caption]
    if not bare:
        return
    name = item.attachments.get(pk=pictures[bare[0] - 1].attachment).name
    raise Refused(f"正文第 {bare[0]} 幅图（{name}）还没有图片说明，请在图下写一句说明再送审。")


def refuse_shown(item, attachment):
    """A picture leaves the text before it leaves the files."""
    if attachment.pk in {picture.attachment for picture in pictures_in(item.rich)}:
        raise Refused(f"“{attachment.name}”是正文中的图片，请先在正文中删去这幅图再移除。")


def copy_pictures(item, fresh, *, by):
    """The pictures of a copied text become the new item's own, over the same bytes, and its dress follows."""
    shown = {picture.attachment for picture in pictures_in(item.rich)}
    copies = {old.pk: copy_of(old, fresh, by) for old in item.attachments.filter(pk__in=shown)}
    fresh.rich = repoint(item.rich, copies)
    fresh.body = text_of(fresh.rich)
    fresh.save(update_fields=["rich", "body"])
    note_working(fresh)


def copy_of(attachment, fresh, by):
    kept = ("file", "name", "content_type", "size", "sha256")
    values = {name: getattr(attachment, name) for name in kept}
    return Attachment.objects.create(submission=fresh, by=by, **values).pk
