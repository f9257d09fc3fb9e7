"""What an agency sees and sends without an account."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import URLPattern, path

from khuevan.desk.agencies import (
    calling,
    changing,
    days,
    declining,
    done,
    files,
    home,
    known,
    letters,
    needs,
    own,
    writing,
    year,
)
from khuevan.desk.agencies.answering import by_address, by_pass

type View = Callable[..., Any]
type _Page = tuple[str, View, str]

_BOTH: tuple[_Page, ...] = (
    ("tep/", files.send_file, "file"),
    ("danh-sach/", writing.write, "write"),
    ("danh-sach/viet-lai/", writing.start_over, "over"),
    ("khong-cu/", declining.send_nobody, "decline"),
    ("cong-van.docx", letters.letter, "letter"),
    ("danh-sach.xlsx", letters.name_list, "list"),
)
"""The same for whoever has a pass and for whoever opened the short address."""
_PROVED: tuple[_Page, ...] = (
    ("", own.own_class, "class"),
    ("da-nhan/", own.received, "done"),
    ("da-cu/", known.choose, "known"),
    ("xac-nhan/", own.vouch, "vouch"),
    ("van-cu/", changing.send_after_all, "undecline"),
    ("nguoi/<int:nomination>/thay/", changing.replace, "replace"),
    ("nguoi/<int:nomination>/rut/", changing.withdraw, "withdraw"),
    ("nguoi/<int:nomination>/cu-lai/", changing.name_again, "again"),
)
_UNPROVED: tuple[_Page, ...] = (
    ("", own.opened, "agency"),
    ("da-gui/", done.done, "done"),
    ("ma/", done.ask_code, "code"),
)


def _below(start: str, name: str, wrap: Callable[[View], View], pages: Iterable[_Page]) -> list[URLPattern]:
    return [path(f"{start}{end}", wrap(view), name=f"{name}_{page}") for end, view, page in pages]


urlpatterns = [
    path("don-vi/", home.home, name="agency_home"),
    path("don-vi/nam-nay/", year.this_year, name="agency_year"),
    path("don-vi/nam-nay.xlsx", year.as_sheet, name="agency_year_sheet"),
    *_below("don-vi/lop/<int:quota>/", "agency", by_pass, (*_PROVED, *_BOTH)),
    *needs.urlpatterns,
    *calling.urlpatterns,
    path("moi/<str:code>/lich.ics", days.days, name="call_days"),
    *_below("moi/<str:code>/<int:quota>/", "call", by_address, (*_UNPROVED, *_BOTH)),
]
