"""A whole year as one file: asked for by the desk, made in the background, thrown away after some days."""

import hashlib
import zipfile
from tempfile import TemporaryFile

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.queue import after_commit
from accounts.refusal import NotYours, Refused
from accounts.roles import DESK_ROLES
from bulletins import yearbook
from bulletins.models import Archive, Document, Issue, Publication
from bulletins.models.archives import ATTEMPTS, KEPT, PATIENCE

NAMED = 3  # issues a refusal names before it only counts


@transaction.atomic
def ask(publication, year, *, by):
    """Begin an archive; whoever asks twice while it is being made gets the same one."""
    from bulletins.tasks import make_archive

    publication = Publication.objects.select_for_update(of=("self",), no_key=True).get(pk=publication.pk)
    refuse_stranger(publication, by)
    issues = Issue.objects.of(publication).of_year(year).printed()
    refuse_unready(year, issues)
    waiting = Archive.objects.filter(publication=publication, year=year, asked_by=by)
    if found := waiting.unfinished().standing().first():
        return found
    now = timezone.now()
    archive = Archive.objects.create(
        publication=publication,
        year=year,
        asked_by=by,
        asked_at=now,
        expires_at=now + KEPT,
        total=issues.count(),
    )
    record(by, "archive", publication, label="打包年度合订", unit=publication.office, year=year)
    after_commit(make_archive, archive.pk)
    return archive


def refuse_stranger(publication, by):
    if publication.office is None or not by.holds_any(DESK_ROLES, publication.office):
        raise NotYours("年度合订由本刊编发人员打包。")


def refuse_unready(year, issues):
    """An archive that lacks a file is none."""
    if not issues.exists():
        raise Refused(f"{year}年还没有签发的期，没有可以打包的文件。")
    unmade = issues.filter(pk__in=Document.objects.unmade().values("issue"))
    names = [issue.label for issue in unmade.order_by("date", "pk")]
    if names:
        rest = f"等{len(names)}期" if len(names) > NAMED else ""
        raise Refused(
            f"{'、'.join(names[:NAMED])}{rest}的文件还没有生成，合订会不完整。请稍候再打包；"
            "生成失败的，请先在该期页面点“重新生成”。"
        )


def make(archive_id):
    """Write the file issue by issue, so that its progress shows and no more than one issue is held at a time."""
    archive = claim(archive_id)
    if archive is None:
        return None
    try:
        with TemporaryFile() as out:
            write(archive, out)
            return finish(archive, out)
    except Exception as error:  # whoever asked must see any failure
        Archive.objects.filter(pk=archive.pk, made_at=None).update(
            error=str(error)[:300] or type(error).__name__
        )
        return None


@transaction.atomic
def claim(archive_id):
    """One maker at a time; one that fell silent too often is not tried again."""
    archive = Archive.objects.select_for_update(of=("self",)).select_related("publication").get(pk=archive_id)
    alive = archive.alive_at and timezone.now() - archive.alive_at < PATIENCE
    if not archive.making or alive:
        return None
    archive.attempts += 1
    archive.alive_at = timezone.now()
    if archive.attempts > ATTEMPTS:
        archive.error = "打包多次中断，请联系管理员查看后台任务是否正常。"
    archive.save(update_fields=["attempts", "alive_at", "error"])
    return None if archive.failed else archive


def write(archive, out):
    """Every signed and void issue of the year, as they were when it was asked for."""
    issues = Issue.objects.of(archive.publication).of_year(archive.year).printed()
    entries = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as book:
        for issue in yearbook.in_order(issues.filter(signed_at__lte=archive.asked_at)):
            entries.append((issue, put(book, archive, issue)))
            Archive.objects.filter(pk=archive.pk).update(done=len(entries), alive_at=timezone.now())
        folder = yearbook.folder_of(archive)
        book.writestr(f"{folder}/{yearbook.CATALOGUE}", yearbook.catalogue(archive, entries))
        book.writestr(f"{folder}/{yearbook.HASHES}", yearbook.hashes(entries))


def put(book, archive, issue):
    """Both files of an issue with the time of its signature; other bytes than the signed ones stop the work."""
    files = {}
    for document in issue.documents.all():
        content = bytes(document.content)
        if hashlib.sha256(content).hexdigest() != document.sha256:
            raise ValueError(
                f"{issue.label}的{document.get_format_display()}文件与签发时不一致，请从备份中恢复。"
            )
        name = f"{yearbook.name_of(issue)}.{document.format}"
        moment = timezone.localtime(issue.signed_at).timetuple()[:6]
        book.writestr(zipfile.ZipInfo(f"{yearbook.folder_of(archive)}/{name}", moment), content)
        files[document.format] = (name, document.sha256)
    return files


@transaction.atomic
def finish(archive, out):
    """The file gets its name, its hash and its day; whoever asked is told."""
    archive = Archive.objects.select_for_update(of=("self",)).select_related("publication").get(pk=archive.pk)
    if archive.made_at:
        return archive
    archive.size = out.seek(0, 2)
    out.seek(0)
    archive.sha256 = hashlib.file_digest(out, "sha256").hexdigest()
    out.seek(0)
    archive.file.save("archive.zip", File(out), save=False)
    archive.made_at = timezone.now()
    archive.save(update_fields=["size", "sha256", "file", "made_at"])
    event = record(None, "archived", archive, label="打成年度合订", unit=archive.publication.office)
    notify([archive.asked_by], event, f"{archive}已打包，三天内可以下载", archive.page_url)
    return archive


@transaction.atomic
def take(archive, *, by):
    """Who took a whole year away, and when."""
    unit = archive.publication.office
    return record(
        by,
        "read",
        archive.publication,
        label="下载年度合订",
        unit=unit,
        year=archive.year,
        sha256=archive.sha256,
    )


def expire():
    """Throw away the files whose day is over; the rows stay as their trace."""
    for archive in Archive.objects.expired():
        archive.file.delete(save=False)
        Archive.objects.filter(pk=archive.pk).update(file="")
        retire(archive)
