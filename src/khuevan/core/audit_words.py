"""What the audit is read in: words for every verb, every kind of object, and columns without words of their own.

Verbs write codes, people read these.  ``tests/core/test_history.py`` fails for a verb, a model or a column without one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Words = str | Promise

AREAS: dict[str, Words] = {
    "people": _("People and accounts"),
    "records": _("Documents"),
    "training": _("Classes and programme"),
    "nominations": _("Lists of learners"),
    "attendance": _("Attendance"),
    "assessment": _("Results"),
    "certificates": _("Certificates"),
    "papers": _("Papers"),
    "news": _("Articles"),
    "core": _("Work in the background"),
}

VERB_LABELS: dict[str, Words] = {
    "people.add_organization": _("added an organization"),
    "people.add_person": _("added a person"),
    "people.create_office": _("opened an office"),
    "people.create_user": _("opened an account"),
    "people.reset_password": _("gave a new password"),
    "people.change_organization": _("changed an organization"),
    "people.change_person": _("changed a person"),
    "people.remove_person": _("took a person out of the directory"),
    "people.sign_in": _("signed in"),
    "people.end_session": _("signed out of a browser"),
    "people.end_other_sessions": _("signed out of the other browsers"),
    "people.change_password": _("changed the own password"),
    "people.turn_on_second_step": _("turned the second step on"),
    "people.turn_off_second_step": _("turned the second step off"),
    "people.renew_paper_codes": _("made new codes for paper"),
    "people.use_paper_code": _("signed in with a code from paper"),
    "people.invite_colleague": _("invited a colleague"),
    "people.reissue_invitation": _("made a new invitation link"),
    "people.revoke_invitation": _("took an invitation back"),
    "people.accept_invitation": _("accepted an invitation"),
    "people.set_roles": _("changed the roles of a colleague"),
    "people.remove_colleague": _("removed a colleague from the office"),
    "people.close_account": _("closed an account"),
    "people.reopen_account": _("opened an account again"),
    "people.reset_second_step": _("reset the second step of a colleague"),
    "people.require_second_step": _("changed the rule for the second step"),
    "records.keep_record": _("kept a document"),
    "records.change_record": _("changed a document"),
    "records.attach_file": _("attached a file to a document"),
    "training.open_class": _("opened a class"),
    "training.begin_preparation": _("began the preparation"),
    "training.open_nominations": _("opened the nominations"),
    "training.begin_teaching": _("began the teaching"),
    "training.publish_class": _("published the class"),
    "training.file_report": _("filed the report"),
    "training.form_committee": _("formed the committee"),
    "training.add_committee_member": _("added a member of the committee"),
    "training.add_organizer": _("added an organizer"),
    "training.add_topic": _("added a topic"),
    "training.add_venue": _("added a venue"),
    "training.add_session": _("added a half day"),
    "training.add_item": _("added an item of the programme"),
    "training.add_lecturer": _("added a lecturer"),
    "training.invite_guest": _("invited a guest"),
    "training.give_ceremony_role": _("gave a part in the ceremony"),
    "training.state_count": _("stated a number"),
    "training.change_class": _("changed the class"),
    "training.step_back": _("took the class back a step"),
    "training.cancel_class": _("cancelled the class"),
    "training.restore_class": _("took the cancellation back"),
    "training.unpublish_class": _("withdrew the class from the public"),
    "training.discard_class": _("discarded the class"),
    "training.clone_class": _("copied the class"),
    "training.change_stated_count": _("changed a stated number"),
    "training.remove_stated_count": _("took a stated number back"),
    "training.change_session": _("changed a half day"),
    "training.move_session": _("moved a half day"),
    "training.remove_session": _("removed a half day"),
    "training.change_item": _("changed an item of the programme"),
    "training.set_lecturers": _("set the lecturers of an item"),
    "training.move_item": _("moved an item of the programme"),
    "training.reorder_items": _("put the items in another order"),
    "training.remove_item": _("removed an item of the programme"),
    "training.change_topic": _("exchanged a topic"),
    "training.reorder_topics": _("put the topics in another order"),
    "training.remove_topic": _("removed a topic"),
    "training.change_catalogue_topic": _("corrected a topic of the catalogue"),
    "training.change_venue": _("changed a venue"),
    "training.make_main_venue": _("made a venue the main one"),
    "training.remove_venue": _("removed a venue"),
    "training.change_lecturer": _("changed a lecturer"),
    "training.reorder_lecturers": _("put the lecturers in another order"),
    "training.remove_lecturer": _("removed a lecturer"),
    "training.change_guest": _("changed a guest"),
    "training.reorder_guests": _("put the guests in another order"),
    "training.remove_guest": _("removed a guest"),
    "training.change_ceremony_role": _("changed a part in the ceremony"),
    "training.remove_ceremony_role": _("took back a part in the ceremony"),
    "training.rename_committee": _("renamed the committee"),
    "training.change_committee_member": _("changed a member of the committee"),
    "training.reorder_committee": _("put the committee in another order"),
    "training.remove_committee_member": _("removed a member of the committee"),
    "training.change_organizer": _("changed an organizer"),
    "training.remove_organizer": _("removed an organizer"),
    "training.attach_record": _("put a document into the file of the class"),
    "training.detach_record": _("took a document out of the file of the class"),
    "nominations.enroll": _("took learners on the list"),
    "nominations.withdraw": _("took a learner off the list"),
    "nominations.close_list": _("closed the list"),
    "nominations.reopen_list": _("opened the list again"),
    "nominations.add_learner": _("put a learner on the list"),
    "nominations.correct_learner": _("corrected a learner"),
    "nominations.replace_learner": _("replaced a learner"),
    "nominations.restore_learner": _("put a learner back on the list"),
    "nominations.withdraw_many": _("took learners off the list"),
    "nominations.begin_draft": _("uploaded a list"),
    "nominations.fix_row": _("corrected a row of an uploaded list"),
    "nominations.take_rows": _("took rows of an uploaded list"),
    "nominations.discard_draft": _("let go of an uploaded list"),
    "attendance.take": _("took attendance"),
    "attendance.mark_all_but": _("marked everybody present but those absent"),
    "attendance.undo": _("took marks of attendance back"),
    "assessment.set_rule": _("set the rule for certificates"),
    "assessment.compute": _("computed the results"),
    "assessment.override": _("changed a result"),
    "assessment.withdraw_override": _("let the rule decide a result again"),
    "assessment.approve": _("approved the results"),
    "assessment.reopen": _("opened the results again"),
    "certificates.open_register": _("opened a register"),
    "certificates.issue": _("issued certificates"),
    "certificates.store_file": _("stored the file of a certificate"),
    "certificates.hand_over": _("handed over a certificate"),
    "certificates.take_back": _("took a handing over back"),
    "certificates.withhold": _("withheld a certificate"),
    "certificates.release": _("ended the withholding of a certificate"),
    "certificates.void": _("voided a certificate"),
    "certificates.change_state": _("changed the state of a certificate"),
    "news.write_article": _("wrote an article"),
    "news.add_photo": _("added a photo"),
    "news.keep_photo": _("kept a photo whose words are still to come"),
    "news.publish_article": _("published an article"),
    "news.withdraw_article": _("withdrew an article"),
    "news.republish_article": _("published an article again"),
    "news.change_article": _("changed an article"),
    "news.change_photo": _("changed the words of a photo"),
    "news.move_photo": _("moved a photo"),
    "news.remove_photo": _("removed a photo"),
    "core.start_job": _("started work in the background"),
    "core.pause_job": _("paused work in the background"),
    "core.resume_job": _("went on with work in the background"),
    "core.cancel_job": _("cancelled work in the background"),
}

KIND_LABELS: dict[str, Words] = {
    "people.user": _("account"),
    "people.organization": _("organization"),
    "people.office": _("office"),
    "people.role": _("role"),
    "people.person": _("person"),
    "people.invitation": _("invitation of a colleague"),
    "people.succession": _("what became of an organization"),
    "people.contact": _("contact of an organization"),
    "people.organizationgroup": _("group of organizations"),
    "people.groupmember": _("member of a group"),
    "people.organizationalias": _("name used in lists"),
    "people.posting": _("position held"),
    "people.possibleduplicate": _("possible duplicate"),
    "people.personmerge": _("merge of two people"),
    "core.job": _("work in the background"),
    "records.record": _("document"),
    "training.trainingclass": _("class"),
    "training.statedcount": _("stated number"),
    "training.classrecord": _("document of a class"),
    "training.organizer": _("organizer"),
    "training.committee": _("committee"),
    "training.committeemember": _("member of the committee"),
    "training.lecturer": _("lecturer"),
    "training.ceremonyrole": _("part in the ceremony"),
    "training.guest": _("guest"),
    "training.topic": _("topic"),
    "training.classtopic": _("topic of a class"),
    "training.venue": _("venue"),
    "training.session": _("half day"),
    "training.programmeitem": _("item of the programme"),
    "nominations.enrollment": _("learner"),
    "nominations.rosterdraft": _("uploaded list"),
    "attendance.attendance": _("mark of attendance"),
    "assessment.completionrule": _("rule for certificates"),
    "assessment.outcome": _("result"),
    "certificates.register": _("register of certificates"),
    "certificates.certificate": _("certificate"),
    "news.article": _("article"),
    "news.photo": _("photo"),
}

# Columns whose model gives them no words, by name.
COLUMN_LABELS: dict[str, Words] = {
    "parent": _("belongs to"),
    "organization": _("organization"),
    "office": _("office"),
    "kind": _("kind"),
    "user": _("account"),
    "person": _("person"),
    "training_class": _("class"),
    "plan": _("plan"),
    "committee": _("committee"),
    "topic": _("topic"),
    "contact": _("contact"),
    "venue": _("venue"),
    "session": _("half day"),
    "class_topic": _("topic"),
    "learner_word": _("word for learners"),
    "lecturer_word": _("word for lecturers"),
    "opening_word": _("word for the opening"),
    "order": _("place in the order"),
    "enrollment": _("learner"),
    "recorded_by": _("recorded by"),
    "superseded_by": _("replaced by"),
    "rule": _("rule for certificates"),
    "override_by": _("changed by"),
    "approved_by": _("approved by"),
    "decision": _("decision"),
    "register": _("register of certificates"),
    "article": _("article"),
    "group": _("group of organizations"),
    "invited_by": _("invited by"),
    "accepted_by": _("accepted by"),
    "actor": _("who"),
    "done": _("done"),
    "total": _("in all"),
    "trouble": _("trouble"),
    "started_at": _("started at"),
    "finished_at": _("finished at"),
}

# Columns that tell a reader nothing: keys for searching, sizes, marks of machines.
SILENT_COLUMNS = frozenset(
    {
        "id",
        "key",
        "search_key",
        "name_key",
        "nonce",
        "width",
        "height",
        "subject_type",
        "subject_id",
        "office_id",
        "params",
        "by_installation",
    }
)


@dataclass(frozen=True)
class Fact:
    """Words for what a verb recorded beside the columns: ``record(..., after={name: value})``."""

    label: Words
    choices: dict[str, Words]


_ROW_FIELDS: dict[str, Words] = {
    "full_name": _("full name"),
    "birth": _("date of birth"),
    "gender": _("gender"),
    "position": _("position"),
    "organization": _("organization"),
    "phone": _("telephone"),
    "email": _("e-mail"),
    "note": _("note"),
}
FACTS: dict[str, Fact] = {
    "lecturers": Fact(_("lecturers"), {}),
    "copied_from_id": Fact(_("copied from the class numbered"), {}),
    "row": Fact(_("row"), {}),
    "fields": Fact(_("fields corrected"), _ROW_FIELDS),
    "taken": Fact(_("rows taken"), {}),
    "refused": Fact(_("rows refused"), {}),
    "discarded": Fact(_("rows let go"), {}),
}


def words(verbs: Mapping[str, Words] | None = None, kinds: Mapping[str, Words] | None = None) -> None:
    """Registers the words of verbs and of kinds of objects; an app calls it beside the verbs."""
    VERB_LABELS.update(verbs or {})
    KIND_LABELS.update(kinds or {})


def fact(name: str, label: Words, choices: Iterable[tuple[str, Words]] = ()) -> None:
    """Registers the words of a fact; ``choices`` when its value is a code or a list of codes."""
    FACTS[name] = Fact(label, dict(choices))


def verb_label(name: str) -> Words:
    """The words for a verb; its name where nobody gave it any."""
    return VERB_LABELS.get(name, name)
