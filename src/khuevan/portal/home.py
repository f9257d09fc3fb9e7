"""The front page."""

from dataclasses import dataclass

from khuevan.core.actors import Actor
from khuevan.news.models import Article
from khuevan.portal import articles, classes
from khuevan.training.models import TrainingClass

NEWEST = 6
COMING = 4
PAST = 5


@dataclass(frozen=True)
class FrontPage:
    """One article on top, the next ones, and the classes before and behind us."""

    lead: Article | None
    newest: list[Article]
    coming: list[TrainingClass]
    past: list[TrainingClass]


def front_page(actor: Actor) -> FrontPage:
    newest = list(articles.listed(actor)[: NEWEST + 1])
    return FrontPage(
        lead=newest[0] if newest else None,
        newest=newest[1:],
        coming=list(classes.coming(actor)[:COMING]),
        past=list(classes.past(actor)[:PAST]),
    )
