"""manage.py sweep: what the queue's beat does every minute, for an office without a queue."""

from django.core.management.base import BaseCommand

from infohub.tasks import sweep


class Command(BaseCommand):
    help = "补送未发出的邮件，补生成未完成的文件，封签日志。未配置 Redis 时由 cron 定时运行。"

    def handle(self, *args, **options):
        sweep()
