"""The sealed log: written with the act, sealed after it, never mended."""

import csv
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.append_only import protect, release
from accounts.events import audit, record, seal_pending, verify
from accounts.models import Event, Head, Notice
from tests.factories import SubmissionFactory

TABLE = "accounts_event"
pytestmark = pytest.mark.django_db(transaction=True)  # seals are set after commit


@contextmanager
def trigger_off():
    """What somebody with the database's own password could do."""
    with connection.schema_editor() as editor:
        release(editor, TABLE)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            protect(editor, TABLE, final="OLD.seal <> ''")


@pytest.fixture
def chain(house):
    """Seven sealed events."""
    for number in range(7):
        record(house.sysadmin, "test", house.street, label=f"第{number}件", unit=house.street, count=number)
    seal_pending()
    return list(Event.objects.order_by("position"))


def test_a_whole_chain_is_told_with_its_last_seal(chain):
    verdict = verify()

    assert (verdict.whole, verdict.checked, verdict.seal) == (True, 7, chain[-1].seal)


@pytest.mark.parametrize(
    "change",
    [
        {"label": "别的"},
        {"who": None},
        {"unit": None},
        {"note": "补记"},
        {"data": {"count": 99}},
        {"thing_id": 12345},
        {"address": "10.0.0.9"},
        {"verb": "other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_any_change_of_an_event_is_found_at_its_place(chain, change):
    with trigger_off():
        Event.objects.filter(pk=chain[3].pk).update(**change)

    verdict = verify()

    assert (verdict.broken_at, verdict.checked, verdict.reason) == (4, 3, "日志内容与封签不符")


def test_a_moved_time_is_found(chain):
    with trigger_off():
        Event.objects.filter(pk=chain[0].pk).update(at=chain[0].at - timedelta(milliseconds=1))

    assert verify().broken_at == 1


@pytest.mark.parametrize(
    ("index", "place", "reason"),
    [(0, 1, "缺少一条日志"), (3, 4, "缺少一条日志"), (6, 7, "链尾与记录不符，末尾的日志被移除")],
)
def test_a_removed_event_is_found_at_its_place(chain, index, place, reason):
    with trigger_off():
        chain[index].delete()

    verdict = verify()

    assert (verdict.broken_at, verdict.reason) == (place, reason)


def test_a_removed_event_whose_followers_were_renumbered_is_found(chain):
    with trigger_off():
        chain[3].delete()
        for event in chain[4:]:
            Event.objects.filter(pk=event.pk).update(position=event.position - 1)

    assert verify().broken_at == 4


def test_an_event_forged_into_the_chain_is_found(chain, house):
    with trigger_off():
        Event.objects.filter(pk=chain[6].pk).update(seal="0" * 64)

    assert verify().broken_at == 7


def test_a_lost_end_of_the_chain_is_found(chain):
    Head.objects.all().delete()

    assert (verify().broken_at, verify().checked) == (8, 7)


def test_a_chain_replaced_as_a_whole_is_found_by_the_seal_noted_elsewhere(chain):
    noted = chain[-1].seal
    with trigger_off():
        Event.objects.update(position=None, seal="", note="改写")
        Head.objects.all().delete()
    seal_pending()

    assert verify().whole
    with pytest.raises(CommandError, match="抄存的封签不在链上"):
        call_command("verify", expect=noted)


def test_the_command_says_where_the_chain_breaks(chain, capsys):
    call_command("verify", expect=chain[2].seal)
    whole = capsys.readouterr().out
    with trigger_off():
        Event.objects.filter(pk=chain[3].pk).update(label="别的")

    assert whole.splitlines() == [
        f"日志完好，共 7 条，链尾封签 {chain[-1].seal}",
        "已关账月份完好，共 0 个，校验值相符，账目合计一致",
        "积分账完好，共 0 笔",
    ]
    with pytest.raises(CommandError, match="第 4 条：日志内容与封签不符。其前 3 条完好。"):
        call_command("verify")


def test_events_whose_seal_is_missing_are_sealed_by_the_next_audit(chain, house):
    Event.objects.create(who=house.sysadmin, verb="late", label="漏封", unit=house.street)

    verdict = audit()

    assert (verdict.whole, verdict.checked) == (True, 8)
    assert Event.objects.unsealed().count() == 0


def test_nothing_is_added_to_a_broken_chain(chain, house):
    with trigger_off():
        chain[6].delete()
    Event.objects.create(who=house.sysadmin, verb="late", label="漏封", unit=house.street)

    verdict = audit()

    assert (verdict.broken_at, Event.objects.unsealed().count()) == (7, 1)


def test_an_act_that_fails_leaves_no_event(house):
    with transaction.atomic():
        record(house.sysadmin, "test", label="办事", unit=house.street)
        transaction.set_rollback(True)

    assert Event.objects.count() == 0


def test_a_seal_that_cannot_be_set_does_not_undo_the_act(chain, house):
    Head.objects.update(position=3)  # the next seal would take a place that is taken

    with transaction.atomic():
        record(house.sysadmin, "test", label="办事", unit=house.street)

    assert Event.objects.unsealed().get().label == "办事"


@pytest.mark.parametrize("sql", [f"UPDATE {TABLE} SET label = 'x'", f"DELETE FROM {TABLE}"])
def test_the_database_itself_refuses_to_rewrite_the_log(chain, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert verify().whole


def test_even_an_unsealed_event_cannot_be_deleted(house):
    event = Event.objects.create(who=house.sysadmin, verb="x", label="办事", unit=house.street)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.delete()


def test_the_auditors_page_tells_that_the_log_is_whole_and_writes_that_down(client, chain, house):
    client.force_login(house.auditor)

    page = client.post("/accounts/log/verify/", follow=True).content.decode()

    assert "日志完好：共7条。" in page
    assert Event.objects.get(verb="log-verify").note == "日志完好"


def test_the_auditors_page_tells_where_it_is_broken(client, chain, house):
    with trigger_off():
        chain[3].delete()
    client.force_login(house.auditor)

    page = client.post("/accounts/log/verify/", follow=True).content.decode()

    assert "日志不完好：第4条缺少一条日志；其前3条完好。" in page


def labels(client, query=""):
    return [event.label for event in client.get(f"/accounts/log/?{query}").context["rows"]]


def test_the_log_is_narrowed_by_day_person_word_and_unit(client, chain, house):
    yesterday = timezone.localdate() - timedelta(days=1)
    old = timezone.now() - timedelta(days=1)
    Event.objects.create(who=house.auditor, verb="old", label="旧事", unit=house.office, at=old)
    client.force_login(house.auditor)

    assert labels(client, f"until={yesterday}") == ["旧事"]
    assert len(labels(client, f"since={timezone.localdate()}")) == 7
    assert labels(client, "who=审计") == ["旧事"]
    assert labels(client, "what=第3") == ["第3件"]
    assert labels(client, "verb=old") == ["旧事"]
    assert labels(client, f"unit={house.office.pk}") == ["旧事"]
    assert len(labels(client, "since=nonsense&unit=x&before=y")) == 8


@pytest.mark.parametrize(
    ("query", "found"),
    [("until=9999-12-31", 1), ("since=0001-01-01", 1), ("since=9999-12-31", 0), ("until=0001-01-01", 0)],
)
def test_the_ends_of_the_calendar_narrow_like_any_other_day(client, house, query, found):
    Event.objects.create(who=house.informant, verb="x", label="办事", unit=house.street)
    client.force_login(house.auditor)

    page = client.get(f"/accounts/log/?{query}")
    export = client.get(f"/accounts/log/export/?{query}&verb=x")

    assert len(page.context["rows"]) == found
    assert b"".join(export.streaming_content).decode().count("办事") == found


def test_the_log_pages_by_key_and_loses_nothing_between_pages(client, house, django_assert_max_num_queries):
    for number in range(120):
        Event.objects.create(who=house.sysadmin, verb="x", label=f"{number}", unit=house.street)
    client.force_login(house.auditor)
    client.get("/accounts/log/")

    seen, before = [], ""
    with django_assert_max_num_queries(7 * 3):
        for _ in range(3):
            context = client.get(f"/accounts/log/?before={before}").context
            seen += [event.label for event in context["rows"]]
            before = context["next"]

    assert seen == [str(number) for number in reversed(range(120))]
    assert before is None


def test_what_changed_is_shown_in_the_words_of_the_fields(client, house):
    record(
        house.sysadmin,
        "unit-change",
        house.street,
        label="修改单位",
        unit=house.street,
        before={"name": "旧名", "is_office": False},
        after={"name": "新名", "is_office": True},
    )
    client.force_login(house.auditor)

    page = client.get("/accounts/log/").content.decode()

    assert "单位名称：旧名 → 新名" in page
    assert "编发刊物：否 → 是" in page


def test_the_export_is_the_filtered_log_and_is_itself_written_down(client, chain, house):
    client.force_login(house.auditor)

    response = client.get("/accounts/log/export/?what=第3")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    heading, row = csv.reader(StringIO(text))
    assert heading == ["序号", "时间", "人员", "用户名", "事项", "对象", "单位", "说明", "来源地址", "封签"]
    assert (row[0], row[2], row[4], row[9]) == ("4", "系统员", "第3件", chain[3].seal)
    assert Event.objects.get(verb="log-export").data == {"query": "what=%E7%AC%AC3"}


def test_no_cell_of_the_export_runs_as_a_formula(client, house):
    Event.objects.create(who=house.sysadmin, verb="x", label="=1+1", note="@SUM(A1)", unit=house.street)
    client.force_login(house.auditor)

    response = client.get("/accounts/log/export/?verb=x")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    row = list(csv.reader(StringIO(text)))[1]
    assert (row[4], row[7]) == ("'=1+1", "'@SUM(A1)")


def test_the_auditors_front_page_counts_what_its_lists_show(client, house):
    for _ in range(3):
        client.post("/accounts/login/", {"username": house.sysadmin.username, "password": "wrong"})
    Event.objects.create(
        verb="login-failed", label="登录失败", unit=house.office, at=timezone.now() - timedelta(days=8)
    )
    client.force_login(house.auditor)

    (figures,) = client.get("/accounts/").context["rows"]
    shown = [len(client.get(figure.url).context["rows"]) for figure in figures]

    assert [(figure.label, figure.count) for figure in figures] == [
        ("今天的日志", 3),
        ("七天内登录失败", 3),
        ("七天内账号锁定", 0),
    ]
    assert shown == [3, 3, 0]


def test_a_notice_is_read_once_it_was_on_the_page(client, house):
    cause = Event.objects.create(verb="x", label="办事", unit=house.street)
    Notice.objects.create(person=house.sysadmin, cause=cause, text="请看", url="/accounts/profile/")
    Notice.objects.create(person=house.auditor, cause=cause, text="别人的消息")
    client.force_login(house.sysadmin)

    first = client.get("/accounts/notices/").content.decode()
    second = client.get("/accounts/notices/").content.decode()

    assert ('<a href="/accounts/profile/">请看</a>' in first, "别人的消息" in first) == (True, False)
    assert ('<span class="state state-void">新</span>' in first, "新</span>" in second) == (True, False)
    assert list(Notice.objects.unread().values_list("text", flat=True)) == ["别人的消息"]


def test_the_log_names_states_in_the_words_of_the_screen(client, house):
    item = SubmissionFactory(author=house.informant)
    Event.objects.create(
        verb="hold",
        label="留用",
        unit=house.street,
        thing_type=item._meta.label_lower,
        thing_id=item.pk,
        data={"before": "submitted", "after": "held"},
    )
    client.force_login(house.auditor)

    page = client.get("/accounts/log/").content.decode()

    assert "待筛选 → 留用" in page
