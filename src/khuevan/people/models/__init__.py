"""Accounts, organizations, the offices that run classes, and the people they train."""

from khuevan.people.models.access import AccessCode, AccessLink
from khuevan.people.models.accounts import Invitation, Office, Role, SignIn, User
from khuevan.people.models.groups import GroupMember, OrganizationAlias, OrganizationGroup
from khuevan.people.models.organizations import Contact, DirectoryChange, Organization, Succession
from khuevan.people.models.persons import (
    Born,
    DirectoryEntry,
    Person,
    PersonMerge,
    PossibleDuplicate,
    Posting,
    birth_fields,
)
from khuevan.people.models.rights import Consent, CorrectionRequest

__all__ = [
    "AccessCode",
    "AccessLink",
    "Born",
    "Consent",
    "Contact",
    "CorrectionRequest",
    "DirectoryChange",
    "DirectoryEntry",
    "GroupMember",
    "Invitation",
    "Office",
    "Organization",
    "OrganizationAlias",
    "OrganizationGroup",
    "Person",
    "PersonMerge",
    "PossibleDuplicate",
    "Posting",
    "Role",
    "SignIn",
    "Succession",
    "User",
    "birth_fields",
]
