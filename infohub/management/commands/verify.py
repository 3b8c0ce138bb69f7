"""manage.py verify: are the log and the closed months still what was written?"""

from django.core.management.base import BaseCommand, CommandError

from accounts.events import audit
from accounts.models import Event
from scoring.models import Entry
from scoring.proofs import proofs_of

SHOWN = 20


class Command(BaseCommand):
    help = "核验日志封签链、各已关账月份的校验值和积分账；有不符即报错。--expect 与异地抄存的链尾封签比对。"

    def add_arguments(self, parser):
        parser.add_argument("--expect", default="", help="先前抄存的封签，须仍在链上")

    def handle(self, *args, expect, **options):
        self.check_log(expect)
        self.check_months()
        self.check_reversals()

    def check_log(self, expect):
        verdict = audit()
        if not verdict.whole:
            raise CommandError(
                f"第 {verdict.broken_at} 条：{verdict.reason}。其前 {verdict.checked} 条完好。"
            )
        if expect and not Event.objects.filter(seal=expect).exists():
            raise CommandError("抄存的封签不在链上：日志被整体替换过。")
        self.stdout.write(f"日志完好，共 {verdict.checked} 条，链尾封签 {verdict.seal}")

    def check_months(self):
        """Hash by hash, and the ledger's sum of each month."""
        count, troubles = 0, []
        for proof in proofs_of():
            count += 1
            if not proof.holds:
                period = proof.period
                troubles.append(f"{period.office}{period}：{'；'.join(proof.troubles)}")
        if troubles:
            raise CommandError("已关账月份有不符：\n" + "\n".join(troubles))
        self.stdout.write(f"已关账月份完好，共 {count} 个，校验值相符，账目合计一致")

    def check_reversals(self):
        """A reversal takes back exactly one line, and nothing else of it differs."""
        wrong = list(Entry.objects.unlike_what_they_reverse()[:SHOWN])
        if wrong:
            lines = "\n".join(f"第 {entry.pk} 笔：{entry}" for entry in wrong)
            raise CommandError(f"冲销与原账不符：\n{lines}")
        self.stdout.write(f"积分账完好，共 {Entry.objects.count()} 笔")
