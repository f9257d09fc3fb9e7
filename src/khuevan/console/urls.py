"""Addresses of the console, below /can-bo/."""

from django.urls import include, path

from khuevan.console import (
    access_links,
    article_photos,
    choosing,
    components,
    directory,
    jobs,
    lecturers,
    messages,
    numbers,
    plans,
    rights,
    topic_materials,
    topics,
    views,
    worklist,
)
from khuevan.console import articles as newsroom
from khuevan.console import certificates as registers
from khuevan.console.classes import calendar, cloning, listing, opening
from khuevan.console.office_papers import rates, series, signers, templates
from khuevan.console.workspace import (
    articles,
    attendance,
    certificates,
    groups,
    guests,
    invitations,
    learners,
    lists,
    materials,
    money,
    overview,
    programme,
    publishing,
    record_pages,
    records,
    replies,
    results,
    timetable,
)
from khuevan.console.workspace import lecturers as class_lecturers
from khuevan.console.workspace.lists.taking import by_key as roster_by_key
from khuevan.console.workspace.replies.batches import by_key as replies_by_key

app_name = "console"
urlpatterns = [
    *worklist.urlpatterns,
    *listing.urlpatterns,
    *calendar.urlpatterns,
    *opening.urlpatterns,
    *cloning.urlpatterns,
    *choosing.urlpatterns,
    path("lop/<int:pk>/", include(overview.urlpatterns)),
    path("lop/<int:pk>/chuong-trinh/", include(programme.urlpatterns)),
    path("lop/<int:pk>/chuong-trinh/", include(timetable.urlpatterns)),
    path("lop/<int:pk>/chuong-trinh/cong-bo/", include(publishing.urlpatterns)),
    path("lop/<int:pk>/bao-cao-vien/", include(class_lecturers.urlpatterns)),
    path("lop/<int:pk>/tai-lieu/", include(materials.urlpatterns)),
    path("lop/<int:pk>/khach-moi/", include(guests.urlpatterns)),
    path("lop/<int:pk>/hoc-vien/to/", include(groups.urlpatterns)),
    path("lop/<int:pk>/moi/", include(invitations.urlpatterns)),
    path("lop/<int:pk>/tra-loi/", include(replies.urlpatterns)),
    path("lop/<int:pk>/hoc-vien/", include(learners.urlpatterns)),
    path("lop/<int:pk>/hoc-vien/tai-len/", include(lists.urlpatterns)),
    path("lop/<int:pk>/diem-danh/", include(attendance.urlpatterns)),
    path("lop/<int:pk>/ket-qua/", include(results.urlpatterns)),
    path("lop/<int:pk>/giay-chung-nhan/", include(certificates.urlpatterns)),
    path("lop/<int:pk>/van-ban/", include(records.urlpatterns)),
    path("lop/<int:pk>/kinh-phi/", include(money.urlpatterns)),
    path("lop/<int:pk>/tin-bai/", include(articles.urlpatterns)),
    path("ke-hoach/", include(plans.urlpatterns)),
    path("chuyen-de/", include(topics.urlpatterns)),
    path("chuyen-de/", include(topic_materials.urlpatterns)),
    path("giang-vien/", include(lecturers.urlpatterns)),
    path("van-ban-di/", include(numbers.urlpatterns)),
    path("quy-uoc/nguoi-ky/", include(signers.urlpatterns)),
    path("quy-uoc/mau-van-ban/", include(templates.urlpatterns)),
    path("quy-uoc/dinh-muc/", include(rates.urlpatterns)),
    path("quy-uoc/day-so/", include(series.urlpatterns)),
    path("", include("khuevan.console.settings.urls")),
    *components.urlpatterns,
    *directory.urlpatterns,
    *newsroom.urlpatterns,
    *article_photos.urlpatterns,
    *registers.urlpatterns,
    *record_pages.file_urlpatterns,
    *jobs.urlpatterns,
    *messages.urlpatterns,
    *access_links.urlpatterns,
    *rights.urlpatterns,
    path("danh-sach-tai-len/<int:draft>/", roster_by_key, name="roster_draft"),
    path("tra-loi-hang-loat/<int:batch>/", replies_by_key, name="reply_batch"),
    path("giay-chung-nhan/<int:pk>.pdf", views.certificate_file, name="certificate_file"),
]
