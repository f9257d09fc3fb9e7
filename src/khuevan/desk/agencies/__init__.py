"""What an agency sees and sends without an account."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
