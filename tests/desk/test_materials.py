"""The materials of a class on a telephone: by the address in the room, and on the learner's own page."""

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from khuevan.core.guessing import MOST
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.materials import door as materials_door
from khuevan.training.domain.materials.door import open_door, shown_code
from khuevan.training.domain.materials.keeping import add_material
from khuevan.training.domain.materials.storing import place_of
from khuevan.training.enums import RecordPurpose, Shared
from khuevan.training.models import Material, MaterialsDoor
from tests.factories.worlds import World, world
from tests.training import hostile as h

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def door(here: World) -> MaterialsDoor:
    return open_door(here.officer, here.training_class)


def added(here: World, shared: Shared = Shared.LEARNERS, content: bytes = h.PDF, name: str = "Bài 1.pdf") -> Material:
    file = SimpleUploadedFile(name, content)
    return add_material(here.officer, file=file, training_class=here.training_class, shared=shared)


def at(door: MaterialsDoor, material: Material | None = None) -> str:
    address = f"/tl/{shown_code(door)}/"
    return f"{address}{material.pk}/" if material else address


def status(client: Client, address: str) -> int:
    """Read to its end, which closes the file."""
    response = client.get(address)
    b"".join(response)
    return response.status_code


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"].startswith("noindex")
    return unescape(response.content.decode())


class TestTheRoom:
    def test_whoever_has_the_address_reads_what_learners_read(self, here: World, door: MaterialsDoor) -> None:
        shown, hidden = added(here), added(here, Shared.OFFICE, h.PNG, "Nội bộ.png")
        page = text(Client(), at(door))
        assert "Bài 1" in page and "Nội bộ" not in page
        assert status(Client(), at(door, shown)) == 200
        assert status(Client(), at(door, hidden)) == 404

    def test_a_file_is_saved_under_its_name_and_nothing_in_it_runs(self, here: World, door: MaterialsDoor) -> None:
        response = Client().get(at(door, added(here)))
        assert b"".join(response.streaming_content) == h.PDF
        assert response["Content-Disposition"] == "attachment; filename*=utf-8''B%C3%A0i%201.pdf"
        assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
        assert response["Content-Security-Policy"].startswith("sandbox;")

    def test_only_pdf_and_pictures_are_shown_on_the_spot(self, here: World, door: MaterialsDoor) -> None:
        pdf, slides = added(here), added(here, content=h.ooxml("pptx"), name="Bài 2.pptx")
        for material, way in ((pdf, "inline"), (slides, "attachment")):
            response = Client().get(f"{at(door, material)}?xem")
            b"".join(response)
            assert response["Content-Disposition"].startswith(way)

    @pytest.mark.parametrize(
        ("asked", "status", "part"),
        [("bytes=0-3", 206, slice(0, 4)), ("bytes=5-", 206, slice(5, None)), ("bytes=2-99999", 206, slice(2, None))],
    )
    def test_a_video_is_played_from_any_place(
        self, here: World, door: MaterialsDoor, asked: str, status: int, part: slice
    ) -> None:
        video = added(here, content=h.mp4(), name="Phim.mp4")
        response = Client().get(at(door, video), headers={"range": asked})
        content = b"".join(response.streaming_content)
        assert (response.status_code, content) == (status, h.mp4()[part])
        assert response["Content-Length"] == str(len(content))
        assert response["Content-Range"].endswith(f"/{len(h.mp4())}")

    def test_a_part_beyond_the_end_is_none(self, here: World, door: MaterialsDoor) -> None:
        response = Client().get(at(door, added(here)), headers={"range": "bytes=99999-"})
        assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(h.PDF)}")

    def test_a_file_that_is_gone_from_the_disk_is_not_there(self, here: World, door: MaterialsDoor) -> None:
        made = added(here)
        place_of(made.stored).unlink()
        assert status(Client(), at(door, made)) == 404

    def test_an_empty_page_says_that_something_will_come(self, door: MaterialsDoor) -> None:
        assert "</h2>" in text(Client(), at(door))

    def test_closed_and_not_yet_open_are_said_politely(self, here: World, door: MaterialsDoor) -> None:
        made = added(here)
        inside = Client()
        text(inside, at(door))
        materials_door.close_door(here.officer, door)
        page = text(inside, at(door), 403)
        assert here.training_class.title in page and "Bài 1" not in page
        assert status(inside, at(door, made)) == 404
        today = timezone.localdate()
        open_door(here.officer, here.training_class, opens_on=today + timedelta(days=1))
        text(Client(), at(door), 403)

    def test_the_code_is_typed_as_people_type(self, door: MaterialsDoor) -> None:
        for typed in (door.code.lower(), f" {door.code[:3]} {door.code[3:]}", f"http://testserver{at(door)}"):
            response = Client().get("/tl/", {"ma": typed})
            assert (response.status_code, response["Location"]) == (302, at(door))
        assert text(Client(), "/tl/")

    def test_wrong_codes_are_counted_and_who_scans_the_qr_is_not_kept_waiting(
        self, here: World, door: MaterialsDoor
    ) -> None:
        added(here)
        sat_here = Client()
        text(sat_here, at(door))
        for number in range(MOST):
            assert status(Client(), f"/tl/ABC-DE{'23456789AB'[number]}/") == 404
        assert status(Client(), at(door)) == 429
        assert Client().get("/tl/", {"ma": door.code}).status_code == 429
        assert text(sat_here, at(door))
        assert status(Client(), materials_door.door_address(door)) == 200
        assert status(Client(), f"{at(door)}?k=000000000000") == 429


