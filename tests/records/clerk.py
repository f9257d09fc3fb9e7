"""A process of its own: a clerk who takes numbers of one series and now and then reserves some, and says which."""

import sys

import django

django.setup()

from django.utils import timezone  # noqa: E402

from khuevan.people.enums import RoleKind  # noqa: E402
from khuevan.people.models import User  # noqa: E402
from khuevan.records.domain.numbers import reserve, take_number  # noqa: E402
from khuevan.records.domain.series import add_series  # noqa: E402
from khuevan.records.models import NumberSeries  # noqa: E402
from tests.factories import OfficeFactory, staff  # noqa: E402

name, count = sys.argv[1], int(sys.argv[2])
series = NumberSeries.objects.select_related("office").first()
if series is None:
    office = OfficeFactory()
    series = add_series(staff(office, RoleKind.CLERK), office, name="Văn bản đi")
clerk = User.objects.get(roles__office=series.office)
print("ready", flush=True)
sys.stdin.readline()
for turn in range(count):
    taken = [take_number(clerk, series, on=timezone.localdate())]
    if turn % 4 == 0:
        taken += reserve(clerk, series, on=timezone.localdate(), count=2, reason=name)
    print(*(number.number for number in taken), flush=True)
