"""The command ``khuevan``.  Scripts rely on it: names and outputs stay."""

import argparse
import os
import sys
from collections.abc import Sequence

from khuevan import __version__
from khuevan.config import addresses, lifeline

READING_COMMANDS = {"roster", "options"}
"""Leave nothing behind, not even a folder."""


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"cổng phải là một số từ 1 đến 65535, không phải “{text}”")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """All commands; each names the function that runs it, which lives in ``config.commands``."""
    about = "Khuê Văn: lớp bồi dưỡng, tập huấn từ kế hoạch đến giấy chứng nhận"
    parser = argparse.ArgumentParser(prog="khuevan", description=about)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")

    demo = commands.add_parser("demo", help="nạp hai lớp mẫu vào cơ sở dữ liệu trống rồi mở máy chủ")
    stages = ("planned", "running", "finished")
    demo.add_argument("--stage", choices=stages, default="finished", help="dừng ở giai đoạn nào")
    demo.add_argument("--port", type=_port, default=8000, help="cổng của máy chủ, mặc định 8000")
    demo.set_defaults(host="127.0.0.1")
    demo.add_argument("--no-serve", action="store_true", help="chỉ nạp dữ liệu")

    serve = commands.add_parser("serve", help="mở máy chủ: hai tiến trình web và một tiến trình nền")
    serve.add_argument("--port", type=_port, default=8000, help="cổng của máy chủ, mặc định 8000")
    serve.add_argument("--host", default="127.0.0.1", help="địa chỉ lắng nghe; 0.0.0.0 cho cả mạng nội bộ")

    roster = commands.add_parser("roster", help="danh sách người").add_subparsers(dest="action", required=True)
    read = roster.add_parser("read", help="đọc một danh sách, không ghi gì")
    read.add_argument("file")
    read.add_argument("--json", action="store_true", help="in JSON cho chương trình khác")

    office = commands.add_parser("office", help="đơn vị tổ chức").add_subparsers(dest="action", required=True)
    add = office.add_parser("add", help="lập đơn vị tổ chức lớp và tài khoản quản trị đầu tiên")
    add.add_argument("name", help="tên đầy đủ, ví dụ “Sở Ngoại vụ tỉnh Khánh Hòa”")
    add.add_argument("--symbol", default="", help="ký hiệu văn bản, ví dụ SNgV")
    add.add_argument("--place", default="", help="địa danh ghi trên văn bản, ví dụ Khánh Hòa")
    add.add_argument("--parent", default="", help="cơ quan chủ quản")
    add.add_argument("--admin", required=True, metavar="TÊN", help="tên đăng nhập của người quản trị")
    add.add_argument("--admin-name", default="", help="họ tên người quản trị")
    rescue = office.add_parser("rescue", help="cho một tài khoản vào lại: mật khẩu mới, bỏ bước hai")
    rescue.add_argument("user", help="tên đăng nhập")

    _add_province(commands)
    commands.add_parser("options", help="in bảng các biến môi trường")
    commands.add_parser("worker", help=argparse.SUPPRESS)
    manage = commands.add_parser("manage", help="lệnh quản trị của Django")
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


def _add_province(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    province = commands.add_parser("province", help="nạp cơ quan của một tỉnh, thành phố: sở, xã, phường, phòng")
    province.add_argument("name", help="tên hoặc mã, ví dụ “Đồng Nai”, 75")
    province.add_argument(
        "--parts",
        default="so,ngv,xa",
        help="những phần cần nạp, cách nhau bằng dấu phẩy: so, ngv, dttg, dl, qhkt, xa, phong, truoc, huyen",
    )
    province.add_argument("--preview", action="store_true", help="chỉ xem sẽ nạp gì, không ghi")


def _settle(arguments: argparse.Namespace) -> None:
    """Completes the environment, which the settings read; what the caller set stays."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuevan.config.settings")
    os.environ.pop(lifeline.WRITES_NOTHING, None)
    if arguments.command in READING_COMMANDS:
        os.environ[lifeline.WRITES_NOTHING] = "yes"
    if arguments.command in {"demo", "serve"}:
        addresses.settle(os.environ, arguments.host, arguments.port)
    if arguments.command == "demo":
        os.environ["KHUEVAN_DEMO"] = "yes"
        os.environ.setdefault("KHUEVAN_PORTAL_NAME", "Bồi dưỡng công tác đối ngoại")
        os.environ.setdefault("KHUEVAN_PORTAL_TAGLINE", "Lớp học, tin bài và giấy chứng nhận")
        os.environ.setdefault("KHUEVAN_WEATHER", "manual")


def _run(arguments: argparse.Namespace) -> int:
    # Django is set up only now, because the settings read the environment that a command may have completed.
    import django

    django.setup()
    from khuevan.config.commands import run

    return run(arguments)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status; an error a person can mend is one sentence on stderr.

    Whatever a command makes is for the owner of the installation only: the database holds personal data.
    """
    arguments = build_parser().parse_args(argv)
    os.umask(0o077)
    _settle(arguments)
    from django.core.exceptions import ImproperlyConfigured

    from khuevan.core.errors import DomainError

    try:
        return _run(arguments)
    except DomainError as error:
        print(error.message, file=sys.stderr)
        return 1
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
