"""The page of materials: many files at once, each answered for itself; shared, moved, removed, brought back."""

import io
import json
import zipfile
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.people.enums import RoleKind
from khuevan.training.domain.materials.door import door_of, open_door, shown_code
from khuevan.training.domain.materials.keeping import add_material
from khuevan.training.domain.timetable.programme import add_topic
from khuevan.training.enums import Shared
from khuevan.training.models import Material, MaterialsDoor, StoredFile
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world
from tests.training import hostile as h

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def officer(here: World) -> Acting:
    return Acting(here.officer)


def at(here: World, *below: object) -> str:
    return f"/can-bo/lop/{here.training_class.pk}/tai-lieu/" + "".join(f"{one}/" for one in below)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def added(here: World, content: bytes = h.PDF, **values: Any) -> Material:
    return add_material(here.officer, file=file("Bài 1.pdf", content), training_class=here.training_class, **values)


class TestSending:
    def test_good_files_are_kept_and_each_other_is_answered_with_a_sentence(self, here: World, officer: Acting) -> None:
        files = [
            file("Bài 1.pptx", h.ooxml("pptx")),
            file("hoa don.pdf", h.PROGRAM),
            file("a.docx", h.docm()),
            file("b.png", h.SVG),
        ]
        page = unescape(officer.post(at(here, "tai-len"), sent=files, shared="learners"))
        (kept,) = Material.objects.all()
        assert (kept.title, kept.shared, kept.stored.kind) == ("Bài 1", Shared.LEARNERS, "pptx")
        said = notices(page)
        assert len(said) == 4 and all(any(name in one for one in said) for name in ("hoa don.pdf", "a.docx", "b.png"))
        assert StoredFile.objects.count() == 1

    def test_the_script_of_the_page_hears_of_one_file(self, here: World, officer: Acting) -> None:
        def sent(one: SimpleUploadedFile) -> tuple[int, Any]:
            values = {"sent": one, "shared": "learners"}
            answer = officer.client.post(at(here, "tai-len"), values, headers={"accept": "application/json"})
            return answer.status_code, json.loads(answer.content)

        assert sent(file("a.pdf", h.PDF)) == (200, {"kept": 1, "refused": []})
        status, told = sent(file("a.pdf", h.HTML))
        assert (status, told["kept"]) == (422, 0) and told["refused"][0].startswith("a.pdf: ")
        status, told = sent(file("a.pdf", b""))
        assert (status, told["kept"]) == (422, 0)

    def test_the_topic_and_the_day_are_said_once_for_all(self, here: World, officer: Acting) -> None:
        topic = add_topic(here.officer, here.training_class, title="Lễ tân")
        officer.post(
            at(here, "tai-len"),
            sent=[file("a.pdf", h.PDF)],
            shared="public",
            class_topic=topic.pk,
            shown_from="05/10/2019",
        )
        made = Material.objects.get()
        assert (made.class_topic, str(made.shown_from)) == (topic, "2019-10-05")

    def test_no_file_is_said(self, here: World, officer: Acting) -> None:
        assert notices(officer.post(at(here, "tai-len"), shared="learners"))

    @pytest.mark.parametrize("accept", ["text/html", "application/json"])
    def test_a_form_larger_than_the_limit_is_refused_before_it_is_read(
        self, here: World, officer: Acting, settings: Any, accept: str
    ) -> None:
        settings.KHUEVAN_MATERIAL_LIMIT = 1024
        values = {"sent": file("a.pdf", h.PDF + b"x" * 3_000_000), "shared": "learners"}
        headers = {"accept": accept, "referer": f"http://testserver{at(here)}"}
        answer = officer.client.post(at(here, "tai-len"), values, headers=headers)
        if accept == "text/html":
            assert (answer.status_code, answer["Location"]) == (303, f"http://testserver{at(here)}")
            assert notices(officer.get(at(here)))
        else:
            assert answer.status_code == 413 and json.loads(answer.content)["error"]
        assert not Material.objects.exists()

    def test_an_address_elsewhere_is_never_gone_back_to(self, here: World, officer: Acting, settings: Any) -> None:
        settings.KHUEVAN_MATERIAL_LIMIT = 1024
        values = {"sent": file("a.pdf", b"x" * 3_000_000)}
        answer = officer.client.post(at(here, "tai-len"), values, headers={"referer": "https://example.org/"})
        assert answer["Location"] == at(here, "tai-len")

    @pytest.mark.parametrize("kind", [RoleKind.CLERK, RoleKind.LEADER, None])
    def test_others_do_not_send(self, here: World, kind: RoleKind | None) -> None:
        other = staff(here.office, kind) if kind else staff(OfficeFactory())
        assert Acting(other).status(at(here, "tai-len"), sent=file("a.pdf", h.PDF), shared="learners") == 404
        assert Client().post(at(here, "tai-len")).status_code == 302
        assert not Material.objects.exists()


