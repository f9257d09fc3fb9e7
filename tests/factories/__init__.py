"""Objects for tests, with Vietnamese names; each factory makes the smallest thing that is valid."""

from tests.factories.classes import (
    ArticleFactory,
    CertificateFactory,
    EnrollmentFactory,
    RegisterFactory,
    SessionFactory,
    TrainingClassFactory,
)
from tests.factories.people import OfficeFactory, OrganizationFactory, PersonFactory, RoleFactory, UserFactory, staff

__all__ = [
    "ArticleFactory",
    "CertificateFactory",
    "EnrollmentFactory",
    "OfficeFactory",
    "OrganizationFactory",
    "PersonFactory",
    "RegisterFactory",
    "RoleFactory",
    "SessionFactory",
    "TrainingClassFactory",
    "UserFactory",
    "staff",
]
