"""Pages as pictures: what the editor sees while building and the approver before signing is what gets printed."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.cache import caches
from django.urls import reverse
from docx.image.image import Image
from pypdf import PdfReader

from accounts.models import Event
from accounts.roles import Role
from bulletins import fonts, page_images, pdf
from bulletins.actions import articles, issues, signing
from bulletins.compose import paper_of, shown
from bulletins.models import Issue
from bulletins.paper import Paper
from bulletins.preview import as_if_signed, name_of, page_of, preview_of
from tests.bulletins.conftest import three
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_store():
    caches["pages"].clear()


def page_url(issue, preview, number=1):
    return reverse("bulletins:issue_page", args=[issue.pk, preview.name, number])


# ---- while building


def test_the_builder_tells_how_many_pages_there_are_and_how_full_the_last_one_is(office, as_user):
    issue = office.issue(office.article(office.item(body="一段正文。\n" * 18), ready=True))

    page = as_user(office.editor).get(reverse("bulletins:issue_pages", args=[issue.pk]))

    proof = pdf.render(paper_of(issue), fonts.find())
    extent = page.context["preview"].extent
    assert extent.pages == len(PdfReader(BytesIO(proof)).pages) == 2
    assert 0.4 < extent.fill < 1
    assert f"共 2 页，末页约排满 {extent.tenths} 成" in page.text
    assert page.text.count("<img ") == 2


def test_the_last_pages_fill_grows_with_the_text(office):
    def fill(lines):
        paper = paper_of(office.issue(office.article(office.item(body="一段。\n" * lines), ready=True)))
        return page_images.extent(paper, fonts.find(), {})

    short, longer = fill(1), fill(4)

    assert (short.pages, longer.pages) == (1, 1)
    assert longer.fill - short.fill == pytest.approx(3 / 22, abs=0.01)


def test_a_page_is_a_picture_of_its_page_of_the_pdf(office, as_user):
    issue = office.issue(office.article(office.item(body="一段正文。\n" * 18), ready=True))
    preview = preview_of(issue, paper_of(issue))
    client = as_user(office.editor)

    first, second, third = (client.get(page_url(issue, preview, number)) for number in (1, 2, 3))

    pixels = Image.from_blob(first.content)
    assert (first["Content-Type"], third.status_code) == ("image/png", 404)
    assert (pixels.px_width, pixels.px_height) == (909, 1286)
    assert first.content != second.content
    assert "private" in first["Cache-Control"]


def test_a_change_gives_the_pages_another_address_and_the_old_one_ends(office, as_user):
    first, second, third = three(office)
    issue = office.issue(first, second, third)
    before = preview_of(issue, paper_of(issue))
    order = [third.pk, first.pk, second.pk]

    issue = issues.reorder(issue, order, by=office.editor, base=issue.version)
    after = preview_of(issue, paper_of(issue))
    caches["pages"].clear()
    client = as_user(office.editor)

    assert before.name != after.name
    assert client.get(page_url(issue, before)).status_code == 404
    assert client.get(page_url(issue, after)).status_code == 200


def test_pages_seen_once_are_not_laid_out_again(office, monkeypatch):
    issue = office.issue()
    paper = paper_of(issue)
    preview = preview_of(issue, paper)
    page = page_of(issue, preview.name, 1, office.editor)
    monkeypatch.setattr("bulletins.fonts.ROLES", {})  # nothing can be set any more

    assert preview_of(issue, paper) == preview
    assert page_of(issue, preview.name, 1, office.editor) == page


def test_what_no_font_can_print_is_told_in_place_of_the_pages(office, as_user):
    issue = office.issue(office.article(office.item(body="字符\ue5e5在此。"), ready=True))

    page = as_user(office.editor).get(reverse("bulletins:issue_pages", args=[issue.pk]))

    assert page.status_code == 200
    assert "印样排不出来：现有字体都没有这些字符" in page.text


def test_without_script_the_pages_have_a_page_of_their_own(office, as_user):
    issue = office.issue()
    client, address = as_user(office.editor), reverse("bulletins:issue_pages", args=[issue.pk])

    whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})

    assert ("<html" in whole.text, "<html" in part.text) == (True, False)
    assert reverse("bulletins:issue_pages", args=[issue.pk]) in client.get(issue.get_absolute_url()).text


@pytest.mark.parametrize("role", [Role.LEADER, Role.INFORMANT, Role.REVIEWER])
def test_only_the_desk_sees_pages_before_signature_and_nobody_by_this_address_after(office, as_user, role):
    issue = office.awaiting()
    preview = preview_of(issue, paper_of(issue))
    home = office.unit if role == Role.LEADER else office.town
    client = as_user(UserFactory(home=home, role=role))

    before = [
        client.get(page_url(issue, preview)),
        client.get(reverse("bulletins:issue_pages", args=[issue.pk])),
    ]
    signing.sign(issue, by=office.approver)
    after = client.get(page_url(issue, preview))

    assert {answer.status_code for answer in [*before, after]} == {404}


# ---- before signing


def test_the_pages_shown_for_signature_are_those_that_are_printed(office):
    """Number, date and approver are already in them; only the proof's mark goes."""
    issue = office.awaiting(*three(office), tag="高温特刊")
    seen = as_if_signed(issue, office.approver)

    signed = signing.sign(issue, by=office.approver)

    assert replace(seen, proof=False) == Paper.from_dict(Issue.objects.get(pk=signed.pk).paper)


