"""Papers of the seed classes: who signs, on which grounds, some signed and numbered, some still to be.

Numbers and days are invented, and each document says so in the register; only the plan of 2014 is real.
"""

from datetime import date, timedelta

from khuevan.demo.bodies import Scene
from khuevan.demo.stages import Stage
from khuevan.papers.domain.making import make_paper, make_papers, set_details
from khuevan.papers.domain.signers import add_basis, add_signer
from khuevan.papers.domain.signing import record_signed, usual_symbol
from khuevan.papers.enums import PaperKind
from khuevan.training.domain.calendar import working_day
from khuevan.training.enums import CeremonyKind
from khuevan.training.models import TrainingClass

INVENTED = "Số và ngày minh họa"

BASES = (
    ("Luật Cán bộ, công chức ngày 13 tháng 11 năm 2008", None, date(2025, 6, 30)),
    ("Luật Cán bộ, công chức ngày 24 tháng 6 năm 2025", date(2025, 7, 1), None),
)
"""Standing grounds, and from and until when each is in force."""
SIGNED = ((PaperKind.OPENING_DECISION, "15", -21), (PaperKind.INVITATION, "23", -20))
"""Which papers, with which number, so many days from the beginning of the class."""
SIGNED_AFTER = ((PaperKind.RESULT_DECISION, "31", 0), (PaperKind.REPORT, "5", 6))
"""The same, counted from its end."""
MADE = (PaperKind.PROGRAMME, PaperKind.LEARNER_LIST, PaperKind.OPENING_SCRIPT)
MADE_AFTER = (PaperKind.CLOSING_SCRIPT, PaperKind.CLASS_SUMMARY)


def write(scene: Scene, training_class: TrainingClass, stage: Stage) -> None:
    """What is signed by the stage, and drafts beside it: those of results only once the class is over."""
    _settings(scene, training_class)
    set_details(scene.officer, training_class, PaperKind.OPENING_DECISION, drafter=_initials(scene), copies=12)
    for kind, number, days in SIGNED:
        _sign(scene, training_class, kind, number, training_class.start_date + timedelta(days=days))
    make_papers(scene.officer, training_class, MADE)
    if not stage.is_over:
        return
    for kind, number, days in SIGNED_AFTER:
        if kind is PaperKind.REPORT or training_class.awards_certificates:
            _sign(scene, training_class, kind, number, training_class.end_date + timedelta(days=days))
    make_papers(scene.officer, training_class, MADE_AFTER)


def _settings(scene: Scene, training_class: TrainingClass) -> None:
    """Who chaired or opened the class for the office signs; each office has one seed class, so it is entered once."""
    roles = training_class.ceremony_roles.select_related("person").filter(organization=scene.office.organization)
    by_kind = {role.kind: role for role in roles if role.person}
    head = by_kind.get(CeremonyKind.CHAIRED_BY) or by_kind.get(CeremonyKind.OPENED_BY)
    if head is not None and head.person is not None:
        add_signer(scene.officer, office=scene.office, name=head.person.full_name, title=head.title)
    for text, valid_from, valid_to in BASES:
        add_basis(scene.officer, office=scene.office, text=text, valid_from=valid_from, valid_to=valid_to)


def _sign(scene: Scene, training_class: TrainingClass, kind: PaperKind, number: str, day: date) -> None:
    made = make_paper(scene.officer, training_class, kind)
    signer = scene.office.signers.first()
    record_signed(
        scene.officer,
        made,
        number=number,
        symbol=usual_symbol(training_class, kind),
        date=working_day(day, before=False),
        signer=signer.name if signer else "",
        note=INVENTED,
    )


def _initials(scene: Scene) -> str:
    return "".join(word[0] for word in scene.officer.full_name.split()[-2:]).upper()
