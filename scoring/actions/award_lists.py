"""Lists of awards: drawn up from the figures, decided by people with reasons, shown, signed, made public."""

from django.db import transaction
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import last_hand, record
from accounts.models import Post, Unit, User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from scoring.actions.doors import enter
from scoring.award_states import AWARD_MOVES, AwardState
from scoring.award_tables import award_content, prizes_of
from scoring.models import AwardList, Candidate, Objection, Payment, Scheme
from scoring.money_papers import award_paper, award_workbook
from scoring.payroll import seal_of
from scoring.proposing import basis, candidates_of, is_vetoed
from scoring.signing_files import keep_files

READING = ("read",)


@transaction.atomic
def draw_up(scheme, *, by):
    """The proposal of a year that is over and closed; of two drawn up at once the first one counts."""
    office = enter(scheme.office, by)
    scheme = Scheme.objects.select_for_update(of=("self",)).select_related("office", "list").get(pk=scheme.pk)
    if known := scheme.drawn:
        raise Refused(f"“{known}”已由{known.made_by}拟定，现为“{known.get_state_display()}”。")
    found = fresh(scheme)
    made = AwardList.objects.create(scheme=scheme, office=office, made_by=by)
    keep(made, found)
    record(by, "draw", made, label="拟定", unit=office, note=f"{len(found)}个候选")
    return made


def fresh(scheme):
    """The candidates of a year that is closed."""
    field, found = candidates_of(scheme)
    if not field.is_closed:
        last = scheme.last
        raise Refused(f"{last.year}年{last.month}月还没有关账，请在全年关账后拟定名单；此前可以看测算预览。")
    if not found:
        raise Refused("方案里还没有奖项，或没有单位和个人得分，拟不出名单。")
    return found


def keep(made, found):
    for one in found:
        one.list = made
    Candidate.objects.bulk_create(found)


@transaction.atomic
def renew(award_list, *, by):
    """Judge anew, keeping what people decided of the same candidates; nobody vetoed since stays on the list."""
    award_list = drafted(award_list, by)
    decided = {(one.award_id, one.key): one for one in award_list.candidates.exclude(hand=None)}
    found = fresh(award_list.scheme)
    for one in found:
        known = decided.get((one.award_id, one.key))
        if known and not (known.chosen and is_vetoed(one)):
            one.chosen, one.hand, one.word = known.chosen, known.hand, known.word
    award_list.candidates.all().delete()
    keep(award_list, found)
    record(by, "renew", award_list, label="重新测算", unit=award_list.office)
    return award_list


def drafted(award_list, by):
    """A list that may still be changed, under the office's lock."""
    enter(award_list.office, by)
    award_list = AwardList.objects.select_for_update(of=("self",)).with_names().get(pk=award_list.pk)
    if award_list.state != AwardState.DRAFT:
        state, hand = award_list.get_state_display(), last_hand(award_list, besides=READING)
        raise Refused(f"“{award_list}”现为“{state}”{hand}，要调整请先撤回重拟。")
    return award_list


@transaction.atomic
def decide(candidate, *, chosen, word, by):
    """Put a candidate on the list, or take one off it: only for a reason, which stays beside the verdict."""
    award_list = drafted(candidate.list, by)
    one = Candidate.objects.select_for_update(of=("self",)).with_names().get(pk=candidate.pk)
    if not word.strip():
        raise Refused("请写明列入或不列入的理由，它会留在名单后面。")
    if chosen and is_vetoed(one):
        raise Refused(f"{one}{one.why}，一票否决，不能列入。")
    if one.chosen is chosen:
        raise Refused(f"{one}已经{'列入' if chosen else '不在名单中'}。")
    one.chosen, one.hand, one.word = chosen, by, word.strip()[:200]
    one.save(update_fields=["chosen", "hand", "word"])
    label = "列入名单" if chosen else "不列入名单"
    note = f"{one.award}　{one}：{one.word}"
    record(by, "decide", award_list, label=label, unit=award_list.office, note=note[:200])
    return one


@transaction.atomic
def move(award_list, verb, *, by, reason="", notice=None):
    """Say a verb of the table; `notice` is from when to when a list is shown."""
    step = AWARD_MOVES[verb]
    Unit.objects.select_for_update(no_key=True).get(pk=award_list.office_id)
    award_list = AwardList.objects.select_for_update(of=("self",)).with_names().get(pk=award_list.pk)
    refuse_hand(award_list, verb, by)
    if award_list.state not in step.start:
        state, hand = award_list.get_state_display(), last_hand(award_list, besides=READING)
        raise Refused(f"“{award_list}”现为“{state}”{hand}，不能{step.label}。")
    if step.needs_reason and not reason.strip():
        raise Refused(f"{step.label}须写明原因。")
    before = award_list.state
    if deed := DEEDS.get(verb):
        deed(award_list, by, notice)
    award_list.state, award_list.word, award_list.moved_at = step.end, reason.strip()[:200], timezone.now()
    award_list.save()
    if verb == "sign":
        seal(award_list)
    facts = {"before": before, "after": step.end}
    event = record(
        by, verb, award_list, label=step.label, unit=award_list.office, note=award_list.word, **facts
    )
    retire(award_list)
    tell(award_list, verb, event)
    return award_list


def refuse_hand(award_list, verb, by):
    step = AWARD_MOVES[verb]
    if not by.holds_any(step.by, award_list.office):
        hands = "、".join(role.label for role in step.by)
        raise NotYours(f"“{step.label}”由{award_list.office}的{hands}办理。")
    if not award_list.allows(verb, by):
        raise Refused("审定须由另一个人办理，拟定人不能审定自己拟的名单。")


