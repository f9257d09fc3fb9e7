"""Bodies in the console: list, page, what became of them, contacts, groups, protocol order, whole provinces."""

from django.urls import path

from khuevan.console.organizations import aliases, contact_lists, contacts, fates, groups, protocol, provinces
from khuevan.console.organizations.bodies import Organizations

_PATH = "danh-ba/co-quan"

urlpatterns = [
    *Organizations.urls(),
    path(f"{_PATH}/<int:pk>/so-phan/", fates.add, name="organization_fate"),
    path(f"{_PATH}/<int:pk>/so-phan/<int:fate>/", fates.change, name="organization_fate_change"),
    path(f"{_PATH}/<int:pk>/so-phan/<int:fate>/bo/", fates.take_back, name="organization_fate_remove"),
    path(f"{_PATH}/<int:pk>/xoa/", fates.remove, name="organization_remove"),
    path(f"{_PATH}/<int:pk>/lien-he/", contacts.add, name="organization_contact_add"),
    path(f"{_PATH}/<int:pk>/lien-he/xac-nhan/", contacts.confirm, name="organization_contacts_confirm"),
    path(f"{_PATH}/<int:pk>/lien-he/<int:contact>/", contacts.change, name="organization_contact_change"),
    path(f"{_PATH}/<int:pk>/lien-he/<int:contact>/bo/", contacts.remove, name="organization_contact_remove"),
    path(f"{_PATH}/lien-he.xlsx", contact_lists.export, name="contacts_export"),
    path(f"{_PATH}/lien-he/nhap/", contact_lists.upload, name="contacts_upload"),
    path(f"{_PATH}/lien-he/luu/", contact_lists.save, name="contacts_save"),
    path(f"{_PATH}/nhom/", groups.listing, name="organization_groups"),
    path(f"{_PATH}/nhom/them/", groups.add, name="organization_group_add"),
    path(f"{_PATH}/nhom/<int:group>/", groups.page, name="organization_group"),
    path(f"{_PATH}/nhom/<int:group>/sua/", groups.change, name="organization_group_change"),
    path(f"{_PATH}/nhom/<int:group>/them/", groups.join, name="organization_group_join"),
    path(f"{_PATH}/nhom/<int:group>/lam-moi/", groups.renew, name="organization_group_renew"),
    path(f"{_PATH}/nhom/<int:group>/xoa/", groups.remove, name="organization_group_remove"),
    path(f"{_PATH}/le-tan/", protocol.page, name="protocol"),
    path(f"{_PATH}/ten-goi/", aliases.listing, name="organization_aliases"),
    path(f"{_PATH}/ten-goi/them/", aliases.add, name="organization_alias_add"),
    path(f"{_PATH}/nap-tinh/", provinces.page, name="province_load"),
    path(f"{_PATH}/thay-doi/<int:directory_change>/hoan-tac/", provinces.undo, name="directory_change_undo"),
]
