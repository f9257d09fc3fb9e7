"""Whom the office invites to a class, who answered, who is accepted."""

from khuevan.console.workspace.invitations import agency, board, calls, choosing, deciding, people, terms

urlpatterns = [
    *board.urlpatterns,
    *terms.urlpatterns,
    *choosing.urlpatterns,
    *calls.urlpatterns,
    *deciding.urlpatterns,
    *people.urlpatterns,
    *agency.urlpatterns,
]
