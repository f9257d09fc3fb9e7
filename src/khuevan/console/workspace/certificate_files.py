"""Files of the certificates of a class: one PDF for the printer, an archive, lists to sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.certificates.enums import CertificateState
from khuevan.certificates.interfaces import chosen
from khuevan.certificates.interfaces.files import MOST_PAGES, archive, printable
from khuevan.certificates.interfaces.words import birth_of
from khuevan.certificates.models import FALLEN, Certificate
from khuevan.console.workspace.certificate_states import chosen_of
from khuevan.console.workspace.downloads import MAKERS, attached, download
from khuevan.console.workspace.shell import class_of, tab_address, workspace
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.screens import staff_page
from khuevan.papers.domain import lists
from khuevan.papers.domain.building import Built


@dataclass(frozen=True)
class Part:
    """Some certificates in one PDF, by the numbers of the first and the last."""

    number: int
    first: str
    last: str
    pages: int


def _standing(rows: Iterable[Certificate]) -> list[Certificate]:
    return [one for one in rows if one.state not in FALLEN]


def _parts(rows: list[Certificate]) -> list[Part]:
    cuts = [rows[start : start + MOST_PAGES] for start in range(0, len(rows), MOST_PAGES)]
    return [Part(place, cut[0].number_text, cut[-1].number_text, len(cut)) for place, cut in enumerate(cuts, start=1)]


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be made of all certificates of the class, or of those chosen in its list."""
    training_class = class_of(request, pk)
    rows = chosen_of(request, training_class)
    standing = _standing(rows)
    drawn = [one for one in standing if one.file]
    chosen_only = bool(request.GET.get("chon"))
    context = {
        "asked": f"?chon={chosen.written(one.pk for one in rows)}" if chosen_only else "",
        "count": len(standing),
        "drawn": len(drawn),
        "undrawn": len(standing) - len(drawn),
        "fallen": len(rows) - len(standing),
        "parts": _parts(drawn),
        "may_list": may(request.user, "papers.write_paper", training_class),
    }
    return workspace(request, training_class, "certificates", context, template="console/certificates/print.html")


@staff_page
@require_safe
def one_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    training_class = class_of(request, pk)
    drawn = [one for one in _standing(chosen_of(request, training_class)) if one.file]
    asked = request.GET.get("phan", "1")
    part = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    rows = drawn[(part - 1) * MOST_PAGES : part * MOST_PAGES] if part else []

    def make() -> Built:
        if not rows:
            raise DomainError("nothing_to_print", _("None of these certificates has a file to print."))
        name = f"giay-chung-nhan-{training_class.slug}{f'-{part}' if len(drawn) > MOST_PAGES else ''}.pdf"
        return Built(name, printable(rows), "application/pdf")

    return download(request, make, reverse("console:class_certificates_print", args=(pk,)))


@staff_page
@require_safe
def zipped(request: HttpRequest, pk: int) -> HttpResponseBase:
    training_class = class_of(request, pk)
    drawn = [one for one in _standing(chosen_of(request, training_class)) if one.file]
    try:
        file = archive(drawn)
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(reverse("console:class_certificates_print", args=(pk,)))
    name = f"giay-chung-nhan-{training_class.slug}.zip"
    return attached(file, name, "application/zip")


def _issued(certificate: Certificate) -> lists.Issued:
    note = ""
    if certificate.state == CertificateState.WITHHELD:
        note = f"Giữ lại: {certificate.state_reason}"  # a paper, so Vietnamese whatever the screen speaks
    return lists.Issued(
        number=certificate.number_text,
        full_name=certificate.frozen["name"],
        birth=birth_of(certificate),
        agency=certificate.frozen.get("organization") or "",
        handed_over_on=certificate.handed_over_on,
        note=note,
    )


@staff_page
@require_safe
def hand_over_list(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """Ký nhận, in the order of the register."""
    training_class = class_of(request, pk)

    def make() -> Built:
        rows = _standing(chosen_of(request, training_class))
        printed = lists.hand_over(request.user, training_class, [_issued(one) for one in rows])
        return MAKERS[ending](training_class, [printed])

    return download(request, make, tab_address(training_class, "certificates"))


@staff_page
@require_safe
def spelling(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """For the first day: each learner signs the words that the certificate will say."""
    training_class = class_of(request, pk)

    def make() -> Built:
        return MAKERS[ending](training_class, [lists.spelling_check(request.user, training_class)])

    return download(request, make, tab_address(training_class, "certificates"))


def _both(name: str, view: Any, address: str) -> list[Any]:  # noqa: ANN401 - a view
    return [path(f"{name}.{ending}", view, {"ending": ending}, name=f"{address}_{ending}") for ending in MAKERS]


urlpatterns = [
    path("in/", page, name="class_certificates_print"),
    path("in/giay-chung-nhan.pdf", one_pdf, name="class_certificates_pdf"),
    path("in/giay-chung-nhan.zip", zipped, name="class_certificates_zip"),
    *_both("ky-nhan", hand_over_list, "class_hand_over_list"),
    *_both("kiem-tra-ho-ten", spelling, "class_spelling_check"),
]
