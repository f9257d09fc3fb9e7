"""The yearly plan: its classes, versions, what agencies need, plan against done."""

from khuevan.console.plans import listing, need_letters, needs, one, planned, progress, sheets, versions

urlpatterns = [
    *listing.urlpatterns,
    *needs.urlpatterns,
    *need_letters.urlpatterns,
    *one.urlpatterns,
    *planned.urlpatterns,
    *sheets.urlpatterns,
    *progress.urlpatterns,
    *versions.urlpatterns,
]
