"""manage.py verify: is the log still the one that was written?"""

from django.core.management.base import BaseCommand, CommandError

from accounts.events import audit
from accounts.models import Event


class Command(BaseCommand):
    help = "核验日志封签链；--expect 与异地抄存的链尾封签比对。"

    def add_arguments(self, parser):
        parser.add_argument("--expect", default="", help="先前抄存的封签，须仍在链上")

    def handle(self, *args, expect, **options):
        verdict = audit()
        if not verdict.whole:
            raise CommandError(
                f"第 {verdict.broken_at} 条：{verdict.reason}。其前 {verdict.checked} 条完好。"
            )
        if expect and not Event.objects.filter(seal=expect).exists():
            raise CommandError("抄存的封签不在链上：日志被整体替换过。")
        self.stdout.write(f"日志完好，共 {verdict.checked} 条，链尾封签 {verdict.seal}")
