"""One office with something at every address of the console."""

from dataclasses import dataclass
from datetime import date

from khuevan.assessment.models import Outcome
from khuevan.core.jobs.starting import start
from khuevan.nominations.domain.drafts import Contents, PagePicture, begin_draft
from khuevan.nominations.models import RememberedLayout
from khuevan.people.domain.contacts import NewContact, add_contact, import_contacts
from khuevan.people.domain.groups import add_group
from khuevan.people.domain.invitations import invite_colleague
from khuevan.people.domain.merging import merge_people
from khuevan.people.domain.persons import add_person
from khuevan.people.domain.postings import add_posting
from khuevan.people.domain.succession import split_body
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.people.models import Invitation
from khuevan.readers.roster import Place, RosterRow
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.programme import add_item, add_topic
from khuevan.training.enums import ItemKind, RecordPurpose
from tests.factories import ArticleFactory, OrganizationFactory, PersonFactory, staff
from tests.factories.worlds import World, world


@dataclass
class Everything:
    """The world and the key of each thing in it, by the word an address has for it."""

    here: World
    waiting: World
    keys: dict[str, object]
    of_view: dict[str, object]

    def key_of(self, view: str, word: str) -> object:
        """The key in the address of ``view``: of its own object where ``pk`` is not the class."""
        if word == "row" and view.startswith("class_record_"):
            return self.keys["attached"]
        if word == "key" and view in KEYS_OF_DEEDS:
            return KEYS_OF_DEEDS[view]
        return self.of_view[view] if word == "pk" and view in self.of_view else self.keys[word]


def everything() -> Everything:
    here, waiting = world(), world(teaching=False)
    keys = {**_finished(here), **_arranged(waiting), **_entries(here), **_bodies(here)}
    learner = here.enrollments[0]
    invitation = _invitation(here)
    job = start(here.officer, "certificates.issue", here.training_class)
    article = ArticleFactory(office=here.office, training_class=here.training_class, state="draft", published_at=None)
    of_view: dict[str, object] = {
        "record_file": keys["record"],
        "end_device": 0,  # of nobody: with a device of the stranger the walk would sign itself out
        "certificate_file": keys["certificate"],
        "job": job.pk,
        **{f"job_{deed}": job.pk for deed in ("figures", "pause", "resume", "cancel")},
        **dict.fromkeys(("people_one", "people_change", "people_remove"), learner.person_id),
        **dict.fromkeys(("people_citizen_id", "posting_add", "posting_change", "posting_remove"), learner.person_id),
        **dict.fromkeys(("organizations_one", "organizations_change", *BODY_DEEDS), here.office.organization_id),
        **dict.fromkeys(("user", "change_roles", "act_on_user"), here.officer.pk),
        **{f"{deed}_invitation": invitation.pk for deed in ("sent", "reissue", "revoke")},
        **dict.fromkeys(("article", *(f"article_{deed}" for deed in ARTICLE_DEEDS)), article.pk),
        **dict.fromkeys(WAITING, waiting.training_class.pk),
    }
    return Everything(here, waiting, {**WORDS, **keys}, of_view)


def _finished(here: World) -> dict[str, object]:
    """The keys of a class with certificates and a document."""
    certificates = here.issue()
    issuer = here.office.organization
    document = keep_record(
        here.officer, office=here.office, issuer=issuer, number="1", symbol="KH-STN", date=date(2019, 9, 1)
    )
    attached = attach_record(here.officer, here.training_class, document, purpose=RecordPurpose.PLAN)
    learner = here.enrollments[0]
    return {
        "pk": here.training_class.pk,
        "office_pk": here.office.pk,
        "session": here.sessions[0].pk,
        "learner": learner.pk,
        "outcome": Outcome.objects.filter(enrollment=learner).get().pk,
        "certificate": certificates[0].pk,
        "nonce": f"mark-{here.sessions[0].pk}-0",
        "record": document.pk,
        "document": document.pk,
        "attached": attached.pk,
    }


