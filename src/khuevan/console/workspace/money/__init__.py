"""Kinh phí of a class: sums, estimate, advances, expenses with their proofs, fees of lecturers."""

from khuevan.console.workspace.money import advances, books, estimate, expenses, fees, overview

urlpatterns = [
    *overview.urlpatterns,
    *estimate.urlpatterns,
    *advances.urlpatterns,
    *expenses.urlpatterns,
    *fees.urlpatterns,
    *books.urlpatterns,
]
