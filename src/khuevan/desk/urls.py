"""Addresses for people without an account: agencies, participants and lecturers.

They are printed on paper, so they never change.
"""

from khuevan.desk import agencies, calendars, cards, doors, handbook, lecturers, materials, participants

app_name = "desk"
urlpatterns = [
    *doors.urlpatterns,
    *agencies.urlpatterns,
    *participants.urlpatterns,
    *lecturers.urlpatterns,
    *materials.urlpatterns,
    *handbook.urlpatterns,
    *cards.urlpatterns,
    *calendars.urlpatterns,
]
