"""What the roles of columns are called on screen, in the order in which a person looks for them."""

from django.utils.translation import gettext_lazy as _

from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.model import SKIP

ROLE_LABELS = {
    SKIP: _("not used"),
    Role.ORDER.code: _("running number"),
    Role.NAME.code: _("full name"),
    Role.FAMILY.code: _("family name"),
    Role.MIDDLE.code: _("middle name"),
    Role.GIVEN.code: _("given name"),
    Role.HONORIFIC.code: _("form of address"),
    Role.RANK.code: _("rank or degree"),
    Role.BIRTH.code: _("date or year of birth"),
    Role.BIRTH_DAY.code: _("day of birth"),
    Role.BIRTH_MONTH.code: _("month of birth"),
    Role.BIRTH_YEAR.code: _("year of birth"),
    Role.GENDER.code: _("gender"),
    Role.MALE.code: _("men (year of birth or mark)"),
    Role.FEMALE.code: _("women (year of birth or mark)"),
    Role.POSITION.code: _("position"),
    Role.DEPARTMENT.code: _("division within the agency"),
    Role.ORGANIZATION.code: _("agency"),
    Role.POSITION_ORGANIZATION.code: _("position, agency"),
    Role.ORGANIZATION_POSITION.code: _("agency, position"),
    Role.NAME_POSITION.code: _("name, position, agency"),
    Role.PHONE.code: _("telephone"),
    Role.EMAIL.code: _("e-mail"),
    Role.PHONE_EMAIL.code: _("telephone and e-mail"),
    Role.CITIZEN_ID.code: _("citizen ID"),
    Role.NOTE.code: _("note"),
}
