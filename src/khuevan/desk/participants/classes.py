"""My classes: what comes, what was, one class with its programme, calendar and certificate."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces.words import file_name
from khuevan.desk.handbook_pages import handbook_of_class
from khuevan.desk.lecturers.teaching import teaching_of
from khuevan.desk.participants.frame import frame, own_page, person_in
from khuevan.desk.participants.learning import certificates_of, enrollments_of, learning_of
from khuevan.desk.passes import PERSON, Pass, desk_page
from khuevan.news.models import Article
from khuevan.nominations.domain.programme_people import seat_of
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.processing_notice import contacts_of
from khuevan.training.domain.materials.keeping import in_order, shown_to_learners
from khuevan.training.domain.timetable.class_calendar import TYPE, View, calendar_name, class_calendar
from khuevan.training.domain.timetable.shown import is_expected, shown_programme
from khuevan.training.enums import RecordPurpose
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.models import ClassRecordQuerySet, TrainingClass


@desk_page
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Whoever comes without any pass is led to the door; a pass that does not work any more says so."""
    if PERSON not in request.COOKIES:
        return HttpResponseRedirect(reverse("desk:person_door"))
    return _home(request)


@own_page
def _home(request: HttpRequest, access: Pass) -> HttpResponse:
    person = person_in(access)
    teaching, taught = teaching_of(person, access.office)
    context = {"learning": learning_of(person, access.office), "teaching": teaching, "taught": taught}
    return render(request, "desk/person/home.html", {**frame(request, access, "home"), **context})


@own_page
@require_safe
def one_class(request: HttpRequest, access: Pass, pk: int) -> HttpResponse:
    enrollment = _own(access, pk)
    training_class = enrollment.training_class
    learned = learning_of(person_in(access), access.office).of(enrollment)
    context = {
        "class": training_class,
        "enrollment": enrollment,
        "learned": learned,
        "outcome": _approved(enrollment),
        "sessions": [one for one in shown_programme(training_class) if one.is_for(enrollment.group_id)],
        "is_expected": is_expected(training_class),
        "venues": list(training_class.venues.select_related("contact")),
        "contacts": contacts_of(access.office),
        "materials": list(_materials(training_class)),
        "shared": list(in_order(shown_to_learners(training_class, localdate()))),
        "handbook": handbook_of_class(person_in(access), training_class),
        "articles": _articles(training_class),
    }
    return render(request, "desk/person/class.html", {**frame(request, access, "home"), **context})


@own_page
@require_safe
def calendar(_request: HttpRequest, access: Pass, pk: int) -> HttpResponse:
    """The half days of this learner."""
    enrollment = _own(access, pk)
    training_class = enrollment.training_class
    text = class_calendar(training_class, View(groups=(enrollment.group_id,), seat=seat_of(enrollment)))
    headers = {"Content-Disposition": f'attachment; filename="{calendar_name(training_class)}"'}
    return HttpResponse(text, content_type=f"{TYPE}; charset=utf-8", headers=headers)


@own_page
@require_safe
def material(_request: HttpRequest, access: Pass, pk: int, row: int) -> HttpResponseBase:
    """A document that the office put into the file of the class for participants; always saved."""
    found = get_object_or_404(_materials(_own(access, pk).training_class), pk=row).record
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = found.file_name or f"tai-lieu-{row}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=found.content_type)


@own_page
@require_safe
def shared(request: HttpRequest, access: Pass, pk: int, row: int) -> HttpResponseBase:
    """A material of the class, from the day on which learners may read it, and then for good."""
    rows = shown_to_learners(_own(access, pk).training_class, localdate()).select_related("stored")
    return material_response(request, get_object_or_404(rows, pk=row), inline="xem" in request.GET)


@own_page
@require_safe
def certificate(_request: HttpRequest, access: Pass, pk: int) -> HttpResponseBase:
    """The PDF as it was issued, once it was handed over; one that fell or is withheld is not here."""
    owned = certificates_of(person_in(access), access.office).filter(state=CertificateState.HANDED_OVER)
    found = get_object_or_404(owned, pk=pk)
    if not found.file:
        raise Http404
    return FileResponse(found.file.open("rb"), filename=file_name(found), content_type="application/pdf")


def _own(access: Pass, pk: int) -> Enrollment:
    """The line of this person on the list of that class; for everybody else the class is not there."""
    rows = enrollments_of(person_in(access), access.office).current()  # type: ignore[attr-defined]
    found: Enrollment = get_object_or_404(rows, training_class=pk)
    return found


def _approved(enrollment: Enrollment) -> object | None:
    outcome = getattr(enrollment, "outcome", None)
    return outcome if outcome is not None and outcome.approved_at else None


def _materials(training_class: TrainingClass) -> ClassRecordQuerySet:
    kept = training_class.class_records.filter(purpose=RecordPurpose.MATERIAL).exclude(record__file="")
    return kept.with_documents()


def _articles(training_class: TrainingClass) -> list[Article]:
    """What the office has published of the class, for everybody."""
    seen = Article.objects.published().filter(training_class=training_class)
    return list(seen.order_by("-published_at"))


urlpatterns = [
    path("ca-nhan/", home, name="person_home"),
    path("ca-nhan/lop/<int:pk>/", one_class, name="person_class"),
    path("ca-nhan/lop/<int:pk>/lich.ics", calendar, name="person_calendar"),
    path("ca-nhan/lop/<int:pk>/tai-lieu/<int:row>/", material, name="person_material"),
    path("ca-nhan/lop/<int:pk>/tai-lieu/tep/<int:row>/", shared, name="person_shared"),
    path("ca-nhan/giay-chung-nhan/<int:pk>.pdf", certificate, name="person_certificate"),
]
