import factory
from factory.django import DjangoModelFactory

from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, Organization, Person, Role, User
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Sở Thử nghiệm {n} tỉnh Bình Phước")
    symbol = "STN"
    place_name = "Bình Phước"
    search_key = factory.LazyAttribute(lambda o: fold(o.name))


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    organization = factory.SubFactory(OrganizationFactory)
    slug = factory.Sequence(lambda n: f"so-thu-nghiem-{n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"canbo{n}")
    full_name = "Phạm Thu Hằng"
    password = factory.django.Password("mật khẩu thử 123")


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    kind = RoleKind.OFFICER


def staff(office: Office, kind: RoleKind = RoleKind.OFFICER) -> User:
    """An account with one role in the office."""
    return RoleFactory(office=office, kind=kind).user


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    full_name = "Hoàng Thị Bích Tuyền"
    honorific = "Bà"
    name_key = factory.LazyAttribute(lambda o: name_sort_key(o.full_name))
    search_key = factory.LazyAttribute(lambda o: fold(o.full_name))
