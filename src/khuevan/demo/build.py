"""The two seed classes in an empty database, made by the verbs, in one transaction: all of it or nothing."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.certificates.domain.wording import verification_url
from khuevan.certificates.models import Certificate
from khuevan.core.actors import SYSTEM
from khuevan.core.errors import DomainError
from khuevan.demo import arranging, inviting, money, newsroom, papers, planning, preparing, teaching
from khuevan.demo.bodies import HOUSES, Account, Scene, set_scene, username
from khuevan.demo.stages import Stage
from khuevan.demo.texts.model import ArticleText
from khuevan.demo.texts.reading import articles, coming_classes, invitation_text, seed_class
from khuevan.people.domain.offices import reset_password
from khuevan.people.models import Office, User
from khuevan.training.domain.classes import open_nominations
from khuevan.training.models import TrainingClass

FIRST_HALF_DAYS = 2
"""Half days already over at the stage "running" of a class that lasts longer."""


@dataclass
class Built:
    """What a newcomer needs to know after the demo has filled the database."""

    accounts: list[Account] = field(default_factory=list)
    public_paths: list[str] = field(default_factory=list)
    certificate_path: str = ""
    verification_url: str = ""


def build(stage: Stage, report: Callable[[str], None] = print) -> Built:
    """Fills an empty database up to ``stage``.  Raises ``database_not_empty``."""
    if User.objects.exists() or Office.objects.exists():
        raise DomainError(
            "database_not_empty",
            _("The database already holds other data; set KHUEVAN_DATA_DIR to an empty folder for the demo."),
        )
    today = timezone.localdate()
    texts = [text for text in articles(today) if newsroom.is_written(text, stage)]
    report("Vẽ ảnh minh họa …")
    photos = newsroom.drawn(texts)
    classes: dict[str, TrainingClass] = {}
    built = Built()
    with transaction.atomic():
        scenes = []
        for house in HOUSES:
            facts = seed_class(house.lists)
            report(f"Lớp {facts.title} …")
            scene = set_scene(house, facts.office)
            scenes.append(scene)
            preparing.fill_catalogue(scene)
            classes[facts.slug] = _seed(scene, stage)
            built.accounts += scene.accounts
            _announce_coming(scene, classes)
            planning.plan_years(scene, today)
        report("Đăng tin bài …")
        for text in texts:
            newsroom.publish(_scene_of(text, scenes, classes), text, classes, photos)
        _point_out(built)
    _write_weather()
    return built


def _seed(scene: Scene, stage: Stage) -> TrainingClass:
    facts = seed_class(scene.house.lists)
    training_class = arranging.arrange_seed(scene, facts)
    if stage.is_taught:
        teaching.nominate(scene, training_class, facts.lists)
        teaching.teach(scene, training_class, None if stage.is_over else FIRST_HALF_DAYS)
    if stage.is_over:
        teaching.finish(scene, training_class, facts)
    money.account(scene, training_class, stage)
    papers.write(scene, training_class, stage)
    return training_class


def _announce_coming(scene: Scene, classes: dict[str, TrainingClass]) -> None:
    today = timezone.localdate()
    for course in coming_classes():
        if course.lists == scene.house.lists:
            made = arranging.arrange(scene, course, course.first_day(today), course.last_day(today))
            open_nominations(scene.officer, made)
            classes[course.slug] = made
            if course.slug == invitation_text().class_slug:
                inviting.invite_agencies(scene, course, made, today)
                preparing.prepare(scene, made)


def _scene_of(text: ArticleText, scenes: list[Scene], classes: dict[str, TrainingClass]) -> Scene:
    office = classes[text.class_slug].office_id
    return next(scene for scene in scenes if scene.office.pk == office)


def _point_out(built: Built) -> None:
    for training_class in TrainingClass.objects.filter(plan__isnull=False) | TrainingClass.objects.filter(year=2019):
        built.public_paths += [f"/lop/{training_class.slug}/"]
        built.public_paths += [f"/tin/{article.slug}/" for article in training_class.articles.published()[:1]]
    certificate = Certificate.objects.select_related("register").exclude(file="").order_by("number").first()
    if certificate:
        built.certificate_path = certificate.file.path
        built.verification_url = verification_url(certificate)


def new_passwords() -> Built | None:
    """New passwords for the accounts of a demo made before; None where no demo is."""
    offices = {office.slug: office for office in Office.objects.select_related("organization")}
    if not all(house.slug in offices for house in HOUSES):
        return None
    built = Built()
    for house in HOUSES:
        office = offices[house.slug]
        for kind, login, _name in house.staff:
            user = User.objects.get(username=username(house, login))
            password = reset_password(SYSTEM, office=office, user=user)
            built.accounts.append(Account(user.username, password, str(kind.label), office.organization.short))
    _point_out(built)
    _write_weather()
    return built


def _write_weather() -> None:
    """A reading for the weather line, of the kind an office may write itself."""
    reading = {"place": "Nha Trang", "temperature": 29, "humidity": 76, "wind": 3}
    reading["observed_at"] = timezone.localtime().isoformat(timespec="seconds")
    (settings.KHUEVAN_DATA_DIR / "weather.json").write_text(json.dumps(reading, ensure_ascii=False), "utf8")
