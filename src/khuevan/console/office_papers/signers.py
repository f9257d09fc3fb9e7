"""Who signs for an office, and the grounds its papers stand on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.office_papers.removed import bring_back, remember
from khuevan.console.office_papers.shell import of_office, office_context, office_of, office_page
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.papers.domain import signers
from khuevan.papers.domain.details import signing_of
from khuevan.papers.enums import PaperKind
from khuevan.papers.interfaces.office_forms import NAMES, TITLES, BasisForm, OfOfficeForm, SignerForm
from khuevan.papers.models import Signer, StandingBasis
from khuevan.people.models import Office
from khuevan.records.interfaces.known import known

_USUAL_TITLES = ("Giám đốc", "Phó Giám đốc", "Chủ tịch", "Phó Chủ tịch", "Chánh Văn phòng", "Phó Chánh Văn phòng")


@dataclass(frozen=True)
class Kept:
    """One of the two lists: its rows, form and verbs, and what is kept of a row that is removed."""

    model: type[Signer] | type[StandingBasis]
    form: type[OfOfficeForm]
    add: Callable[..., Any]
    remove: Callable[..., Any]
    move: Callable[..., Any]
    columns: tuple[str, ...]
    add_title: str | Promise
    explains: str | Promise
    anchor: str


KEPT: dict[str, Kept] = {
    "nguoi-ky": Kept(
        Signer, SignerForm, signers.add_signer, signers.remove_signer, signers.move_signer,
        ("name", "title", "form", "basis", "valid_from", "valid_to"),
        _("Add a signer"),
        _("Whether KT., TL. or TM. stands above the title follows from the title and the office; the list shows it."),
        "ds-nguoi-ky",
    ),
    "can-cu": Kept(
        StandingBasis, BasisForm, signers.add_basis, signers.remove_basis, signers.move_basis,
        ("text", "kinds", "valid_from", "valid_to"),
        _("Add a standing ground"),
        _("It is written on every paper of the chosen kinds, before the grounds an officer adds for one class."),
        "ds-can-cu",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class SignerRow:
    """A signer with the lines that will stand above the name; ``is_usual``: proposed on every paper."""

    signer: Signer
    lines: tuple[str, ...]
    is_usual: bool
    signs_now: bool
    seen: str


@dataclass(frozen=True)
class BasisRow:
    basis: StandingBasis
    papers: list[str]
    seen: str


def signer_rows(office: Office) -> list[SignerRow]:
    today = timezone.localdate()
    rows = list(office.signers.all())
    usual = next((one.pk for one in rows if one.signs(today)), None)
    return [SignerRow(one, signing_of(office, one)[0], one.pk == usual, one.signs(today), stamp(one)) for one in rows]


def _basis_row(basis: StandingBasis) -> BasisRow:
    names = [capfirst(str(PaperKind(kind).label)) for kind in basis.kinds if kind in PaperKind.values]
    return BasisRow(basis, names, stamp(basis))


@staff_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    office = office_of(request)
    shown, bases = signer_rows(office), list(office.standing_bases.all())
    context = {
        "signers": shown,
        "bases": [_basis_row(one) for one in bases],
        "may_arrange": may(request.user, "papers.arrange", office),
    }
    return office_page(request, office, "console/office_papers/signers.html", context)


def _kept(key: str) -> Kept:
    if key not in KEPT:
        raise Http404
    return KEPT[key]


def _arrangers_row(request: HttpRequest, kept: Kept, row: int) -> Any:  # noqa: ANN401 - a Signer or StandingBasis
    """The row, for somebody who may change it; for others it is not there."""
    rows = kept.model.objects.visible_to(request.user).select_related("office__organization")
    found: Any = get_object_or_404(rows, pk=row)
    if not may(request.user, "papers.arrange", found.office):
        raise Http404
    return found


def _back(request: HttpRequest, office: Office, anchor: str) -> str:
    return f"{of_office(request, office, 'console:signers')}#{anchor}"


def _form(request: HttpRequest, office: Office, kept: Kept, form: OfOfficeForm, heading: str) -> HttpResponse:
    back = _back(request, office, kept.anchor)

    def done(row: Signer | StandingBasis) -> str:
        notice(request, _now("Saved: %(what)s.") % {"what": row})
        return back

    names = [signer for signer, _issuer in known(request.user, office).signers] if kept.model is Signer else []
    context = {
        "heading": heading,
        "explains": kept.explains,
        "cancel": back,
        "suggested": [(NAMES, names), (TITLES, _USUAL_TITLES)] if kept.model is Signer else [],
    }
    full = office_context(request, office, context)
    return answer_form(request, form, "console/office_papers/form.html", full, done)


@staff_page
def add(request: HttpRequest, key: str) -> HttpResponse:
    kept, office = _kept(key), office_of(request)
    if not may(request.user, "papers.arrange", office):
        raise Http404
    form = kept.form(request.user, request.POST or None, office=office)
    return _form(request, office, kept, form, str(kept.add_title))


@staff_page
def change(request: HttpRequest, key: str, row: int) -> HttpResponse:
    kept = _kept(key)
    found = _arrangers_row(request, kept, row)
    form = kept.form(request.user, request.POST or None, office=found.office, instance=found)
    return _form(request, found.office, kept, form, _now("Change: %(what)s") % {"what": found})


@staff_page
@require_POST
def remove(request: HttpRequest, key: str, row: int) -> HttpResponse:
    kept = _kept(key)
    found = _arrangers_row(request, kept, row)
    office = found.office

    def work() -> None:
        values = {name: getattr(found, name) for name in kept.columns}
        words, place = str(found), _keys(kept, office).index(found.pk)
        kept.remove(request.user, found, seen=request.POST.get("seen", ""))
        remember(request, kept.anchor, row, {"office": office.pk, "place": place, "values": values})
        undo = reverse("console:signers_bring_back", args=(key, row))
        notice(request, _now("Removed: %(what)s.") % {"what": words}, undo=undo)

    return act(request, work, _back(request, office, kept.anchor))


@staff_page
@require_POST
def restore(request: HttpRequest, key: str, row: int) -> HttpResponse:
    """The undo of a removal, while the session remembers what stood there; at the place where it stood."""
    kept = _kept(key)
    gone = bring_back(request, kept.anchor, row)
    offices = Office.objects.of_staff(request.user).select_related("organization")
    office = get_object_or_404(offices, pk=gone["office"])

    def work() -> None:
        again = kept.add(request.user, office=office, **gone["values"])
        for _place in range(gone["place"], len(_keys(kept, office)) - 1):
            kept.move(request.user, again, up=True)
        notice(request, _now("It is there again: %(what)s.") % {"what": again})

    return act(request, work, _back(request, office, kept.anchor))


def _keys(kept: Kept, office: Office) -> list[int]:
    rows: Any = kept.model.objects.filter(office=office).order_by("order", "pk")
    return list(rows.values_list("pk", flat=True))


@staff_page
@require_POST
def move(request: HttpRequest, key: str, row: int, *, up: bool) -> HttpResponse:
    kept = _kept(key)
    found = _arrangers_row(request, kept, row)
    back = _back(request, found.office, f"{kept.anchor}-{found.pk}")
    return act(request, lambda: kept.move(request.user, found, up=up), back)


urlpatterns = [
    path("", page, name="signers"),
    path("<slug:key>/them/", add, name="signers_add"),
    path("<slug:key>/<int:row>/sua/", change, name="signers_change"),
    path("<slug:key>/<int:row>/bo/", remove, name="signers_remove"),
    path("<slug:key>/<int:row>/lay-lai/", restore, name="signers_bring_back"),
    path("<slug:key>/<int:row>/len/", move, {"up": True}, name="signers_up"),
    path("<slug:key>/<int:row>/xuong/", move, {"up": False}, name="signers_down"),
]