def test_an_issue_signed_in_between_changes_the_number_and_nothing_else(office):
    issue, other = office.awaiting(*three(office)), office.awaiting()
    seen = as_if_signed(issue, office.approver)
    signing.sign(other, by=office.approver)

    printed = shown(signing.sign(issue, by=office.approver))

    assert (seen.number, printed.number) == ("第1期", "第2期")
    assert replace(seen, proof=False, number=printed.number) == printed


def test_the_text_of_the_pictures_is_the_text_of_the_frozen_pdf(office):
    issue = office.awaiting(office.article(title="高温慰问到一线", ready=True))
    seen = pdf.render(as_if_signed(issue, office.approver), fonts.find())
    signed = signing.sign(issue, by=office.approver)
    frozen = bytes(signed.documents.get(format="pdf").content) or pdf.render(shown(signed), fonts.find())

    def lines(document):
        return [line for page in PdfReader(BytesIO(document)).pages for line in page.extract_text().split()]

    assert [line for line in lines(seen) if line not in ("清样", "清", "样")] == lines(frozen)


def test_the_approver_signs_or_returns_from_the_page_that_shows_the_pages(office, as_user):
    issue = office.awaiting(*three(office))
    client = as_user(office.approver)

    page = client.get(reverse("bulletins:issue_sign", args=[issue.pk]))

    preview = preview_of(issue, as_if_signed(issue, office.approver))
    assert page_url(issue, preview) in page.text
    assert client.get(page_url(issue, preview)).status_code == 200
    for name in (("issue_sign", [issue.pk]), ("issue_move", [issue.pk, "refuse"])):
        assert f'action="{reverse(f"bulletins:{name[0]}", args=name[1])}"' in page.text
    assert page.text.count(f'name="base" value="{issue.version}"') == 2
    assert "<b>第1期</b>" in page.text


def test_a_return_without_a_reason_stays_on_the_page_and_a_stale_one_keeps_its_words(office, as_user):
    issue = office.awaiting()
    client, address = as_user(office.approver), reverse("bulletins:issue_move", args=[issue.pk, "refuse"])

    empty = client.post(address, {"reason": " ", "base": issue.version})
    stale = client.post(address, {"reason": "第二段数字再核", "base": issue.version - 1})

    again = name_of(as_if_signed(issue, office.approver))
    assert (empty.status_code, stale.status_code) == (422, 409)
    assert "退回重编须写明意见。" in empty.text
    assert all(text in stale.text for text in ("第二段数字再核", "请重新看过再退回重编", again))
    assert f'name="base" value="{issue.version}"' in stale.text


def test_what_the_approver_looked_at_is_in_the_log_with_its_version(office, as_user):
    issue = office.awaiting()

    as_user(office.approver).get(reverse("bulletins:issue_sign", args=[issue.pk]))

    event = Event.objects.about(issue).last()
    assert (event.verb, event.who, event.data) == ("read", office.approver, {"version": issue.version})


def test_an_earlier_hand_sees_the_pages_but_no_button_to_sign(office, as_user):
    issue = office.awaiting()
    Issue.objects.filter(pk=issue.pk).update(editor=office.approver)

    page = as_user(office.approver).get(reverse("bulletins:issue_sign", args=[issue.pk]))

    assert "请由其他同志签发" in page.text
    assert f'action="{reverse("bulletins:issue_sign", args=[issue.pk])}"' not in page.text


def test_a_wording_changed_after_the_return_is_what_the_next_signature_shows(office, as_user):
    article = office.article(title="旧题", ready=True)
    issue = office.awaiting(article)
    issues.move(issue, "refuse", by=office.approver, reason="改题")
    article.refresh_from_db()
    words = {"title": "新题", "byline": "", "body": "新文。", "use": article.use}
    articles.write(article, by=office.editor, base=article.version, **words)
    issues.move(issue, "submit", by=office.editor)
    issue = issues.move(issue, "check", by=office.checker)

    page = as_user(office.approver).get(reverse("bulletins:issue_sign", args=[issue.pk]))

    assert [str(title) for title in page.context["titles"]] == ["新题"]
    assert page.context["preview"] == preview_of(issue, as_if_signed(issue, office.approver))


def test_a_font_of_the_offices_own_gives_the_pages_another_address(office, settings, tmp_path):
    paper = paper_of(office.issue())
    settings.FONT_DIRS = [str(tmp_path)]
    before = name_of(paper)

    (tmp_path / "fangsong.ttf").write_bytes(b"a font")

    assert name_of(paper) != before
