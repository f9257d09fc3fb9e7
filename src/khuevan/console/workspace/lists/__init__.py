"""Lists as agencies send them: read, looked at row by row beside the original, mended, taken over, taken back."""

from khuevan.console.workspace.lists import agencies, columns, review, rows, taking, typing, undoing, upload

urlpatterns = [
    *upload.urlpatterns,
    *review.urlpatterns,
    *rows.urlpatterns,
    *taking.urlpatterns,
    *columns.urlpatterns,
    *agencies.urlpatterns,
    *typing.urlpatterns,
    *undoing.urlpatterns,
]