def announce(award_list, by, notice):
    first, last = notice or (None, None)
    if not first or not last or not timezone.localdate() <= first <= last:
        raise Refused("请填写公示的起止日期：从今天或以后开始，止日不早于起日。")
    rows = list(award_list.candidates.with_names())
    if undecided := [one for one in rows if one.chosen is None]:
        names = "、".join(map(str, undecided[:5]))
        raise Refused(f"{names}并列待定，请先决定列入谁，再公示。")
    if not any(one.chosen for one in rows):
        raise Refused("名单是空的，没有可公示的。")
    if is_moved(award_list, rows):
        raise Refused("拟定以后方案或积分有了变化，请先“重新测算”，核对后再公示。")
    award_list.notice_from, award_list.notice_until = first, last


def is_moved(award_list, rows):
    """Would judging come to something else today? A year that was opened again is refused outright."""
    return basis(rows) != basis(fresh(award_list.scheme))


def sign(award_list, by, notice):
    today = timezone.localdate()
    if today <= award_list.notice_until:
        raise Refused(f"公示到{award_list.notice_until:%Y年%m月%d日}为止，期满后再审定。")
    if waiting := award_list.objections.unanswered().count():
        raise Refused(f"还有{waiting}条异议没有答复，请先答复再审定。")
    if is_moved(award_list, award_list.candidates.with_names()):
        raise Refused("公示以后积分或评选条件的情况有了变化，请先撤回重拟，重新测算和公示后再审定。")
    award_list.signed_by, award_list.signed_on = by, today
    award_list.content = award_content(award_list, award_list.candidates.with_names())
    award_list.sha256 = seal_of(award_list.content)


DEEDS = {"announce": announce, "sign": sign}


def seal(award_list):
    """Prizes and files, in the transaction of the signature."""
    Payment.objects.bulk_create(prizes_of(award_list, award_list.candidates.with_names()))
    content = award_list.content
    paper = award_paper(content, hands_of(award_list), award_list.signed_on)
    keep_files(paper, award_workbook(content), award_list=award_list)


def hands_of(award_list):
    hands = (("拟定", award_list.made_by), ("审定", award_list.signed_by))
    return [(label, str(person)) for label, person in hands if person]


def tell(award_list, verb, event):
    """The units, while they may object; who signs; and at last those who are commended."""
    url, office = award_list.get_absolute_url(), award_list.office
    notify([award_list.made_by], event, f"{award_list}：{award_list.get_state_display()}", url)
    if verb == "announce":
        days = f"{award_list.notice_from:%m月%d日}至{award_list.notice_until:%m月%d日}"
        notify(reviewers_of(office), event, f"{award_list}公示（{days}），有异议请向{office}提出", url)
        notify(User.objects.holding(Role.APPROVER, office), event, f"{award_list}公示期满后请审定", url)
    if verb == "publish":
        chosen = award_list.candidates.filter(chosen=True).with_names()
        people = [one.person for one in chosen if one.person_id]
        notify([*people, *reviewers_of(office)], event, f"{award_list}已公布", url)


def reviewers_of(office):
    posts = Post.objects.current().called_on().filter(role=Role.REVIEWER, unit__office=office)
    return User.objects.active().filter(posts__in=posts).distinct()


@transaction.atomic
def object_to(award_list, *, source, text, by):
    """Write down what somebody says against a list while it is shown."""
    award_list = AwardList.objects.select_for_update(of=("self",)).with_names().get(pk=award_list.pk)
    if award_list.state != AwardState.NOTICE:
        raise Refused("只有公示期间可以提出异议。")
    if not text.strip() or not source.strip():
        raise Refused("请写明提出人和异议内容；不愿具名的写“匿名”。")
    made = Objection.objects.create(list=award_list, source=source.strip(), text=text.strip(), by=by)
    event = record(by, "object", award_list, label="提出异议", unit=award_list.office, note=made.source)
    scorers = User.objects.holding(Role.SCORER, award_list.office)
    notify(scorers, event, f"{award_list}收到异议，请答复", award_list.get_absolute_url())
    return made


@transaction.atomic
def answer(objection, *, reply, by):
    """Say what was found, once; an answer is not rewritten."""
    award_list = objection.list
    if not by.holds_any((Role.SCORER, Role.APPROVER), award_list.office):
        raise NotYours(f"异议由{award_list.office}的积分管理员或核签答复。")
    one = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("replied_by", "by")
        .get(pk=objection.pk)
    )
    if one.replied_at:
        raise Refused(f"{one.replied_by}已经答复，不能再改；有新的情况请另记一条。")
    if not reply.strip():
        raise Refused("请写明核查情况和答复。")
    one.reply, one.replied_by, one.replied_at = reply.strip(), by, timezone.now()
    one.save(update_fields=["reply", "replied_by", "replied_at"])
    event = record(by, "answer", award_list, label="答复异议", unit=award_list.office, note=one.source)
    notify([one.by], event, f"您登记的异议已答复：{award_list}", award_list.get_absolute_url())
    return one


@transaction.atomic
def note_read(award_list, form, *, by):
    """Who took the list out: it names every prize."""
    sha256 = award_list.sha256
    return record(by, "read", award_list, label=f"下载{form.upper()}", unit=award_list.office, sha256=sha256)
