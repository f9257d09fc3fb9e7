"""``khuevan demo``: the seed classes in an empty database, then the server."""

import argparse

from django.conf import settings

from khuevan.config.commands import server
from khuevan.demo.build import Built, build, new_passwords
from khuevan.demo.stages import Stage


def run(arguments: argparse.Namespace) -> int:
    """Fills, prints where to go, and serves; on a database it filled before it only gives new passwords."""
    server.prepare()
    built = new_passwords() or build(Stage(arguments.stage), report=lambda line: print(line, flush=True))
    if arguments.no_serve:
        _tell(built)
        return 0
    return server.serve("127.0.0.1", arguments.port, on_ready=lambda: _tell(built))


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
