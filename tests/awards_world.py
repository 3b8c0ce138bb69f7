"""Awards, remuneration and money for the crawler's world: rows as people made them, none of them signed twice."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.roles import Role
from scoring.award_states import AWARD_MOVES, AwardState
from scoring.models import (
    Award,
    AwardList,
    Candidate,
    Fund,
    Objection,
    PayCorrection,
    PayList,
    Payment,
    Scheme,
)
from scoring.pay_states import PAY_MOVES


def add_awards(world, secret):
    """A shown list with a candidate and an objection; a remuneration list with a correction; a payment."""
    office, scorer, writer = world.office, world.people[Role.SCORER], world.people[Role.INFORMANT]
    year = {"first": date(2025, 1, 1), "last": date(2025, 12, 31)}
    world.scheme = Scheme.objects.create(office=office, name=f"{secret}方案", made_by=scorer, **year)
    world.award = Award.objects.create(
        scheme=world.scheme, name=f"{secret}奖", of="person", number=1, prize=300
    )
    add_award_list(world, secret, scorer, writer)
    add_pay(world, secret, scorer, writer, year)


def add_award_list(world, secret, scorer, writer):
    today = timezone.localdate()
    world.award_list = AwardList.objects.create(
        scheme=world.scheme,
        office=world.office,
        made_by=scorer,
        state=AwardState.NOTICE,
        notice_from=today,
        notice_until=today + timedelta(days=7),
    )
    world.candidate = Candidate.objects.create(
        list=world.award_list,
        award=world.award,
        key=f"person:{writer.pk}",
        unit=world.unit,
        person=writer,
        rank=1,
        points=Decimal(10),
        verdict="proposed",
        why=f"{secret}理由",
        chosen=True,
    )
    world.objection = Objection.objects.create(
        list=world.award_list, source=f"{secret}人", text=f"{secret}异议", by=scorer
    )


def add_pay(world, secret, scorer, writer, year):
    facts = {"office": world.office, "year": year["first"]}
    Fund.objects.create(amount=30000, note=f"{secret}批复", by=scorer, **facts)
    world.pay_list = PayList.objects.create(
        title=f"{secret}稿酬表", per="year", made_by=scorer, **facts, **year
    )
    world.correction = PayCorrection.objects.create(
        list=world.pay_list, unit=world.unit, person=writer, amount=15, reason=f"{secret}漏计", by=scorer
    )
    world.payment = Payment.objects.create(
        award_list=world.award_list, unit=world.unit, person=writer, what=f"{secret}奖金", amount=300, **facts
    )


def variants_of_awards(world):
    """The keys a stranger could try at the addresses of awards and remuneration."""
    scheme, award = [{"pk": world.scheme.pk}], [{"pk": world.award.pk}]
    lists, pay = [{"pk": world.award_list.pk}], [{"pk": world.pay_list.pk}]
    forms = ("docx", "pdf", "xlsx")
    return {
        **{f"scoring:award_{name}": scheme for name in ("scheme", "scheme_edit", "scheme_copy")},
        **{f"scoring:award_{name}": scheme for name in ("new", "preview", "draw")},
        **{f"scoring:award_{name}": award for name in ("edit", "drop")},
        **{f"scoring:award_{name}": lists for name in ("list", "others", "renew", "object", "payments")},
        "scoring:award_decide": [{"pk": world.candidate.pk}],
        "scoring:award_answer": [{"pk": world.objection.pk}],
        "scoring:award_file": [keys | {"format": form} for keys in lists for form in forms],
        "scoring:award_move": [keys | {"verb": verb} for keys in lists for verb in AWARD_MOVES],
        **{f"scoring:pay_{name}": pay for name in ("list", "lines", "correct", "payments")},
        "scoring:pay_correction_drop": [{"pk": world.correction.pk}],
        "scoring:pay_file": [keys | {"format": form} for keys in pay for form in forms],
        "scoring:pay_move": [keys | {"verb": verb} for keys in pay for verb in PAY_MOVES],
        "scoring:payment_return": [{"pk": world.payment.pk}],
    }
