"""manage.py reindex: build the indexes of words and of likeness anew, for instance after loading rows from a backup."""

from django.core.management.base import BaseCommand

from bulletins.actions.indexing import bulletin_sources
from submissions.actions.indexing import item_sources, rebuild
from submissions.actions.likeness import rebuild_likeness

STEP = 2000


class Command(BaseCommand):
    help = "重建查找和查重用的索引：信息来稿、稿件和已签发的刊物。可以随时重复运行，运行中照常使用。"

    def handle(self, *args, **options):
        self.follow(rebuild([*item_sources(), *bulletin_sources()]), "篇文字")
        self.follow(rebuild_likeness(), "篇来稿供查重")

    def follow(self, steps, what):
        done = told = 0
        for done in steps:
            if done - told >= STEP:
                told = done
                self.stdout.write(f"已索引 {done} {what}")
        self.stdout.write(self.style.SUCCESS(f"索引已重建，共 {done} {what}。"))
