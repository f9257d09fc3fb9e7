"""``khuevan demo``: the seed classes in an empty database, then the server."""

import argparse

from django.conf import settings

from khuevan.config.commands import preparing, server
from khuevan.demo.build import Built, build, new_passwords
from khuevan.demo.stages import Stage


def run(arguments: argparse.Namespace) -> int:
    """Fills, prints where to go, and serves; on a database it filled before it only gives new passwords."""
    if not arguments.no_serve:
        server.free_address(arguments.host, arguments.port)
    with preparing.alone():
        preparing.migrate_and_collect()
        built = _renewed() or build(Stage(arguments.stage), report=_report)
    if arguments.no_serve:
        _tell(built)
        return 0
    return server.serve(arguments.host, arguments.port, on_ready=lambda: _tell(built))


def _renewed() -> Built | None:
    built = new_passwords()
    if built:
        _report("Dữ liệu mẫu đã có sẵn và giữ nguyên, kể cả giai đoạn (--stage); chỉ cấp lại mật khẩu.")
    return built


def _report(line: str) -> None:
    print(line, flush=True)


def _tell(built: Built) -> None:
    base = settings.KHUEVAN_BASE_URL
    lines = ["", f"Trang công khai:   {base}/"]
    lines += [f"                   {base}{path}" for path in built.public_paths]
    lines += [f"Trang cán bộ:      {base}/can-bo/"]
    lines += [
        f"  {account.username:<12} mật khẩu: {account.password}   ({account.role}, {account.office})"
        for account in built.accounts
    ]
    if built.certificate_path:
        lines += [f"Giấy chứng nhận:   {built.certificate_path}", f"Kiểm tra tại:      {built.verification_url}"]
    lines += ["Mật khẩu chỉ hiện một lần này; chạy lại lệnh để lấy mật khẩu mới.", "READY"]
    print("\n".join(lines), flush=True)
