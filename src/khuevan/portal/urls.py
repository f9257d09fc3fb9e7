"""Public addresses; printed on paper and linked from elsewhere, so they never change."""

from django.urls import path

from khuevan.portal import calendars, handbook, materials, photos, preferences, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("tin/", views.article_list, name="articles"),
    path("tin/<slug:slug>/", views.article, name="article"),
    path("tin/<slug:slug>/in/", views.article_print, name="article_print"),
    path("lop/", views.class_list, name="classes"),
    path("lop/<slug:slug>/", views.training_class, name="class"),
    path("gcn/", views.look_up, name="look_up"),
    path("gcn/<str:code>/", views.certificate, name="certificate"),
    path("anh/<int:pk>/<int:width>.jpg", photos.photo, name="photo"),
    *handbook.urlpatterns,
    *calendars.urlpatterns,
    *materials.urlpatterns,
    path("tuy-chon/", preferences.choose, name="preferences"),
]
