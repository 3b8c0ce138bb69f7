"""manage.py reindex: build the search index anew, for instance after loading rows from a backup."""

from django.core.management.base import BaseCommand

from bulletins.actions.indexing import rebuild_articles, rebuild_issues
from submissions.actions.indexing import rebuild_items
from submissions.actions.likeness import rebuild_likeness

WORK = {"来稿": rebuild_items, "稿件": rebuild_articles, "刊物": rebuild_issues, "查重": rebuild_likeness}


class Command(BaseCommand):
    help = "重建全文查找（来稿、稿件、已签发的刊物）和来稿查重的索引。可以随时重复运行，运行中照常使用。"

    def handle(self, *args, **options):
        for name, rebuild in WORK.items():
            self.follow(name, rebuild())

    def follow(self, name, steps):
        done = 0
        for done in steps:
            self.stdout.write(f"{name}：已索引 {done} 件")
        self.stdout.write(self.style.SUCCESS(f"{name}：完成，共 {done} 件"))
