"""What may be paid for what, by which document."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
