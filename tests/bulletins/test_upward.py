"""Reporting further up: the gate of one's own office, the words, the way, and the way back."""

from datetime import timedelta
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Event, Notice
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions import adoptions, articles, upward, upward_fates, upward_sending
from bulletins.models import Adoption, UpwardReport
from bulletins.upward_states import OUTSIDE, UPWARD_MOVES, Upward
from submissions import actions
from submissions.models import Attachment, Submission
from submissions.rich import pictures_in
from submissions.states import State
from tests.bulletins import chain
from tests.factories import PostFactory, PublicationFactory, UserFactory
from tests.pictures import show_picture

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
STORED = [state for state in Upward if state != Upward.ADOPTED]


@pytest.fixture
def house():
    return chain.build()


def put(report, state):
    """A report outside the house in a state, with what the database demands of it."""
    report = upward.move(report, "submit", by=report.editor)
    approver = UserFactory(home=report.office, role=Role.APPROVER)
    report = upward_sending.sign(report, by=approver, reviewed=True)
    now = timezone.now()
    UpwardReport.objects.filter(pk=report.pk).update(
        state=state, sent_at=now, sent_on=timezone.localdate(now), channel="传真"
    )
    return chain.again(report)


def say(report, verb, by):
    given = {"by": by}
    if verb == "sign":
        return upward_sending.sign(report, reviewed=True, **given)
    if verb == "send":
        return upward_sending.send(report, channel="传真", **given)
    if verb == "adopt":
        carrier = PublicationFactory(office=None)
        facts = {"use": "full", "on": timezone.localdate(), "evidence": "第8期"}
        return upward_fates.adopt(report, carrier, **facts, **given)
    if verb == "withdraw":
        return upward_sending.withdraw(report, reason="再核", **given)
    return upward.move(report, verb, reason="再核", **given)


# ---- the table


@pytest.mark.parametrize(
    ("verb", "role"), [*product([each for each in UPWARD_MOVES if each != "disown"], Role)]
)
def test_only_the_table_moves_a_report(verb, role):
    county = chain.an_office("清波县", "county")
    place = county.town if role in (Role.INFORMANT, Role.REVIEWER) else county.unit
    user = UserFactory(home=place, role=role)
    article = county.article(ready=True)

    for state in STORED:
        report = put(chain.drafted(county, article=article, recipient=f"载体{state}"), state)
        step = UPWARD_MOVES[verb]
        if state in step.start and role in step.by:
            assert say(report, verb, user).state == step.end
        else:
            with pytest.raises(Refused):
                say(report, verb, user)
            assert chain.again(report).state == state


def test_the_units_own_people_have_no_verb_at_all():
    assert {role for step in UPWARD_MOVES.values() for role in step.by} == {Role.EDITOR, Role.APPROVER}


@pytest.mark.parametrize("verb", OUTSIDE)
def test_what_lies_with_an_office_of_the_house_has_its_fate_from_there(house, verb):
    report = chain.sent(house.county, house.city)

    assert not report.allows(verb, house.county.editor)
    with pytest.raises(NotYours):
        say(report, verb, house.county.editor)


# ---- the gate


