"""The timetable of a class as a grid of half days and places."""

from django.urls import path

from khuevan.console.workspace.timetable import clashing, copying, moving, workbook

urlpatterns = [
    path("dat/", moving.move, name="timetable_move"),
    path("dat/thu/", moving.preview, name="timetable_preview"),
    path("buoi/<int:session>/tra-lai/", moving.undo, name="timetable_undo"),
    path("trung/", clashing.clashes, name="timetable_clashes"),
    path("chep-tu-lop/", copying.copy, name="programme_copy"),
    path("tai-ve/", workbook.download, name="timetable_workbook"),
]
