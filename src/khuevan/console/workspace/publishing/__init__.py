"""Making the programme known, and telling of its changes."""

from django.urls import path

from khuevan.console.workspace.publishing import feeds, page

urlpatterns = [
    path("", page.page, name="class_publishing"),
    path("phien-ban/<int:version>/", page.one_version, name="class_programme_version"),
    path("lich/", feeds.page, name="class_feeds"),
    path("lich/<int:feed>/doi/", feeds.renew, name="class_feed_renew"),
    path("chuong-trinh.pdf", page.wall_print, name="class_programme_sheet"),
]
