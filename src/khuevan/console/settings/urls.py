"""Addresses of one's own account and of the settings, below /can-bo/."""

from django.urls import path, register_converter

from khuevan.console.settings import account, audit, inviting, security, shell, users


class DeedConverter:
    """What an administrator may do to an account."""

    regex = "|".join(users.DEEDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DeedConverter, "deed")

urlpatterns = [
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/thiet-bi/", account.devices, name="devices"),
    path("tai-khoan/thiet-bi/<int:pk>/dang-xuat/", account.end_device, name="end_device"),
    path("tai-khoan/thiet-bi/dang-xuat-het/", account.end_other_devices, name="end_other_devices"),
    path("tai-khoan/buoc-hai/", account.second_step, name="second_step"),
    path("tai-khoan/buoc-hai/tat/", account.second_step_off, name="second_step_off"),
    path("tai-khoan/buoc-hai/ma-du-phong/", account.codes, name="paper_codes"),
    path("thiet-lap/", shell.start, name="settings"),
    path("thiet-lap/nguoi-dung/", users.users, name="users"),
    path("thiet-lap/nguoi-dung/moi/", inviting.invite, name="invite"),
    path("thiet-lap/nguoi-dung/<int:pk>/", users.user, name="user"),
    path("thiet-lap/nguoi-dung/<int:pk>/<int:office_pk>/vai-tro/", users.change_roles, name="change_roles"),
    path("thiet-lap/nguoi-dung/<int:pk>/<int:office_pk>/<deed:deed>/", users.act_on_user, name="act_on_user"),
    path("thiet-lap/loi-moi/<int:pk>/", inviting.invitation, name="sent_invitation"),
    path("thiet-lap/loi-moi/<int:pk>/cap-lai/", inviting.reissue, name="reissue_invitation"),
    path("thiet-lap/loi-moi/<int:pk>/thu-lai/", inviting.revoke, name="revoke_invitation"),
    path("thiet-lap/bao-mat/", security.security, name="security"),
    path("thiet-lap/bao-mat/<int:office_pk>/", security.change_rule, name="change_rule"),
    path("thiet-lap/nhat-ky/", audit.audit, name="audit"),
]
