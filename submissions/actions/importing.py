"""A Word file becomes the title and text of an item; what stood there before is kept."""

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.refusal import Refused
from submissions.actions.revising import add_revision
from submissions.actions.writing import attach_picture, begin, refuse_foreign_pen, write
from submissions.markup import write as markup
from submissions.models import Revision, Submission
from submissions.models.revisions import BODY_LIMIT
from submissions.rich import repoint, text_of
from submissions.uploads import BadUpload, clean_name, inspect
from submissions.wordfile import BadWordFile, read_word

OLD_WORD = ("doc", "wps", "wpt", "dot", "rtf")


def import_new(file, *, by, unit, key=None):
    """A draft of its own, one per key; returns it with what could not be taken over."""
    word = opened(file)
    item = begin(by=by, unit=unit, key=key, title=word.title, body=text_of(markup(word.parts)))
    return put_in(item, word, by=by, base=item.version)


def import_over(item, file, *, by, base):
    """Over an open draft as its page showed it (`base`); its former words stay as a revision."""
    word = opened(file)
    with transaction.atomic():
        item = Submission.objects.select_for_update().get(pk=item.pk)
        refuse_foreign_pen(item, by)
        if not item.writable:
            raise Refused(f"《{item}》现为“{item.get_state_display()}”，不能导入。")
        if item.version == base and (item.title or item.body):
            add_revision(item, Revision.Why.BEFORE, by)
    return put_in(item, word, by=by, base=base)


def put_in(item, word, *, by, base):
    """Its pictures become the item's own first; then the text may show them."""
    lost, pictures = list(word.lost), {}
    for number, image in enumerate(word.images, 1):
        try:
            pictures[number] = attach_picture(item, ContentFile(image.data, image.name), by=by).pk
        except Refused as refusal:
            lost.append(str(refusal))
    rich = repoint(markup(word.parts), pictures)
    title = {"title": word.title} if word.title else {}
    item = write(item, by=by, base=base, **title, rich=rich)
    return item, lost


def opened(file):
    """The words of an uploaded file, or a refusal that says what to do."""
    name = clean_name(file.name)
    kind = name.rpartition(".")[2].lower()
    if kind in OLD_WORD:
        raise Refused(f"“{name}”是旧格式（.{kind}），请用 Word 或 WPS 打开，另存为 .docx 后再导入。")
    if kind == "docm":
        raise Refused(f"“{name}”可能含有宏，请另存为不含宏的 .docx 后再导入。")
    if kind != "docx":
        raise Refused(f"“{name}”不是 Word 文档，只能导入 .docx；其他文件请作为附件上传。")
    try:
        inspect(file, file.name, settings.ATTACHMENT_LIMIT_MB)
        word = read_word(file)
    except (BadUpload, BadWordFile) as problem:
        raise Refused(str(problem)) from problem
    length = len(text_of(markup(word.parts)))
    if not length:
        raise Refused(f"“{name}”里没有读到正文，请检查文件后再导入。")
    if length > BODY_LIMIT:
        raise Refused(f"“{name}”正文有 {length} 字，最多 {BODY_LIMIT} 字，请精简，或作为附件上传。")
    return word
