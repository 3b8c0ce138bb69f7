"""manage.py bench: what the product claims, measured on this machine and this kind of database."""

from time import perf_counter

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from infohub.bench import history, likeness, scoring, search
from infohub.bench.stage import Stage, scratch_database

BENCHES = {
    "likeness": likeness.bench,
    "scoring": scoring.bench,
    "search": search.bench,
    "history": history.bench,
}  # each takes the stage and its items, and yields rows


class Command(BaseCommand):
    help = "在另建的临时数据库里造出大量来稿，量一量查重等功能的查准和快慢；不碰正式数据。"

    def add_arguments(self, parser):
        parser.add_argument("--items", type=int, default=50_000, help="造多少篇来稿")
        parser.add_argument("--only", choices=BENCHES, action="append", help="只量这几项")

    def handle(self, *args, items, only, **options):
        if items < 1:
            raise CommandError("--items 须大于 0。")
        with scratch_database():
            start = perf_counter()
            stage = Stage()
            filed = stage.fill(items)
            self.say(f"{connection.vendor}：{items} 篇来稿入库并建索引，{perf_counter() - start:.0f} 秒")
            for name in only or BENCHES:
                for row in BENCHES[name](stage, filed):
                    self.say(f"{row.name}：{row.value}")

    def say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