def test_nothing_leaves_unsigned(house):
    report = chain.drafted(house.county, house.city)

    with pytest.raises(Refused, match="不能上报"):
        upward_sending.send(report, by=house.county.editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        UpwardReport.objects.filter(pk=report.pk).update(state=Upward.SIGNED)


def test_who_wrote_it_does_not_sign_it(house):
    county = house.county
    PostFactory(user=county.editor, unit=county.unit, role=Role.APPROVER)
    editor = type(county.editor).objects.get(pk=county.editor.pk)
    report = upward.move(chain.drafted(county, house.city), "submit", by=editor)

    with pytest.raises(Refused, match="拟稿人不能签报"):
        upward_sending.sign(report, by=editor, reviewed=True)
    assert "sign" not in dict(report.moves_for(editor))


def test_the_signature_is_a_secrecy_review(house):
    report = upward.move(chain.drafted(house.county, house.city), "submit", by=house.county.editor)

    with pytest.raises(Refused, match="保密审查声明"):
        upward_sending.sign(report, by=house.county.approver, reviewed=False)


def test_a_marker_holds_a_report_back_until_it_is_cleared_by_name(house):
    article = house.county.article(ready=True, body="此件绝密★长期。")
    report = upward.move(
        chain.drafted(house.county, house.city, article=article), "submit", by=house.county.editor
    )

    with pytest.raises(Refused, match="疑似涉密标记"):
        upward_sending.sign(report, by=house.county.approver, reviewed=True)
    report = upward_sending.sign(report, by=house.county.approver, reviewed=True, clearance="引用制度名称")
    report = upward_sending.send(report, by=house.county.editor)

    secrecy = report.submission.filed.secrecy
    assert (secrecy.collector, secrecy.reviewer) == (house.county.editor, house.county.approver)
    assert (secrecy.clearance, secrecy.at, secrecy.markers != []) == (
        "引用制度名称",
        report.signed.at,
        True,
    )


def test_a_signature_is_given_to_the_words_that_were_read(house):
    report = upward.move(chain.drafted(house.county, house.city), "submit", by=house.county.editor)

    with pytest.raises(Refused, match="有了改动"):
        upward_sending.sign(report, by=house.county.approver, reviewed=True, base=report.version - 1)


def test_only_a_finished_article_goes_up(house):
    with pytest.raises(Refused, match="先定稿"):
        upward.draft(house.county.article(), by=house.county.editor, to=house.city.unit)


def test_an_article_goes_only_to_offices_above(house):
    article = house.county.article(ready=True)

    with pytest.raises(Refused, match=r"不是.*上级"):
        upward.draft(article, by=house.county.editor, to=chain.an_office("别处", "city").unit)
    with pytest.raises(Refused, match="二者择一"):
        upward.draft(article, by=house.county.editor)
    assert upward.draft(article, by=house.county.editor, to=house.province.unit).to == house.province.unit


def test_an_article_goes_to_one_place_once(house):
    article = house.county.article(ready=True)
    first = chain.drafted(house.county, house.city, article=article)

    with pytest.raises(Refused, match="已拟报或已报"):
        chain.drafted(house.county, house.city, article=article)
    upward.move(first, "drop", by=house.county.editor)
    second = chain.drafted(house.county, house.city, article=article)
    with pytest.raises(Refused, match="已另有一件"):
        upward.move(first, "revive", by=house.county.editor)

    assert second.state == Upward.DRAFT


def test_a_double_click_prepares_one_report(house):
    article, key = house.county.article(ready=True), "11111111-1111-4111-8111-111111111111"

    made = {upward.draft(article, by=house.county.editor, to=house.city.unit, key=key).pk for _ in range(2)}

    assert len(made) == 1


# ---- its own words


def test_the_reports_words_are_its_own(house):
    article = house.county.article(ready=True)
    house.county.signed(article)
    report = chain.drafted(house.county, house.city, article=article)

    upward.write(report, by=house.county.editor, base=report.version, title="上报题", body="上报文。")

    article.refresh_from_db()
    report.refresh_from_db()
    assert (report.title, article.title == "上报题") == ("上报题", False)


def test_a_wording_that_comes_too_late_is_refused_and_names_who_was_first(house):
    report = chain.drafted(house.county, house.city)
    upward.write(report, by=house.county.editor, base=1, title="先到", body="先到。")

    with pytest.raises(upward.Newer, match="有更新的保存"):
        upward.write(report, by=house.county.editor, base=1, title="后到", body="后到。")


def test_words_under_signature_are_not_written(house):
    report = chain.signed(house.county, house.city)

    with pytest.raises(Refused, match="请先退回修改"):
        upward.write(report, by=house.county.editor, base=report.version, title="新", body="新")


# ---- arriving above


def test_it_arrives_as_an_item_with_its_origin_and_its_words(house):
    item = house.county.item(kind="experience", nature="good")
    report = chain.sent(house.county, house.city, item)

    up = report.submission
    assert (up.unit, up.office, up.author, up.state) == (
        house.county.unit,
        house.city.unit,
        house.county.editor,
        State.SUBMITTED,
    )
    assert (up.filed.title, up.filed.body, up.filed.kind, up.filed.nature) == (
        report.title,
        report.body,
        "experience",
        "good",
    )
    assert up.origin == "清波县总工会上报，原报送单位：清波县直属工会"
    assert Notice.objects.filter(person=house.city.editor, text__contains="待筛选").count() == 1


def test_pictures_and_files_go_along_as_copies_over_the_same_bytes(house):
    item = house.county.item()
    picture = show_picture(item, "现场图", before="<p>正文。</p>")
    file = SimpleUploadedFile("数据.pdf", PDF)
    item.filed.at = timezone.now() + timedelta(minutes=1)
    item.filed.save()
    table = Attachment.objects.create(
        submission=item,
        file=file,
        name="数据.pdf",
        content_type="application/pdf",
        size=9,
        sha256="a" * 64,
        by=item.author,
    )
    report = chain.drafted(house.county, house.city, item)
    report.files.set([table])
    report = upward.move(report, "submit", by=house.county.editor)
    report = upward_sending.sign(report, by=house.county.approver, reviewed=True)

    up = upward_sending.send(report, by=house.county.editor).submission

    copies = {each.name: each for each in up.attachments.all()}
    [shown] = pictures_in(up.filed.rich)
    assert set(copies) == {picture.name, "数据.pdf"}
    assert (copies["数据.pdf"].sha256, copies["数据.pdf"].file.name) == (table.sha256, table.file.name)
    assert copies[picture.name].sha256 == picture.sha256
    assert shown.attachment == copies[picture.name].pk != picture.pk
    assert set(Attachment.objects.visible_to(house.city.editor)) == set(up.attachments.all())


def test_sent_again_it_carries_each_file_once_and_drops_what_left(house):
    item = house.county.item()
    picture = show_picture(item, "现场图", before="<p>正文。</p>")
    report = chain.sent(house.county, house.city, item)
    up = report.submission
    actions.move(up, "return", by=house.city.editor, reason="图不清")
    report = chain.again(report)
    report = upward.write(report, by=house.county.editor, base=report.version, title="题", body="只有文字。")

    report = upward.move(report, "submit", by=house.county.editor)
    report = upward_sending.sign(report, by=house.county.approver, reviewed=True)
    upward_sending.send(report, by=house.county.editor)

    assert [each.name for each in up.attachments.all()] == [picture.name]
    assert list(Attachment.objects.visible_to(house.city.editor)) == []


def test_the_informants_pen_does_not_reach_what_was_sent_up(house):
    county = house.county
    report = chain.sent(county, house.city)
    PostFactory(user=county.editor, unit=county.unit, role=Role.INFORMANT)
    editor = type(county.editor).objects.get(pk=county.editor.pk)
    up = Submission.objects.get(pk=report.submission_id)

    assert up.moves_for(editor) == []
    with pytest.raises(NotYours):
        actions.move(up, "withdraw", by=editor)
    actions.move(up, "return", by=house.city.editor, reason="补充")
    up.refresh_from_db()
    with pytest.raises(NotYours, match="在“上报”中办理"):
        actions.write(up, by=editor, base=up.version, title="改")
    assert (up.writable, list(Submission.objects.awaiting(editor))) == (False, [])


def test_the_sources_units_learn_where_their_items_went(house):
    item = house.county.item(title="暖心驿站")
    chain.sent(house.county, house.city, item)

    told = Notice.objects.filter(text="《暖心驿站》已由清波县总工会上报云湖市总工会")
    assert {notice.person for notice in told} == {house.county.informant, house.county.reviewer}
    assert Event.objects.about(item).last().label == "上报"


# ---- withdrawing


def test_it_is_taken_back_before_the_office_above_decides(house):
    item = house.county.item()
    report = chain.sent(house.county, house.city, item)

    back = upward_sending.withdraw(report, by=house.county.editor, reason="数字再核")

    up = Submission.objects.get(pk=report.submission_id)
    assert (back.stage, up.state, up.filed) == (Upward.DRAFT, State.DRAFT, None)
    assert not Submission.objects.visible_to(house.city.editor).filter(pk=up.pk).exists()
    assert (
        Notice.objects.filter(person=house.county.informant, over_at=None)
        .get()
        .text.endswith("的上报已由清波县总工会撤回")
    )


def test_withdrawn_and_sent_again_it_is_the_same_item(house):
    report = chain.sent(house.county, house.city)
    back = upward_sending.withdraw(report, by=house.county.editor, reason="数字再核")
    back = upward.move(back, "submit", by=house.county.editor)
    back = upward_sending.sign(back, by=house.county.approver, reviewed=True)

    again = upward_sending.send(back, by=house.county.editor)

    assert (again.submission_id, again.stage) == (report.submission_id, Upward.SENT)
    assert again.submission.office == house.city.unit


@pytest.mark.parametrize("verb", ["accept", "hold", "reject"])
def test_once_decided_above_it_is_not_taken_back(house, verb):
    report = chain.sent(house.county, house.city)
    actions.move(report.submission, verb, by=house.city.editor, reason="见意见")

    with pytest.raises(Refused):
        upward_sending.withdraw(report, by=house.county.editor, reason="数字再核")
    assert "withdraw" not in dict(chain.again(report).moves_for(house.county.editor))


@pytest.mark.parametrize(
    ("verb", "stage"),
    [
        ("accept", Upward.SENT),
        ("hold", Upward.SENT),
        ("return", Upward.RETURNED),
        ("reject", Upward.UNUSED),
    ],
)
def test_what_is_decided_above_is_read_below_at_once(house, verb, stage):
    report = chain.sent(house.county, house.city)

    actions.move(report.submission, verb, by=house.city.editor, reason="见意见")

    assert chain.stage(report) == stage
    assert list(UpwardReport.objects.in_stage(stage)) == [report]


def test_what_the_office_above_restores_while_it_is_revised_below_is_not_sent_over_it(house):
    report = chain.sent(house.county, house.city)
    actions.move(report.submission, "return", by=house.city.editor, reason="补充")
    report = upward.move(chain.again(report), "submit", by=house.county.editor)
    report = upward_sending.sign(report, by=house.county.approver, reviewed=True)
    actions.move(Submission.objects.get(pk=report.submission_id), "restore", by=house.city.editor)

    with pytest.raises(Refused, match="现为“已上报”"):
        upward_sending.send(report, by=house.county.editor)


# ---- what went up stays decided


def test_dropping_its_article_does_not_free_an_item_that_went_up(house):
    item = house.county.item()
    article = house.county.article(item, ready=True)
    report = chain.sent(house.county, house.city, article=article)

    articles.move(article, "drop", by=house.county.editor)

    item.refresh_from_db()
    with pytest.raises(Refused, match="已列入编发"):
        actions.move(item, "restore", by=house.county.editor)
    assert chain.stage(report) == Upward.SENT


def test_a_report_that_never_left_frees_its_items_when_it_is_dropped(house):
    item = house.county.item()
    article = house.county.article(item, ready=True)
    report = chain.drafted(house.county, house.city, article=article)
    articles.move(article, "drop", by=house.county.editor)

    upward.move(report, "drop", by=house.county.editor)

    item.refresh_from_db()
    assert item.taken_at is None


# ---- outside the house


def fate(report, by, **fields):
    carrier = fields.pop("carrier", None) or PublicationFactory(office=None, name="工人日报", level="central")
    facts = {"use": "full", "on": timezone.localdate(), "evidence": "第3版"} | fields
    return upward_fates.adopt(report, carrier, by=by, **facts)


def test_outside_it_says_when_how_and_against_which_receipt(house):
    report = chain.sent(house.county, None)

    assert (report.channel, report.receipt, report.sent_on) == (
        "机要交换",
        "收2026-18",
        timezone.localdate(),
    )
    with pytest.raises(Refused, match="上报方式"):
        upward_sending.send(chain.signed(house.county, None, recipient="别处"), by=house.county.editor)


def test_a_use_outside_credits_every_source_with_evidence(house):
    mine, theirs = house.county.item(), chain.from_other(house)
    report = chain.sent(house.county, None, mine, theirs)

    report = fate(report, house.county.editor, file=SimpleUploadedFile("版面.pdf", PDF))

    rows = Adoption.objects.filter(upward=report).order_by("pk")
    assert report.stage == Upward.ADOPTED
    assert [(row.submission, row.evidence, row.file_name) for row in rows] == [
        (mine, "第3版", "版面.pdf"),
        (theirs, "第3版", "版面.pdf"),
    ]
    assert len({row.file.name for row in rows}) == 1


def test_a_use_outside_is_taken_back_whole_with_a_reason(house):
    item = house.county.item()
    report = fate(chain.sent(house.county, None, item), house.county.editor)

    report = upward_fates.disown(report, by=house.county.editor, reason="登记错了")

    item.refresh_from_db()
    assert (report.stage, item.used_at) == (Upward.SENT, None)
    assert Adoption.objects.get(upward=report).revoked_why == "登记错了"
    assert fate(report, house.county.editor).stage == Upward.ADOPTED


def test_what_the_city_sends_outside_credits_the_township_when_it_is_used(house):
    item = house.county.item()
    up = chain.accepted(chain.sent(house.county, house.city, item), house.city)
    report = chain.sent(house.city, None, up)

    report = fate(report, house.city.editor)
    credit = Adoption.objects.get(office=house.county.unit)
    upward_fates.disown(report, by=house.city.editor, reason="登记错了")

    assert (credit.unit, credit.submission, credit.publication.name) == (
        house.county.town,
        item,
        "工人日报",
    )
    credit.refresh_from_db()
    assert credit.revoked_why == "登记错了"


def test_a_use_before_it_was_sent_is_refused(house):
    report = chain.sent(house.county, None)

    with pytest.raises(Refused, match="不能早于上报日期"):
        fate(report, house.county.editor, on=timezone.localdate() - timedelta(days=1))


def test_one_adoption_of_a_report_is_revoked_by_itself_on_its_own_page(house):
    report = fate(chain.sent(house.county, None), house.county.editor)

    adoptions.revoke(Adoption.objects.get(), by=house.county.editor, reason="登记错了")

    assert chain.stage(report) == Upward.SENT


# ---- what waits for whom


def test_what_waits_is_told_from_the_stage(house):
    county = house.county
    report = upward.move(chain.drafted(county, house.city), "submit", by=county.editor)

    def waiting(user):
        return list(UpwardReport.objects.awaiting(user))

    assert (waiting(county.approver), waiting(county.editor)) == ([report], [])
    report = upward_sending.sign(report, by=county.approver, reviewed=True)
    assert (waiting(county.approver), waiting(county.editor)) == ([], [report])
    report = upward_sending.send(report, by=county.editor)
    assert waiting(county.editor) == []
    actions.move(report.submission, "return", by=house.city.editor, reason="补充")
    assert waiting(county.editor) == [report]
