"""Giấy chứng nhận: all certificates of the actor's offices, and the register book of each year."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khuevan.certificates.interfaces.tables import OfficeCertificateList, OfficeTable
from khuevan.certificates.models import Certificate, Register
from khuevan.core.codes import grouped
from khuevan.core.screens import staff_page
from khuevan.people.models import Office


class AddressedTable(OfficeTable):
    def page_address(self, record: Certificate) -> str:
        return reverse("console:class_certificate", args=(record.enrollment.training_class_id, record.pk))

    def class_address(self, record: Certificate) -> str:
        return reverse("console:class_certificates", args=(record.enrollment.training_class_id,))

    def file_address(self, record: Certificate) -> str:
        return reverse("console:certificate_file", args=(record.pk,))

    def public_address(self, record: Certificate) -> str:
        return reverse("portal:certificate", args=(grouped(record.code),))


class Certificates(OfficeCertificateList):
    table_class = AddressedTable
    tools = ("console/certificates/books.html",)


class RegisterBook(Certificates):
    """One register alone, as its book."""

    title = gettext_lazy("Register of certificates")


def _registers(request: HttpRequest) -> list[Register]:
    """The books of the actor's offices, the latest year first."""
    offices = Office.objects.of_staff(request.user)
    return list(Register.objects.filter(office__in=offices).order_by("-year", "symbol", "pk"))


@staff_page
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    rows = Certificate.objects.visible_to(request.user).select_related("register", "enrollment")
    books = _registers(request)
    book = next((one for one in books if str(one.pk) == request.GET.get("so")), None)
    listing = RegisterBook(request, rows, subtitle=str(book)) if book else Certificates(request, rows)
    if listing.wants_workbook:
        name = f"so-{book.year}-{book.pk}" if book else "giay-chung-nhan"
        return listing.workbook_response(name)
    return render(
        request, "console/certificates/list.html", {"list": listing, "title": _("Certificates"), "books": books}
    )


urlpatterns = [path("giay-chung-nhan/", certificates, name="certificates")]
