"""What the pages about money share: the row of their parts, who may change something, how a form is answered."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.console.workspace.shell import class_of, workspace, workspace_context
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.screens import answer_form, notice
from khuevan.training.models import TrainingClass

PARTS: tuple[tuple[str, str | Promise], ...] = (
    ("class_money", _("Sums")),
    ("class_money_estimate", _("Estimate")),
    ("class_money_advances", _("Advances")),
    ("class_money_expenses", _("Expenses and proofs")),
    ("class_money_fees", _("Fees")),
)


def address(training_class: TrainingClass, part: str, anchor: str = "") -> str:
    place = reverse(f"console:{part}", args=(training_class.pk,))
    return f"{place}#{anchor}" if anchor else place


def officers_class(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for who may change its money; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, "papers.change_money", training_class):
        raise Http404
    return training_class


def money_page(
    request: HttpRequest, training_class: TrainingClass, part: str, context: dict[str, Any], *, template: str = ""
) -> HttpResponse:
    """A page that extends ``console/money/base.html``; ``part`` is a key of ``PARTS``."""
    full = {
        "money_parts": [(label, address(training_class, name), name == part) for name, label in PARTS],
        "may_change": may(request.user, "papers.change_money", training_class),
        **context,
    }
    name = template or f"console/money/{part.removeprefix('class_money').strip('_') or 'overview'}.html"
    return workspace(request, training_class, "money", full, template=name)


def answer(
    request: HttpRequest,
    training_class: TrainingClass,
    form: VerbForm,
    heading: str,
    back: str,
    *,
    done: Callable[[Any], None] | None = None,
    **context: object,
) -> HttpResponse:
    """A form about money; ``done`` leaves another notice than "Saved"."""

    def finish(result: Any) -> str:  # noqa: ANN401 - whatever the verb returns
        if done is not None:
            done(result)
        else:
            notice(request, _now("Saved: %(what)s.") % {"what": result})
        return back

    full = {**workspace_context(training_class, "money"), "heading": heading, "cancel": back, **context}
    return answer_form(request, form, "console/classes/form.html", full, finish)


def keys_asked(request: HttpRequest, name: str) -> list[int]:
    """Primary keys in the address, as the undo of a deed names its rows: ``?dong=3,4``."""
    return [int(one) for one in request.GET.get(name, "").split(",") if one.isdecimal()]
