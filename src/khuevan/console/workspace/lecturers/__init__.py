"""Lecturers of a class: how sure each is, who comes instead, and their cards."""

from khuevan.console.workspace.lecturers import answers, board, cards, links, replacing

urlpatterns = [
    *board.urlpatterns,
    *cards.urlpatterns,
    *links.urlpatterns,
    *answers.urlpatterns,
    *replacing.urlpatterns,
]
