"""Personal QR cards: what is printed opens the pages of that learner, and of nobody else."""

import io
from html import unescape

import pypdfium2
import pytest
import zxingcpp
from django.test import Client

from khuevan.people.domain.persons import change_person
from khuevan.people.enums import RoleKind
from khuevan.people.models import AccessLink
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def address(here: World) -> str:
    return f"/can-bo/lop/{here.training_class.pk}/hoc-vien/phieu-qr/"


def pages_of(content: bytes) -> list[tuple[str, list[str]]]:
    """Text and QR codes of each page."""
    found = []
    for page in pypdfium2.PdfDocument(io.BytesIO(content)):
        picture = page.render(scale=4).to_pil().convert("L")
        codes = [one.text for one in zxingcpp.read_barcodes(picture)]
        found.append((" ".join(page.get_textpage().get_text_bounded().split()), codes))
    return found


def test_each_card_opens_the_page_of_its_learner(here: World) -> None:
    response = client_of(here.officer).post(address(here), {"ngay": "60"})
    assert response["Content-Type"] == "application/pdf" and "no-store" in response["Cache-Control"]
    ((text, codes),) = pages_of(response.content)
    names = {enrollment.full_name for enrollment in here.enrollments}
    assert all(name in text for name in names) and "Sở Công Thương" in text
    assert len(set(codes)) == 3 == AccessLink.objects.count()
    opened = set()
    for code in codes:
        visitor = Client()
        visitor.get(code.partition("/vao/")[1] + code.partition("/vao/")[2])
        page = visitor.get("/ca-nhan/")
        seen = {name for name in names if name in unescape(page.content.decode())}
        assert len(seen) == 1
        opened |= seen
    assert opened == names


def test_the_chosen_only(here: World) -> None:
    client = client_of(here.officer)
    one = here.enrollments[1]
    led = client.post(f"/can-bo/lop/{here.training_class.pk}/hoc-vien/", {"viec": "the-qr", "chon": [str(one.pk)]})
    assert led.headers["Location"] == f"{address(here)}?chon={one.pk}"
    response = client.post(led.headers["Location"], {"ngay": "365"})
    assert AccessLink.objects.get().person == one.person
    assert one.full_name in pages_of(response.content)[0][0]


def test_so_many_in_one_file_and_the_rest_in_another(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("khuevan.console.workspace.cards.MOST", 2)
    client = client_of(here.officer)
    assert [(part.first, part.last) for part in client.get(address(here)).context["parts"]] == [(1, 2), (3, 3)]
    client.post(address(here), {"phan": "2", "ngay": "60"})
    assert AccessLink.objects.count() == 1
    empty = client.post(address(here), {"phan": "9"})
    assert empty.status_code == 302 and AccessLink.objects.count() == 1


def test_a_name_cannot_become_code_and_a_long_one_stays_on_its_card(here: World) -> None:
    name = 'Nguyễn #text("x") *Công* Tằng Tôn Nữ Hoàng Thị Bích Tuyền Huyền Trân $1$'
    enrollment = here.enrollments[0]
    enrollment.full_name = name
    enrollment.save(update_fields=["full_name"])
    change_person(here.officer, enrollment.person, full_name=name)
    ((text, codes),) = pages_of(client_of(here.officer).post(address(here), {}).content)
    assert '#text("x")' in text and "*Công*" in text and len(codes) == 3


def test_only_who_keeps_the_directory_prints(here: World) -> None:
    assert client_of(staff(OfficeFactory())).get(address(here)).status_code == 404
    for kind in (RoleKind.LEADER, RoleKind.EDITOR):
        client = client_of(staff(here.office, kind))
        assert client.get(address(here)).status_code == client.post(address(here), {}).status_code == 404
    assert not AccessLink.objects.exists()
