"""Holding pieces up as models (范文), and taking them off again."""

import hashlib

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.actions.notices import notify, retire
from accounts.events import record
from accounts.models import User
from accounts.refusal import NotYours, Refused
from accounts.roles import Role
from bulletins.actions.articles import held
from bulletins.models import Adoption, Issue, ModelItem
from bulletins.printed import is_sole, piece_at, place_of, sha256_of, text_of
from bulletins.states import IssueState
from submissions.secrecy import markers_in

WORDS = ("comment", "kind", "tags", "order", "shows_edits")


@transaction.atomic
def hold_up(issue, article, *, by, **words):
    """A piece of a signed issue, in its frozen wording."""
    [issue] = held(Issue, [issue])
    refuse_outsider(by, issue.publication.office)
    place = place_of(issue, article)
    if issue.state != IssueState.SIGNED or place is None:
        raise Refused(f"《{article}》不在已签发的期中，不能列为范文。")
    piece = piece_at(issue, place)
    refuse_secret(issue.publication.classification, piece.title, text_of(piece))
    rows = Adoption.objects.standing().filter(issue=issue, article=article, follows=None)
    adoptions = list(rows.with_names().order_by("pk"))
    if words.get("shows_edits"):
        refuse_others_words(issue, article, adoptions)
    facts = {"issue": issue, "article": article, "place": place, "sha256": sha256_of(issue, place)}
    facts |= {"office": issue.publication.office, "title": piece.title, "year": issue.year}
    return keep(adoptions, by, **facts, **words)


@transaction.atomic
def hold_up_used_above(adoption, *, by, **words):
    """An item that a carrier above used, in the wording its unit filed."""
    [adoption] = held(Adoption, [adoption])
    refuse_outsider(by, adoption.office)
    filed = adoption.submission.filed
    own = adoption.publication.office_id == adoption.office_id
    if own or adoption.revoked_at or filed is None:
        raise Refused("只有有效的上级采用可以这样列为范文；本刊刊发的请从稿件页列入。")
    if words.get("shows_edits"):
        raise Refused("上级刊物的印发文字不在系统中，无法展示修改对照，请去掉这一项。")
    refuse_secret(filed.title, filed.body)
    sha256 = hashlib.sha256(f"{filed.title}\n{filed.body}".encode()).hexdigest()
    facts = {"adoption": adoption, "office": adoption.office, "title": filed.title, "sha256": sha256}
    return keep([adoption], by, **facts, year=adoption.on.year, **words)


def keep(adoptions, by, **facts):
    """The row; the authors and their units hear of it."""
    units = "、".join(dict.fromkeys(adoption.unit.name for adoption in adoptions))[:200]
    facts["comment"] = facts["comment"].strip()
    try:
        with transaction.atomic():
            model = ModelItem.objects.create(by=by, units=units, **facts)
    except IntegrityError as again:
        raise Refused(f"《{facts['title']}》已在范文库中。") from again
    event = record(
        by, "hold-up", model, label="列为范文", unit=model.office, note=f"《{model}》{model.comment}"
    )
    notify(people_behind(adoptions), event, f"《{model}》被列为范文", model.get_absolute_url())
    return model


def people_behind(adoptions):
    """The authors and who reviews for their units."""
    authors = [adoption.person for adoption in adoptions]
    units = {adoption.unit_id: adoption.unit for adoption in adoptions}.values()
    return [*authors, *(person for unit in units for person in User.objects.holding(Role.REVIEWER, unit))]


@transaction.atomic
def amend(model, *, by, **words):
    """Say better why it is good, sort it, order it, show or hide the edits."""
    [model] = held(ModelItem, [model])
    refuse_outsider(by, model.office)
    refuse_gone(model)
    if words["shows_edits"] and not model.shows_edits:
        refuse_edits_of(model)
    changed = [name for name in WORDS if getattr(model, name) != words[name]]
    for name in changed:
        setattr(model, name, words[name])
    model.save(update_fields=changed)
    if changed:
        record(by, "amend-model", model, label="修改范文点评", unit=model.office, note=f"《{model}》")
    return model


@transaction.atomic
def take_off(model, *, by, reason):
    """Off the shelf, with the reason; the row stays, and may be followed by a new one."""
    [model] = held(ModelItem, [model])
    refuse_outsider(by, model.office)
    refuse_gone(model)
    if not reason.strip():
        raise Refused("请写明撤下原因。")
    model.taken_off_at, model.taken_off_by, model.taken_off_why = timezone.now(), by, reason.strip()[:200]
    model.save(update_fields=["taken_off_at", "taken_off_by", "taken_off_why"])
    record(
        by, "take-off", model, label="撤下范文", unit=model.office, note=f"《{model}》{model.taken_off_why}"
    )
    retire(model)
    return model


def let_fall(adoption):
    """What was adopted is no longer: what was said of it as a model asks nobody to look any more."""
    printed = Q(issue__isnull=False, issue=adoption.issue_id, article=adoption.article_id, adoption=None)
    for model in ModelItem.objects.filter(Q(adoption=adoption) | printed):
        retire(model)


def refuse_outsider(by, office):
    if not by.holds(Role.EDITOR, office):
        raise NotYours(f"{office}的范文由该单位的责任编辑推荐和维护。")


def refuse_gone(model):
    if model.taken_off_at:
        raise Refused(f"《{model}》已撤下，不能再改；可重新列为范文。")


def refuse_secret(*texts):
    """Every informant reads the library: nothing that bears a mark of secrecy belongs in it."""
    found = [mark for mark in markers_in(*texts) if "密" in mark or set(mark) & set("★☆*")]
    if found:
        raise Refused(f"文中或刊头有保密标志“{'”“'.join(found)}”，不能列为范文。")


def refuse_others_words(issue, article, adoptions):
    """The edits of a text that others have a part in would show their filed words to everybody."""
    if len(adoptions) != 1 or not is_sole(issue, article, adoptions[0].submission):
        raise Refused("这篇稿件用了不止一篇来稿，修改对照会露出各单位的原文，请去掉“展示修改”。")


def refuse_edits_of(model):
    if model.adoption_id:
        raise Refused("上级刊物的印发文字不在系统中，无法展示修改对照，请去掉这一项。")
    rows = Adoption.objects.standing().filter(issue=model.issue_id, article=model.article_id, follows=None)
    adoptions = list(rows)
    refuse_others_words(model.issue, model.article, adoptions)
