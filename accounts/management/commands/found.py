"""manage.py found: how a production office starts."""

from django.core.management.base import BaseCommand, CommandError

from accounts.actions.founding import found
from accounts.refusal import Refused
from accounts.roles import Level


class Command(BaseCommand):
    help = "在空数据库上建立最上层单位和三名管理员，并显示他们的一次性密码（只显示这一次）。"

    def add_arguments(self, parser):
        parser.add_argument("name", help="单位名称，如“云湖区总工会”")
        parser.add_argument("--level", choices=Level.values, default=Level.COUNTY, help="层级")
        parser.add_argument("--office", action="store_true", help="该单位编发刊物")

    def handle(self, *args, name, level, office, **options):
        try:
            appointed = found(name, level=level, is_office=office)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"已建立“{name}”。请把下列一次性密码分别交给三位管理员，首次登录须修改：")
        for person, password in appointed:
            self.stdout.write(f"{person.name}\t用户名 {person.username}\t密码 {password}")
