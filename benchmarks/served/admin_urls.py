"""Changelists of Django's admin for the same two lists, fifty rows a page, with search."""

from typing import ClassVar

from django.contrib import admin
from django.urls import path

from khuevan.nominations.models import Enrollment
from khuevan.people.models import Person


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("full_name", "birth_text", "gender", "phone", "email")
    list_filter = ("gender",)
    search_fields: ClassVar = ("search_key",)
    list_per_page = 50


@admin.register(Enrollment)
class EnrollmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("full_name", "birth_text", "position", "organization_name", "state")
    list_filter = ("state",)
    list_select_related = ("organization",)
    ordering = ("organization__protocol_order", "organization_name", "name_key", "pk")
    search_fields: ClassVar = ("search_key",)
    list_per_page = 50


urlpatterns = [path("admin/", admin.site.urls)]
