"""Personal links of agencies and people: made, shown once, taken back."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
