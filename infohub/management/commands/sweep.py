"""manage.py sweep: what the queue's beat does every minute, for an office without a queue."""

from django.core.management.base import BaseCommand

from infohub.tasks import sweep


class Command(BaseCommand):
    help = "到点的提醒、催办和截止，补送邮件，补生成文件，封签日志。未配置 Redis 时由 cron 每分钟运行一次。"

    def handle(self, *args, **options):
        sweep()
