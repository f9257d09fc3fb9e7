"""Screens of a plain table: ten lines declare list, search, filters, Excel, bulk work, forms, page and history.

    class Organizations(ConsoleResource):
        name = "organizations"
        path = "danh-ba/co-quan"
        model = Organization
        title = _("Organizations")
        listing = OrganizationList
        form = OrganizationForm
        add_permission = change_permission = "people.change_directory"

    urlpatterns = [*Organizations.urls()]

Every view starts from ``visible(actor)``: what the actor may not see is not found.  The verbs behind the forms ask for
permission again; the names given here only decide which buttons are shown.
"""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.history import history_of
from khuevan.core.lists import BulkAction, Listing, Run
from khuevan.core.permissions import may
from khuevan.core.rows import reasoned
from khuevan.core.screens import act, answer_form, notice, staff_page


class Resource[M: models.Model]:
    """One kind of object and its screens."""

    name: ClassVar[str]
    path: ClassVar[str]
    model: ClassVar[type[models.Model]]
    listing: ClassVar[type[Listing]]
    title: ClassVar[str | Promise]
    intro: ClassVar[str | Promise] = ""
    new_title: ClassVar[str | Promise] = _("Add")
    form: ClassVar[type[VerbForm] | None] = None
    add_permission: ClassVar[str] = ""
    change_permission: ClassVar[str] = ""
    namespace: ClassVar[str] = ""
    shell: ClassVar[str] = "khuevan/base.html"
    menu: ClassVar[str] = ""
    list_template: ClassVar[str] = "khuevan/crud/list.html"
    form_template: ClassVar[str] = "khuevan/crud/form.html"
    detail_template: ClassVar[str] = "khuevan/crud/detail.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = request.user

    # -- what a subclass may say

    def visible(self) -> models.QuerySet[Any]:
        """All rows the actor may see; the only door to them."""
        return self.model._default_manager.visible_to(self.actor)  # type: ignore[attr-defined, no-any-return]

    def may_add(self) -> bool:
        return bool(self.form) and (not self.add_permission or may(self.actor, self.add_permission, None))

    def may_change(self, row: M) -> bool:
        return bool(self.form) and (not self.change_permission or may(self.actor, self.change_permission, row))

    def facts(self, row: M) -> Sequence[tuple[str, object]]:
        """Label and value pairs of the page of one row; empty values are left out."""
        return []

    def buttons(self, row: M) -> Sequence[tuple[str, str, str]]:
        """Label, icon and address of further buttons on the page of one row."""
        return []

    def told_of(self, row: M) -> Sequence[models.Model]:
        """Whose history the page of one row shows."""
        return [row]

    def detail(self, row: M) -> dict[str, Any]:
        """More for the template of the page of one row."""
        return {}

    def make_form(self, data: Any, instance: M | None) -> VerbForm:  # noqa: ANN401 - POST data or None
        if self.form is None:
            raise Http404
        return self.form(self.actor, data, self.request.FILES or None, instance=instance)

    # -- addresses

    @classmethod
    def address(cls, view: str, *args: object) -> str:
        prefix = f"{cls.namespace}:" if cls.namespace else ""
        return reverse(f"{prefix}{cls.name}{view}", args=args)

    @classmethod
    def urls(cls) -> list[URLPattern]:
        patterns = [
            path(f"{cls.path}/", cls._view("list_view"), name=cls.name),
            path(f"{cls.path}/<int:pk>/", cls._view("detail_view"), name=f"{cls.name}_one"),
        ]
        if cls.form is not None:
            patterns += [
                path(f"{cls.path}/them/", cls._view("add_view"), name=f"{cls.name}_add"),
                path(f"{cls.path}/<int:pk>/sua/", cls._view("change_view"), name=f"{cls.name}_change"),
            ]
        return patterns

    @classmethod
    def _view(cls, method: str) -> Callable[..., HttpResponseBase]:
        @staff_page
        def run(request: HttpRequest, /, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 - from the address
            return getattr(cls(request), method)(**kwargs)  # type: ignore[no-any-return]

        run.__name__ = f"{cls.__name__}_{method}"
        return run

    # -- the screens

    def _context(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever the template needs
        return {"resource": self, "shell": self.shell, "title": self.title, "list_address": self.address(""), **more}

    def make_list(self) -> Listing:
        return self.listing(self.request, self.visible())

    def list_view(self) -> HttpResponse:
        shown = self.make_list()
        if self.request.method == "POST":
            return bulk(self.request, shown, self.request.get_full_path())
        if shown.wants_workbook:
            return shown.workbook_response(self.path.rsplit("/", 1)[-1])
        if shown.wants_rows:
            return render(self.request, shown.rows_template, {"list": shown})
        add = self.address("_add") if self.may_add() else ""
        return render(self.request, self.list_template, self._context(list=shown, add_address=add))

    def detail_view(self, pk: int) -> HttpResponse:
        row = get_object_or_404(self.visible(), pk=pk)
        context = self._context(
            object=row,
            facts=[(label, value) for label, value in self.facts(row) if value not in (None, "")],
            buttons=self.buttons(row),
            history=history_of(*self.told_of(row)),
            change_address=self.address("_change", pk) if self.may_change(row) else "",
            **self.detail(row),
        )
        return render(self.request, self.detail_template, context)

    def add_view(self) -> HttpResponse:
        if not self.may_add():
            raise Http404
        form = self.make_form(self.request.POST or None, None)
        return self._answer(form, str(self.new_title), self.address(""))

    def change_view(self, pk: int) -> HttpResponse:
        row = get_object_or_404(self.visible(), pk=pk)
        if not self.may_change(row):
            raise Http404
        return self._answer(self.make_form(self.request.POST or None, row), str(row), self.address("_one", pk))

    def _answer(self, form: VerbForm, heading: str, cancel: str) -> HttpResponse:
        def done(row: M) -> str:
            notice(self.request, _now("Saved: %(what)s.") % {"what": row})
            return self.address("_one", row.pk)

        return answer_form(
            self.request, form, self.form_template, self._context(heading=heading, cancel_address=cancel), done
        )


def bulk(request: HttpRequest, shown: Listing, back: str) -> HttpResponse:
    """Does a bulk action of a list to the rows that were ticked, once, and goes back to it."""
    action = next((one for one in shown.actions if one.name == request.POST.get("viec")), None)
    run = action.run if action else None
    if action is None or run is None:
        raise Http404
    return act(request, lambda: _do(request, shown, action, run), back)


def _do(request: HttpRequest, shown: Listing, action: BulkAction, run: Run) -> None:
    rows = list(shown.chosen())
    if not rows:
        notice(request, _now("No row is ticked, so nothing was done."))
        return
    reason = reasoned(request.POST.get(f"ly-do-{action.name}", "")) if action.needs_reason else ""
    notice(request, run(request.user, rows, reason))
