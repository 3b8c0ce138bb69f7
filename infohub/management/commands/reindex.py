"""manage.py reindex: build the search index anew, for instance after loading rows from a backup."""

from django.core.management.base import BaseCommand

from bulletins.actions.indexing import bulletin_sources
from submissions.actions.indexing import item_sources, rebuild

STEP = 2000


class Command(BaseCommand):
    help = "重建查找用的索引：信息来稿、稿件和已签发的刊物。可以随时重复运行，运行中照常使用。"

    def handle(self, *args, **options):
        done = told = 0
        for done in rebuild([*item_sources(), *bulletin_sources()]):
            if done - told >= STEP:
                told = done
                self.stdout.write(f"已索引 {done} 篇文字")
        self.stdout.write(self.style.SUCCESS(f"索引已重建，共 {done} 篇文字。"))
