"""The register of documents sent out, and numbers of offices without e-office, on screen."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from khuevan.people.enums import RoleKind
from khuevan.people.models import Office
from khuevan.records.domain.keeping import keep_record
from khuevan.records.domain.series import add_series
from khuevan.records.enums import NumberState
from khuevan.records.models import DocumentNumber, NumberSeries, Record
from tests.console.acting import Acting
from tests.factories import OfficeFactory, OrganizationFactory, RoleFactory, staff

pytestmark = pytest.mark.django_db
REGISTER, NUMBERS, SERIES = "/can-bo/van-ban-di/", "/can-bo/van-ban-di/so/", "/can-bo/quy-uoc/day-so/"


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def clerk(office: Office) -> Acting:
    return Acting(staff(office, RoleKind.CLERK))


def _sent(clerk: Acting, office: Office, number: str, symbol: str, **fields: object) -> Record:
    issuer = fields.pop("issuer", office.organization)
    return keep_record(
        clerk.user, office=office, issuer=issuer, number=number, symbol=symbol, date=timezone.localdate(), **fields
    )


def test_the_register_shows_what_the_office_sent_out(clerk: Acting, office: Office) -> None:
    assert 'class="nothing"' in clerk.get(REGISTER)
    plan = _sent(clerk, office, "29", "KH-STN", kind="KH", subject="Đào tạo, bồi dưỡng năm nay", signer="Vũ Sỹ Thắng")
    _sent(clerk, office, "23", "STN-VP", subject="Cử học viên")
    _sent(clerk, office, "5", "QĐ-UBND", kind="QĐ", issuer=OrganizationFactory(), subject="Của cơ quan khác")
    RoleFactory(user=clerk.user, office=office, kind=RoleKind.OFFICER)
    page = clerk.get(REGISTER)
    assert "29/KH-STN" in page and "23/STN-VP" in page and "Của cơ quan khác" not in page
    assert "23/STN-VP" not in clerk.get(REGISTER, loai="KH") and "29/KH-STN" not in clerk.get(REGISTER, loai="CV")
    assert "23/STN-VP" not in clerk.get(REGISTER, q="dao tao") and "29/KH-STN" in clerk.get(REGISTER, q="dao tao")
    assert "29/KH-STN" not in clerk.get(REGISTER, nam="2001")
    change = reverse("console:register_change", args=(plan.pk,))
    told = {"recipients": "UBND tỉnh\nLưu: VT", "kept_by_unit": "Văn thư", "copies": "12", "note": "Gửi điện tử"}
    clerk.post(change, form=change, **told)
    plan.refresh_from_db()
    assert (plan.copies, plan.kept_by_unit, plan.recipients) == (12, "Văn thư", "UBND tỉnh\nLưu: VT")
    book = load_workbook(BytesIO(clerk.client.get(REGISTER, {"xuat": "xlsx"}).content))
    cells = [str(cell.value) for row in book.active for cell in row if cell.value]
    assert "29/KH-STN" in cells and "Ký nhận" in cells and "Văn thư" in cells
    printed = clerk.client.get(reverse("console:register_pdf"), {"nam": str(timezone.localdate().year)})
    assert printed.content[:4] == b"%PDF"
    stranger = Acting(staff(OfficeFactory()))
    assert stranger.client.get(change).status_code == 404 and "29/KH-STN" not in stranger.get(REGISTER)
    assert stranger.client.get(REGISTER, {"don-vi": office.pk}).status_code == 404


def test_series_are_explained_begun_stopped_and_taken_up(clerk: Acting, office: Office) -> None:
    first = clerk.get(SERIES)
    assert (f"{SERIES}them/" in first and "e-office" in first) or "văn thư" in first.lower()
    add = f"{SERIES}them/"
    clerk.post(add, form=add, name="Giấy mời", kinds=["GM"])
    series = NumberSeries.objects.get()
    refused = clerk.client.post(add, {"name": "Khác", "kinds": ["GM", "QĐ"]})
    assert refused.status_code == 422 and NumberSeries.objects.count() == 1
    letters = clerk.post(add, form=add, name="Công văn", kinds=["-"])
    assert NumberSeries.objects.get(name="Công văn").kinds == [""] and "01" in letters
    carry = reverse("console:number_series_carry", args=(series.pk,))
    clerk.post(carry, form=carry, last="41", on=timezone.localdate().isoformat())
    assert "42" in clerk.get(SERIES)
    stopped = clerk.post(reverse("console:number_series_stop", args=(series.pk,)))
    series.refresh_from_db()
    undo = re.search(r'action="([^"]*thoi/\?lai=1)"', stopped)
    assert not series.is_active and undo
    clerk.post(undo[1])
    series.refresh_from_db()
    assert series.is_active
    officer = Acting(staff(office))
    assert add not in officer.get(SERIES) and officer.client.get(add).status_code == 404
    officer.post(reverse("console:number_series_stop", args=(series.pk,)))
    series.refresh_from_db()
    assert series.is_active
    assert Acting(staff(OfficeFactory())).client.get(carry).status_code == 404


def test_numbers_are_taken_reserved_given_back_and_used(clerk: Acting, office: Office) -> None:
    assert SERIES in clerk.get(NUMBERS), "without a series the page says that numbers come from e-office"
    series = add_series(clerk.user, office, name="Giấy mời", kinds=["GM"])
    today = timezone.localdate().isoformat()
    take, keep = (reverse(f"console:number_{deed}", args=(series.pk,)) for deed in ("take", "reserve"))
    clerk.post(take, form=take, on=today, reason="Giấy mời khai giảng")
    assert clerk.status(keep, on=today, count="2", reason="") == 422
    clerk.post(keep, form=keep, on=today, count="2", reason="Giấy mời bế giảng")
    used, second, third = DocumentNumber.objects.order_by("number")
    assert [one.state for one in (used, second, third)] == [
        NumberState.USED,
        NumberState.RESERVED,
        NumberState.RESERVED,
    ]
    page = clerk.get(NUMBERS)
    assert "Giấy mời khai giảng" in page and "04" in page
    void = clerk.post(reverse("console:number_void", args=(second.pk,)), reason="Viết sai")
    undo = re.search(r'action="([^"]*/tra/)"', void)
    second.refresh_from_db()
    assert second.state == NumberState.VOID and undo
    clerk.post(undo[1])
    second.refresh_from_db()
    assert second.state == NumberState.RELEASED
    clerk.post(take, form=take, on=today, number=str(second.number), reason="Giấy mời khác")
    second.refresh_from_db()
    assert second.state == NumberState.USED
    write = reverse("console:number_document", args=(used.pk,))
    assert 'value="01"' in clerk.get(write)
    body = office.organization.name
    clerk.post(write, form=write, number="01", symbol="GM-STN", date=today, issuer=body, subject="Giấy mời khai giảng")
    used.refresh_from_db()
    assert used.record is not None and used.record.code == "01/GM-STN"
    assert clerk.client.get(write).status_code == 404, "a number has one document"
    assert "01/GM-STN" in clerk.get(reverse("console:number", args=(used.pk,)))
    reader, stranger = Acting(staff(office, RoleKind.EDITOR)), Acting(staff(OfficeFactory()))
    assert reader.client.get(take).status_code == 404 and "Giấy mời khác" in reader.get(NUMBERS)
    assert stranger.client.get(reverse("console:number", args=(used.pk,))).status_code == 404
    reader.post(reverse("console:number_release", args=(third.pk,)), reason="x")
    third.refresh_from_db()
    assert third.state == NumberState.RESERVED
