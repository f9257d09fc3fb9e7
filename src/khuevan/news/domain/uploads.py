"""Photos as they come from a camera, many at once: kept first, shown to readers once somebody gave them their words."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked
from khuevan.news.domain.photos import CleanPhoto, clean_photo
from khuevan.news.domain.writing import store
from khuevan.news.models import Article, Photo

MOST_AT_ONCE = 20
MOST_PHOTOS = 100
"""Of one article."""


@dataclass(frozen=True)
class Looked:
    """What a file turned out to be: a photo, or the sentence that says why not."""

    name: str
    clean: CleanPhoto | None
    refusal: str


def look_at(files: "Iterable[UploadedFile[Any]]") -> list[Looked]:
    """Opens and cleans every file; slow work, meant to be done before a transaction begins.

    A file that is no photo does not stop the others.  Files beyond ``MOST_AT_ONCE`` are not opened.
    """
    return [_looked(file, place) for place, file in enumerate(files, start=1)]


def _looked(file: "UploadedFile[Any]", place: int) -> Looked:
    name = PurePath(file.name or "").name
    try:
        return Looked(name, _cleaned(file, place), "")
    except DomainError as refusal:
        return Looked(name, None, refusal.message)


def _cleaned(file: "UploadedFile[Any]", place: int) -> CleanPhoto:
    limit = settings.KHUEVAN_UPLOAD_LIMIT
    if place > MOST_AT_ONCE:
        raise DomainError(
            "too_many_files", _("Only %(most)s files are taken at once. Send this one again."), most=MOST_AT_ONCE
        )
    if (file.size or 0) > limit:
        raise DomainError(
            "file_too_large", _("The file is larger than %(limit)s MB."), limit=f"{limit / 1024 / 1024:.0f}"
        )
    return clean_photo(file.read())


@verb("news.keep_photo")
def keep_photo(actor: Actor, article: Article, clean: CleanPhoto, *, credit: str = "") -> Photo:
    """Keeps a photo made by ``clean_photo`` as the last one; readers see it once ``change_photo`` gave it its words.

    Raises ``too_many_photos``.
    """
    require(actor, "news.change_article", article)
    count = locked(article).photos.count()
    if count >= MOST_PHOTOS:
        raise DomainError(
            "too_many_photos", _("An article has at most %(most)s photos. Remove some first."), most=MOST_PHOTOS
        )
    photo = Photo(article=article, width=clean.width, height=clean.height, credit=credit.strip(), order=count + 1)
    store(checked(photo, without=("image", "caption", "alt")), clean)
    record(actor, "news.keep_photo", photo)
    return photo