def _arranged(waiting: World) -> dict[str, object]:
    """The keys of a class that is being prepared."""
    officer, training_class, session = waiting.officer, waiting.training_class, waiting.sessions[0]
    topic = add_topic(officer, training_class, title="Lễ tân đối ngoại")
    item = add_item(officer, session, kind=ItemKind.LECTURE, starts_at=session.starts_at, title="Lễ tân")
    lecturer = add_lecturer(officer, training_class, person=PersonFactory(), title="Phó Giám đốc")
    scan = Contents(
        rows=[RosterRow(Place("", 1), full_name="Lò Thị Mai")], pages=[PagePicture(b"\xff\xd8\xff", ".jpg", 1, 1)]
    )
    draft = begin_draft(officer, training_class, name="a.xlsx", content=b"x", contents=scan)
    layout = RememberedLayout.objects.create(office=waiting.office, signature="x", headings=["Họ và tên"])
    return {
        "draft": draft.pk,
        "layout": layout.pk,
        "number": 1,
        "index": 0,
        "item": item.pk,
        "topic": topic.pk,
        "row": lecturer.pk,
    }


def _entries(here: World) -> dict[str, object]:
    """The keys of two people to compare, of a position held, and of a merge."""
    one, other, third = (learner.person for learner in here.enrollments)
    twice = add_person(here.officer, full_name=third.full_name, office=here.office)
    posting = add_posting(here.officer, one, position="Chuyên viên")
    merge = merge_people(here.officer, third, twice)
    return {"first": one.pk, "second": other.pk, "posting": posting.pk, "merge": merge.pk}


def _bodies(here: World) -> dict[str, object]:
    """The keys of what is kept of bodies: a contact, a succession, a group, a change of many."""
    body, officer = here.office.organization, here.officer
    science = OrganizationFactory(name="Sở Khoa học và Công nghệ")
    fate = split_body(officer, body, [(science, "chuyển đổi số")], on=date(2025, 3, 1), goes_on=True)[0]
    contact = add_contact(officer, body, name="Lê Thị Mai")
    group = add_group(officer, here.office, name="Xã biên giới")
    imported = import_contacts(officer, [NewContact(body, ContactSlot.CLERK, "Vũ Đức")])
    assert imported.change is not None
    keys = {"fate": fate.pk, "contact": contact.pk, "group": group.pk}
    return {**keys, "directory_change": imported.change.pk}


BODY_DEEDS = (
    "organization_fate", "organization_fate_change", "organization_fate_remove", "organization_remove",
    "organization_contact_add", "organization_contacts_confirm", "organization_contact_change",
    "organization_contact_remove",
)  # fmt: skip


WORDS: dict[str, object] = {
    "photo": 1,
    "place": 1,
    "key": "bao-cao-vien",
    "kind": "ca-nhan",
    "deed": "khoa",
    "name": "hoc-vien",
    "slug": "ke-hoach",
    "purpose": "plan",
    "ending": "pdf",
}
"""Parts of addresses that are the same for everybody."""

KEYS_OF_DEEDS = {"class_deed": "chuan-bi", "class_certificate_deed": "huy"}
ARTICLE_DEEDS = ("change", "publish", "withdraw", "photos", "upload", "photo", "preview")
DRAFT_DEEDS = (
    "take", "discard", "fix", "problems", "row", "leave", "bring_back", "decide", "decide_sure", "leave_chosen",
    "columns", "reread", "forget", "agencies", "add", "picture", "undo",
)  # fmt: skip
WAITING = (
    "class_draft", *(f"class_draft_{deed}" for deed in DRAFT_DEEDS), "item_change", "item_remove",
    "item_up", "item_down", "topic_change", "topic_remove", "topic_up", "topic_down", "class_part_change",
    "class_part_remove", "class_part_up", "class_part_down", "class_main_venue",
)  # fmt: skip


def _invitation(here: World) -> Invitation:
    administrator = staff(here.office, RoleKind.ADMINISTRATOR)
    invitation, _secret = invite_colleague(
        administrator, office=here.office, username="moi.vao", full_name="Lê Mới", kinds=[RoleKind.EDITOR]
    )
    return invitation
