"""Valid, dull, no surprises: the rows every test starts from."""

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Post, Unit, User
from accounts.roles import Level, Role
from bulletins.models import Article, Issue, Publication
from submissions.actions.indexing import note_signed, note_working
from submissions.models import Revision, Submission
from submissions.states import AT_OFFICE, State

PASSWORD = "Yunhu-2026"


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence("区总工会{}".format)
    level = Level.COUNTY
    is_office = True


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence("街道总工会{}".format)
    parent = factory.SubFactory(OfficeFactory)


class UserFactory(DjangoModelFactory):
    """A person; `role=` gives them that post at their unit (`unit=`)."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("user{}".format)
    name = factory.Sequence("人员{}".format)
    home = factory.SubFactory(UnitFactory)
    password = factory.LazyFunction(lambda: make_password(PASSWORD))
    must_change_password = False

    @factory.post_generation
    def role(self, create, role, **kwargs):
        if role:
            PostFactory(user=self, role=role, unit=kwargs.get("at", self.home))


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    unit = factory.SelfAttribute("user.home")
    role = Role.INFORMANT
    since = factory.LazyFunction(timezone.localdate)
    granted_at = factory.LazyFunction(timezone.now)


class SubmissionFactory(DjangoModelFactory):
    """An item in any state, with the revision the state demands."""

    class Meta:
        model = Submission
        skip_postgeneration_save = True

    author = factory.SubFactory(UserFactory, role=Role.INFORMANT)
    unit = factory.SelfAttribute("author.home")
    office = factory.SelfAttribute("unit.office")
    title = factory.Sequence("关于第{}条信息的标题".format)
    body = "第一段正文。\n第二段正文。"
    event_date = factory.LazyFunction(timezone.localdate)
    state = State.DRAFT

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        state = kwargs.pop("state", State.DRAFT)
        item = super()._create(model_class, *args, **kwargs)
        if state != State.DRAFT:
            furnish(item, state)
        note_signed(item) if item.filed_id else note_working(item)
        return item


def furnish(item, state):
    """Give a row what the database demands of its state."""
    item.sent_at = timezone.now()
    if state in AT_OFFICE or state == State.RETURNED:
        item.filed = Revision.objects.create(
            submission=item, number=1, why=Revision.Why.SIGNED, by=item.author, **item.content()
        )
        item.submitted_at, item.submitted_on = timezone.now(), timezone.localdate()
    item.state = state
    item.save()


class PublicationFactory(DjangoModelFactory):
    class Meta:
        model = Publication

    office = factory.SubFactory(OfficeFactory)
    name = "工会信息"
    code = factory.Sequence("bulletin-{}".format)
    level = Level.COUNTY
    publisher = "区总工会办公室"
    report_to = "市总工会办公室"
    copy_to = "直属基层工会"


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    publication = factory.SubFactory(PublicationFactory)
    title = factory.Sequence("第{}篇稿件".format)
    body = "编辑后的正文。"
    editor = factory.SubFactory(
        UserFactory, home=factory.SelfAttribute("..publication.office"), role=Role.EDITOR
    )


class IssueFactory(DjangoModelFactory):
    class Meta:
        model = Issue

    publication = factory.SubFactory(PublicationFactory)
    editor = factory.SubFactory(
        UserFactory, home=factory.SelfAttribute("..publication.office"), role=Role.EDITOR
    )
