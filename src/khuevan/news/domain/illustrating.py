"""Photos of an article after they were added: their words, their order, their going."""

from collections.abc import Iterable, Sequence

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.news.domain.writing import variant_name
from khuevan.news.models import PHOTO_WIDTHS, Photo
from khuevan.training.domain.editing import fresh

ASIDE = 10_000
"""Added to the places of all photos while they are given new ones: no two may ever have the same."""


@verb("news.change_photo")
def change_photo(actor: Actor, photo: Photo, *, seen: str = "", caption: str, alt: str, credit: str = "") -> None:
    """Changes the words of a photo.  Raises ``photo_without_words``, ``changed_meanwhile``, ``gone_meanwhile``."""
    require(actor, "news.change_article", photo.article)
    before = fresh(photo, seen)
    photo.caption, photo.alt, photo.credit = caption.strip(), alt.strip(), credit.strip()
    if not photo.caption or not photo.alt:
        raise DomainError("photo_without_words", _("A photo needs a caption and an alternative text."))
    checked(photo, without=("image",)).save(update_fields=["caption", "alt", "credit"])
    record(actor, "news.change_photo", photo, before)


@verb("news.move_photo")
def move_photo(actor: Actor, photo: Photo, *, to: int) -> None:
    """Puts a photo at place ``to`` of its article, counted from 1; beyond the last means last."""
    require(actor, "news.change_article", photo.article)
    locked(photo.article)
    photos = list(photo.article.photos.all())
    before = {one.pk: snapshot(one) for one in photos}
    moved = next((one for one in photos if one.pk == photo.pk), None)
    if moved is None:
        raise DomainError("no_such_photo", _("The photo is no longer there."))
    photos.remove(moved)
    photos.insert(max(to, 1) - 1, moved)
    changed = _number(photos)
    photo.order = moved.order
    record(actor, "news.move_photo", changed, before)


@verb("news.remove_photo")
def remove_photo(actor: Actor, photo: Photo) -> None:
    """Takes a photo out of its article, with its files; the others close up.  Raises ``no_such_photo``."""
    require(actor, "news.change_article", photo.article)
    article = locked(photo.article)
    removed = article.photos.filter(pk=photo.pk).first()
    if removed is None:
        raise DomainError("no_such_photo", _("The photo is no longer there."))
    before = snapshot(removed)
    record(actor, "news.remove_photo", removed, before, dict.fromkeys(("caption", "alt", "credit", "image", "order")))
    storage, files = removed.image.storage, {variant_name(removed, width) for width in PHOTO_WIDTHS}
    removed.delete()
    _number(list(article.photos.all()))
    transaction.on_commit(lambda: _delete(storage, files))


def _delete(storage: Storage, names: Iterable[str]) -> None:
    for name in names:
        storage.delete(name)


def _number(photos: Sequence[Photo]) -> list[Photo]:
    """Gives photos their places in the order they come; returns those whose place changed."""
    changed = [photo for place, photo in enumerate(photos, start=1) if photo.order != place]
    Photo.objects.filter(pk__in=[photo.pk for photo in changed]).update(order=F("order") + ASIDE)
    for place, photo in enumerate(photos, start=1):
        photo.order = place
    Photo.objects.bulk_update(changed, ["order"])
    return changed
