"""manage.py demo: a populated office to look at, made through the same actions the screens use."""

import shutil
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from accounts.append_only import emptied_on_purpose
from accounts.models import Unit, User
from bulletins.models import Document
from infohub.demo.build import STAGES, Build
from infohub.demo.keys import HEADINGS, hand_out, keys, table
from infohub.demo.workdays import at

SEED = 20140710  # the date of the bulletin the whole system started from


class Command(BaseCommand):
    help = "在空数据库上建立演示单位“云湖区总工会”：一年的信息、刊物、采用和积分。"

    def add_arguments(self, parser):
        parser.add_argument("--stage", choices=STAGES, default="closed", help="做到哪一步为止")
        parser.add_argument("--accounts", action="store_true", help="只列出可供试用的账号")
        parser.add_argument(
            "--fresh", action="store_true", help="先清空演示数据（仅限调试状态下的演示数据库）"
        )
        parser.add_argument("--small", action="store_true", help="三个单位、两个多月，用于测试")
        parser.add_argument("--seed", type=int, default=SEED, help="同一个数总是得到同样的演示")
        parser.add_argument("--today", type=date.fromisoformat, help="当作今天的日期，如 2026-09-15")

    def handle(self, *args, accounts, fresh, **options):
        if accounts:
            return self.show_accounts()
        if fresh:
            clear()
        self.refuse_taken()
        self.build(**options)
        self.show_unmade()
        self.show_accounts()

    def build(self, *, stage, seed, small, today, **options):
        until = at(today, 17, 30) if today else timezone.localtime()
        Build(stage, seed=seed, until=until, small=small, say=self.stdout.write).run()
        hand_out()

    def refuse_taken(self):
        if Unit.objects.exists() or User.objects.exists():
            raise CommandError(
                "数据库里已有单位或人员，演示数据只建在空数据库上。"
                "请另用一个数据库；如果这里就是旧的演示数据，可加 --fresh 清空重建。"
            )

    def show_unmade(self):
        """A missing font must not pass unnoticed, and loses nothing: the rows stay pending."""
        unmade = Document.objects.unmade()
        if unmade.exists():
            self.stderr.write(
                f"有 {unmade.count()} 份文件未能生成，已留作待办，排除原因后可在期的页面上重新生成。"
                f"原因：{unmade.exclude(error='').values_list('error', flat=True).first() or '尚未轮到'}"
            )

    def show_accounts(self):
        rows = [key.cells for key in keys()]
        if not rows:
            raise CommandError("这个数据库里没有演示单位，请先运行 manage.py demo。")
        self.stdout.write("\n".join(table([HEADINGS, *rows])))


def clear():
    """Throw away an old demo; never anything that could be somebody's real office."""
    name = str(connection.settings_dict["NAME"])
    in_a_file = connection.vendor == "sqlite" and Path(name).is_relative_to(settings.VAR_DIR)
    is_demo = in_a_file or (connection.vendor == "postgresql" and "demo" in name)
    if not settings.DEBUG or not is_demo:
        raise CommandError(
            "--fresh 只清空调试状态（DEBUG=true）下 var 目录里的 SQLite 或名称含 demo 的数据库。"
        )
    if in_a_file:
        connection.close()
        for path in Path(name).parent.glob(f"{Path(name).name}*"):
            path.unlink()
        call_command("migrate", verbosity=0)
    else:
        with emptied_on_purpose():
            call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
