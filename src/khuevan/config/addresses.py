"""Where the server listens, and by which names others reach it there."""

import contextlib
import socket
from collections.abc import MutableMapping

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what --host may say
"""Hosts that mean every address of this machine, with the one by which the machine reaches itself."""
_NOBODY = ("192.0.2.1", 9)
"""An address kept for documentation: a UDP socket "connected" to it sends nothing and shows the way out."""


def within(host: str) -> str:
    """The address at which this machine itself reaches a server listening on ``host``."""
    return EVERYWHERE.get(host, host)


def in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def url(host: str, port: int) -> str:
    """What to type in a browser of the local network; without a slash at the end."""
    shown = (lan_address() or within(host)) if host in EVERYWHERE else host
    return f"http://{in_url(shown)}:{port}"


def lan_address() -> str | None:
    """The address under which the local network knows this machine; None without a network."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(_NOBODY)
            address = str(probe.getsockname()[0])
    except OSError:
        return None
    return None if address.startswith("127.") else address


def own_names() -> list[str]:
    """Host name and addresses of this machine, each once."""
    name = socket.gethostname()
    names = {name, lan_address() or name}
    with contextlib.suppress(OSError):
        names |= {str(entry[4][0]).partition("%")[0] for entry in socket.getaddrinfo(name, None)}
    return sorted(names)


def settle(environment: MutableMapping[str, str], host: str, port: int) -> None:
    """Completes the options before the settings read them: names the server answers to and, unless set, its address."""
    names = own_names() if host in EVERYWHERE else [host]
    known = [environment.get("KHUEVAN_HOSTS", ""), *map(in_url, names)]
    environment["KHUEVAN_HOSTS"] = ",".join(filter(None, known))
    if not environment.get("KHUEVAN_BASE_URL"):
        environment["KHUEVAN_BASE_URL"] = url(host, port)
