"""What a desk means to use, what an editor has picked, and a model held up, for the crawler's world."""

from accounts.roles import Role
from bulletins.actions import articles, basket, candidates, model_items
from bulletins.candidate_states import CANDIDATE_MOVES
from submissions.states import State
from tests.factories import SubmissionFactory


def add_material(world, secret):
    """A candidate with a word for colleagues, a basket, a source taken out again, and a model of the signed issue."""
    editor = world.people[Role.EDITOR]
    words = {"author": world.people[Role.INFORMANT], "state": State.ACCEPTED}
    world.candidate = SubmissionFactory(title=f"{secret}拟用", body=f"{secret}拟用正文。", **words)
    candidates.move(world.publication, world.candidate, "enlist", by=editor)
    candidates.advise(world.publication, world.candidate, by=editor, is_urgent=True, note=f"{secret}等数字")
    basket.tick([world.candidate.pk], [world.candidate.pk], by=editor)
    former = SubmissionFactory(title=f"{secret}移出", body=f"{secret}移出正文。", **words)
    articles.merge(world.article, former, by=editor)
    articles.unmerge(world.article, former, by=editor)
    printed = world.signed.placements.get().article
    world.model = model_items.hold_up(
        world.signed, printed, by=editor, comment=f"{secret}点评", kind="dynamic", tags=f"{secret}标签"
    )


def variants_of_material(world):
    """The keys a stranger could try at the addresses of candidates, sources and models."""
    here = {"code": "secret", "pk": world.candidate.pk}
    model = {"pk": world.model.pk}
    return {
        "bulletins:candidate": [here],
        "bulletins:candidate_move": [here | {"verb": verb} for verb in CANDIDATE_MOVES],
        "bulletins:article_sources": [{"pk": world.article.pk}],
        "bulletins:edits": [{"pk": world.item.pk}, {"pk": world.used.pk}],
        "bulletins:model_item": [model],
        "bulletins:model_item_edit": [model],
        "bulletins:model_item_take_off": [model],
        "bulletins:model_item_picture": [model | {"attachment": world.printed.pk}],
    }