class TestALearner:
    def inside(self, here: World, place: int = 0) -> Client:
        client = Client()
        _link, token = make_link(here.officer, office=here.office, person=here.enrollments[place].person)
        client.get(link_path(token))
        return client

    def test_finds_them_on_the_own_page_also_after_the_class(self, here: World) -> None:
        shown, hidden = added(here), added(here, Shared.OFFICE, h.PNG, "Nội bộ.png")
        client, base = self.inside(here), f"/ca-nhan/lop/{here.training_class.pk}/"
        page = text(client, base)
        assert "Bài 1" in page and "Nội bộ" not in page
        assert status(client, f"{base}tai-lieu/tep/{shown.pk}/") == 200
        assert status(client, f"{base}tai-lieu/tep/{hidden.pk}/") == 404

    def test_of_another_class_finds_none(self, here: World) -> None:
        shown, other = added(here), world()
        client = self.inside(other)
        assert status(client, f"/ca-nhan/lop/{here.training_class.pk}/tai-lieu/tep/{shown.pk}/") == 404
        assert status(client, f"/ca-nhan/lop/{other.training_class.pk}/tai-lieu/tep/{shown.pk}/") == 404

    def test_documents_of_before_stay_beside_them(self, here: World) -> None:
        document = keep_record(
            here.officer,
            office=here.office,
            issuer=here.office.organization,
            subject="Tài liệu cũ",
            file=SimpleUploadedFile("cu.pdf", h.PDF),
        )
        attach_record(here.officer, here.training_class, document, purpose=RecordPurpose.MATERIAL)
        assert "Tài liệu cũ" in text(self.inside(here), f"/ca-nhan/lop/{here.training_class.pk}/")


class TestThePortal:
    def test_everybody_reads_what_is_public_of_a_published_class(self, here: World) -> None:
        public, learners = added(here, Shared.PUBLIC), added(here, content=h.PNG, name="Riêng.png")
        base = f"/lop/{here.training_class.slug}/"
        assert status(Client(), f"{base}tai-lieu/{public.pk}/") == 404
        here.training_class.published_at = timezone.now()
        here.training_class.save()
        page = unescape(Client().get(base).content.decode())
        assert "Bài 1" in page and "Riêng" not in page
        assert status(Client(), f"{base}tai-lieu/{public.pk}/") == 200
        assert status(Client(), f"{base}tai-lieu/{learners.pk}/") == 404
