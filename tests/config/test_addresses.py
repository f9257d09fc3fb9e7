import socket

import pytest

from khuevan.config import addresses


@pytest.fixture
def in_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "lan_address", lambda: "192.168.1.20")


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:9000"),
        ("192.168.1.5", "http://192.168.1.5:9000"),
        ("0.0.0.0", "http://192.168.1.20:9000"),
        ("fd00::5", "http://[fd00::5]:9000"),
    ],
)
@pytest.mark.usefixtures("in_a_network")
def test_the_address_on_certificates_follows_host_and_port(host: str, address: str) -> None:
    environment: dict[str, str] = {}
    addresses.settle(environment, host, 9000)
    assert environment["KHUEVAN_BASE_URL"] == address


@pytest.mark.usefixtures("in_a_network")
def test_what_the_installation_says_stays() -> None:
    environment = {"KHUEVAN_BASE_URL": "https://boiduong.vn", "KHUEVAN_HOSTS": "noi-bo.vn"}
    addresses.settle(environment, "192.168.1.5", 9000)
    assert environment == {"KHUEVAN_BASE_URL": "https://boiduong.vn", "KHUEVAN_HOSTS": "noi-bo.vn,192.168.1.5"}


@pytest.mark.usefixtures("in_a_network")
def test_a_server_for_the_whole_network_answers_to_the_names_of_its_machine() -> None:
    environment: dict[str, str] = {}
    addresses.settle(environment, "0.0.0.0", 8000)
    assert {"192.168.1.20", socket.gethostname()} <= set(environment["KHUEVAN_HOSTS"].split(","))


def test_without_a_network_the_machine_itself_is_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_arguments: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(addresses.socket, "socket", unreachable)
    assert addresses.lan_address() is None
    assert addresses.url("0.0.0.0", 8000) == "http://127.0.0.1:8000"


def test_a_probe_of_every_address_goes_to_this_machine() -> None:
    assert [addresses.within(host) for host in ("0.0.0.0", "::", "10.0.0.7")] == ["127.0.0.1", "::1", "10.0.0.7"]
