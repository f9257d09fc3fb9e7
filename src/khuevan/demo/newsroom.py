"""Articles of the demo."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from khuevan.demo.bodies import Scene
from khuevan.demo.placeholders import draw
from khuevan.demo.stages import Stage
from khuevan.demo.texts.model import ArticleText
from khuevan.news.domain.photos import CleanPhoto, clean_photo
from khuevan.news.domain.writing import add_photo, publish_article, write_article
from khuevan.news.enums import ArticleKind
from khuevan.news.models import Article
from khuevan.training.models import TrainingClass


def is_written(text: ArticleText, stage: Stage) -> bool:
    """Nobody writes of an opening before the class has opened."""
    return {
        ArticleKind.ANNOUNCEMENT: True,
        ArticleKind.OPENING: stage.is_taught,
        ArticleKind.CLOSING: stage.is_over,
    }[text.kind]


def drawn(texts: list[ArticleText]) -> dict[tuple[str, int], CleanPhoto]:
    """The placeholder photos of the texts; slow, so made before any transaction."""
    wanted = {(photo.scene, photo.seed) for text in texts for photo in text.photos}
    return {key: clean_photo(draw(*key)) for key in sorted(wanted)}


def publish(
    scene: Scene,
    text: ArticleText,
    classes: Mapping[str, TrainingClass],
    photos: Mapping[tuple[str, int], CleanPhoto],
    now: datetime | None = None,
) -> Article:
    """Writes one article with its photos and publishes it on the day it has in the texts."""
    article = write_article(
        scene.officer,
        office=scene.office,
        training_class=classes.get(text.class_slug),
        kind=text.kind,
        title=text.title,
        lead=text.lead,
        body=text.body,
        byline=text.byline,
        source=text.source,
    )
    for photo in text.photos:
        add_photo(
            scene.officer,
            article,
            photos[photo.scene, photo.seed],
            caption=photo.caption,
            alt=photo.alt,
            credit=photo.credit,
        )
    publish_article(scene.officer, article, at=text.stamp(now or timezone.now()))
    return article