class TestThePage:
    def test_an_empty_one_says_what_to_do(self, here: World, officer: Acting) -> None:
        assert 'name="sent"' in officer.get(at(here))
        clerk = Acting(staff(here.office, RoleKind.CLERK)).get(at(here))
        assert 'name="sent"' not in clerk
        Acting(staff(OfficeFactory())).get(at(here), 404)

    def test_queries_do_not_grow_with_the_files(self, here: World, officer: Acting) -> None:
        topic = add_topic(here.officer, here.training_class, title="Lễ tân")
        officer.get(at(here))  # what a process reads once
        counts = []
        for signs in (b"1", b"234"):
            for sign in signs:
                added(here, h.PDF + bytes([sign]), class_topic=topic)
            with CaptureQueriesContext(connection) as queries:
                officer.get(at(here))
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_many_are_shared_at_once(self, here: World, officer: Acting) -> None:
        rows = [added(here, h.PDF + sign) for sign in (b"1", b"2", b"3")]
        officer.post(at(here, "chia-se"), chon=[rows[0].pk, rows[1].pk], shared="learners", shown_from="")
        assert Material.objects.filter(shared=Shared.LEARNERS).count() == 2
        assert notices(officer.post(at(here, "chia-se"), shared="learners"))
        assert notices(officer.post(at(here, "chia-se"), chon=[rows[2].pk], shared="x"))
        assert Material.objects.filter(shared=Shared.OFFICE).get() == rows[2]

    def test_one_is_changed_moved_kept_removed_and_brought_back(self, here: World, officer: Acting) -> None:
        topic = add_topic(here.officer, here.training_class, title="Lễ tân")
        first, made = (added(here, h.PDF + sign, class_topic=topic) for sign in (b"1", b"2"))
        own = at(here, made.pk)
        officer.post(own, form=own, title="Bài giảng", class_topic=topic.pk, shared="learners", shown_from="")
        officer.post(f"{own}len/")
        officer.post(f"{own}so-tay/")
        made.refresh_from_db()
        assert (made.title, made.order, topic.topic.kept_materials.count()) == ("Bài giảng", 1, 1)
        officer.post(f"{own}bo/")
        assert not Material.objects.filter(pk=made.pk).exists()
        officer.post(f"{own}phuc-hoi/")
        assert Material.objects.get(pk=made.pk).title == "Bài giảng"
        assert first.pk

    def test_all_as_one_zip_by_topic_and_with_one_name_each(self, here: World, officer: Acting) -> None:
        topic = add_topic(here.officer, here.training_class, title="Lễ tân: đón, tiễn")
        for on in (None, topic, topic):
            added(here, h.PDF + str(on).encode() + bytes([Material.objects.count()]), class_topic=on)
        answer = officer.client.get(f"{at(here)}tat-ca.zip")
        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        folder = f"{topic.order:02d} Lễ tân đón, tiễn"
        assert archive.namelist() == ["Bài 1.pdf", f"{folder}/Bài 1.pdf", f"{folder}/Bài 1 (2).pdf"]
        assert archive.testzip() is None and archive.read("Bài 1.pdf").startswith(h.PDF)


class TestTheProjector:
    def test_it_shows_the_address_once_it_is_open(self, here: World, officer: Acting) -> None:
        wall = at(here, "trinh-chieu")
        assert "data:image" not in officer.get(wall)
        days = at(here, "trinh-chieu", "ngay")
        today = timezone.localdate()
        officer.post(days, form=days, opens_on=today.isoformat(), closes_on=today.isoformat())
        door = MaterialsDoor.objects.get()
        page = officer.get(wall)
        assert "data:image/svg+xml" in page and shown_code(door) in page
        officer.post(at(here, "trinh-chieu", "doi"))
        assert shown_code(door) not in officer.get(wall)
        officer.post(at(here, "trinh-chieu", "dong"))
        assert "data:image" not in officer.get(wall)

    def test_all_staff_show_it_and_others_do_not(self, here: World) -> None:
        open_door(here.officer, here.training_class)
        clerk = Acting(staff(here.office, RoleKind.CLERK))
        assert "data:image" in clerk.get(at(here, "trinh-chieu"))
        assert clerk.status(at(here, "trinh-chieu", "dong")) == 404
        Acting(staff(OfficeFactory())).get(at(here, "trinh-chieu"), 404)
        door = door_of(here.training_class)
        assert door is not None and door.closed_at is None
