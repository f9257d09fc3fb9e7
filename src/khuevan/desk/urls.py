"""Addresses for people without an account: agencies and participants.  Printed on paper, so they never change."""

from khuevan.desk import agencies, doors, participants

app_name = "desk"
urlpatterns = [*doors.urlpatterns, *agencies.urlpatterns, *participants.urlpatterns]
