"""The directory as a whole: bodies and people, for whoever changes both."""

from khuevan.people.domain.organizations import OrganizationFields, add_organization, change_organization
from khuevan.people.domain.persons import (
    add_person,
    change_person,
    know,
    new_person,
    remove_person,
    rewrite_person,
)

__all__ = [
    "OrganizationFields",
    "add_organization",
    "add_person",
    "change_organization",
    "change_person",
    "know",
    "new_person",
    "remove_person",
    "rewrite_person",
]
