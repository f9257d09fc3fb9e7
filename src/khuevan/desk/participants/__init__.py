"""What a participant sees of the own classes and data."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
