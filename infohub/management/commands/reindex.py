"""manage.py reindex: build the search index anew, for instance after loading rows from a backup."""

from django.core.management.base import BaseCommand

from bulletins.actions.indexing import rebuild_articles, rebuild_issues
from submissions.actions.indexing import rebuild_items

WORK = {"来稿": rebuild_items, "稿件": rebuild_articles, "刊物": rebuild_issues}


class Command(BaseCommand):
    help = "重建全文查找的索引：来稿、稿件和已签发的刊物。可以随时重复运行，运行中照常使用。"

    def handle(self, *args, **options):
        for name, rebuild in WORK.items():
            self.follow(name, rebuild())

    def follow(self, name, steps):
        done = 0
        for done in steps:
            self.stdout.write(f"{name}：已索引 {done} 件")
        self.stdout.write(self.style.SUCCESS(f"{name}：完成，共 {done} 件"))
