"""The yearly plan: its classes, versions, what agencies need, plan against done."""

from khuevan.console.plans import listing, needs, one, planned, progress, sheets, versions

urlpatterns = [
    *listing.urlpatterns,
    *needs.urlpatterns,
    *one.urlpatterns,
    *planned.urlpatterns,
    *sheets.urlpatterns,
    *progress.urlpatterns,
    *versions.urlpatterns,
]
