"""Addresses of the console, below /can-bo/."""

from django.urls import path
from django.views.generic import RedirectView

from khuevan.console import views

app_name = "console"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="console:classes"), name="start"),
    path("lop/", views.classes, name="classes"),
    path("lop/<int:pk>/", views.training_class, name="class"),
    path("giay-chung-nhan/<int:pk>.pdf", views.certificate_file, name="certificate_file"),
]
