"""Editors see each other in a text, checkers mark passages, late wordings remember where they began."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

PERSON = {"related_name": "+", "to": settings.AUTH_USER_MODEL}
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
USES = [("full", "全文"), ("brief", "简讯"), ("composite", "综合")]
STATES = [
    ("open", "待处理"),
    ("changed", "已改"),
    ("kept", "不改"),
    ("waived", "放行"),
    ("withdrawn", "已撤回"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("bulletins", "0013_correct_and_follow_signed_issues"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "articlerevision", "use", models.CharField("用法", max_length=12, choices=USES, blank=True)
        ),
        migrations.AddField(
            "articlerevision",
            "column",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="bulletins.column",
                verbose_name="栏目",
            ),
        ),
        migrations.AddField("articlerevision", "sitting", models.UUIDField(null=True, editable=False)),
        migrations.AddField(
            "articlerevision", "base", models.JSONField("打开时的文字", default=dict, blank=True)
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                ID,
                ("holds", models.BooleanField(default=False, verbose_name="执笔")),
                ("since", models.DateTimeField(default=django.utils.timezone.now, verbose_name="起始")),
                (
                    "seen_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近响应"),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="bulletins.article",
                    ),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, **PERSON)),
            ],
            options={
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "person"), name="a_person_is_in_a_text_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("holds", True)), fields=("article",), name="an_article_has_one_pen"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                ID,
                ("line", models.IntegerField(default=0, verbose_name="段落")),
                ("passage", models.CharField(max_length=300, verbose_name="原文")),
                ("note", models.TextField(max_length=500, verbose_name="批注")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                (
                    "state",
                    models.CharField(choices=STATES, default="open", max_length=12, verbose_name="状态"),
                ),
                ("answer", models.TextField(blank=True, max_length=500, verbose_name="理由")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="处理时间")),
                (
                    "answered_by",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, **PERSON),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="bulletins.article",
                    ),
                ),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, **PERSON)),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="bulletins.issue",
                    ),
                ),
            ],
            options={
                "verbose_name": "批注",
                "verbose_name_plural": "批注",
                "ordering": ["line", "pk"],
                "indexes": [models.Index(fields=["article", "state"], name="marks_by_article")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_closed_mark_says_by_whom",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "kept"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="not_changing_has_a_reason",
                    ),
                ],
            },
        ),
    ]
