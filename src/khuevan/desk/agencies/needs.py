"""What the people of an agency should learn next year, asked each autumn."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
