from datetime import date, time

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from khuevan.certificates.models import Certificate, Register
from khuevan.core.codes import new_code
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.models import Article
from khuevan.nominations.models import Enrollment
from khuevan.training.enums import DayPart
from khuevan.training.models import Session, TrainingClass
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key
from tests.factories.people import OfficeFactory, OrganizationFactory, PersonFactory


class TrainingClassFactory(DjangoModelFactory):
    """A published one-day class."""

    class Meta:
        model = TrainingClass

    office = factory.SubFactory(OfficeFactory)
    slug = factory.Sequence(lambda n: f"lop-{n}")
    title = factory.Sequence(lambda n: f"Lớp bồi dưỡng nghiệp vụ đối ngoại {n}")
    year = 2019
    start_date = date(2019, 10, 4)
    end_date = date(2019, 10, 4)
    published_at = factory.LazyFunction(timezone.now)
    search_key = factory.LazyAttribute(lambda o: fold(o.title))


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    training_class = factory.SubFactory(TrainingClassFactory)
    date = factory.LazyAttribute(lambda o: o.training_class.start_date)
    part = DayPart.MORNING
    starts_at = time(7, 30)
    ends_at = time(11, 30)


class EnrollmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrollment

    training_class = factory.SubFactory(TrainingClassFactory)
    person = factory.SubFactory(PersonFactory)
    order = factory.Sequence(lambda n: n + 1)
    full_name = factory.LazyAttribute(lambda o: o.person.full_name)
    name_key = factory.LazyAttribute(lambda o: name_sort_key(o.full_name))
    honorific = "Bà"
    birth_date = date(1985, 8, 14)
    birth_year = 1985
    position = "Chuyên viên"
    organization = factory.SubFactory(OrganizationFactory)
    organization_name = factory.LazyAttribute(lambda o: o.organization.name)
    search_key = factory.LazyAttribute(lambda o: fold(f"{o.full_name} {o.position} {o.organization_name}"))


class RegisterFactory(DjangoModelFactory):
    class Meta:
        model = Register

    office = factory.SubFactory(OfficeFactory)
    year = 2019
    symbol = "GCN-STN"


class CertificateFactory(DjangoModelFactory):
    """A pending certificate of the enrollment's class, with the words that a verifier reads."""

    class Meta:
        model = Certificate

    enrollment = factory.SubFactory(EnrollmentFactory)
    register = factory.LazyAttribute(
        lambda o: RegisterFactory(office=o.enrollment.training_class.office, year=o.issued_on.year)
    )
    number = factory.Sequence(lambda n: n + 1)
    number_text = factory.LazyAttribute(lambda o: o.register.code_of(o.number))
    code = factory.LazyFunction(new_code)
    issued_on = date(2019, 10, 4)
    frozen = factory.LazyAttribute(
        lambda o: {
            "name": o.enrollment.full_name,
            "honorific": "Bà",
            "birth_date": "1985-08-14",
            "birth_year": 1985,
            "position": "Chuyên viên",
            "organization": o.enrollment.organization_name,
            "course": o.enrollment.training_class.title,
            "start_date": "2019-10-04",
            "end_date": "2019-10-04",
            "periods": 8,
            "issuer": o.register.office.organization.name,
            "issuer_letterhead": o.register.office.organization.name,
            "issuer_parent": "Ủy ban nhân dân tỉnh Bình Phước",
            "place": "Bình Phước",
            "issued_on": "2019-10-04",
            "authority": "GIÁM ĐỐC SỞ THỬ NGHIỆM",
            "title": "GIÁM ĐỐC",
            "signer": "Vũ Sỹ Thắng",
            "signer_post": "Giám đốc",
        }
    )


class ArticleFactory(DjangoModelFactory):
    """A published article."""

    class Meta:
        model = Article

    office = factory.SubFactory(OfficeFactory)
    slug = factory.Sequence(lambda n: f"tin-{n}")
    kind = ArticleKind.OPENING
    title = factory.Sequence(lambda n: f"Khai mạc lớp bồi dưỡng {n}")
    lead = "Lớp diễn ra trong một ngày."
    body = "<p>Nội dung.</p>"
    state = ArticleState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
