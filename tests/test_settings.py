"""The settings: defaults, what each variable does, and what is refused."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from app.settings import VARIABLES, Settings, SettingsError, settings_from, unknown_variables


def test_nothing_set_gives_the_defaults() -> None:
    """An empty environment, and one whose variables are empty, leave every default."""
    assert settings_from({}) == Settings()
    assert settings_from({variable.name: " " for variable in VARIABLES}) == Settings()


def test_every_setting_has_one_variable() -> None:
    """Each field can be set from outside, by exactly one variable, whose meaning is written down."""
    assert sorted(variable.field for variable in VARIABLES) == sorted(
        field.name for field in fields(Settings)
    )
    assert len({variable.name for variable in VARIABLES}) == len(VARIABLES)
    assert all(variable.meaning for variable in VARIABLES)


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("HOST", "192.168.1.2", "host", "192.168.1.2"),
        ("PORT", "0", "port", 0),
        ("PORT", "65535", "port", 65535),
        ("LENET_WORKERS", "64", "workers", 64),
        ("LENET_WEIGHTS", "/srv/other.safetensors", "weights", Path("/srv/other.safetensors")),
        ("LENET_MAX_BODY_BYTES", "1024", "max_body_bytes", 1024),
        ("LENET_MAX_PIXELS", "1024", "max_pixels", 1024),
        ("LENET_MAX_BATCH", "1", "max_batch", 1),
        ("LENET_MAX_UNITS", "65536", "max_units", 65536),
        ("LENET_THREADS", "64", "threads", 64),
        ("LENET_MAX_PIXELS", str(2**27), "max_pixels", 2**27),
        ("LENET_MAX_JSON_DEPTH", "8", "max_json_depth", 8),
        ("LENET_MAX_CONCURRENT", "1", "max_concurrent", 1),
        ("LENET_MAX_CONNECTIONS", "65536", "max_connections", 65536),
        ("LENET_HEADER_SECONDS", "1", "header_seconds", 1),
        ("LENET_BODY_SECONDS", "3600", "body_seconds", 3600),
        ("LENET_ANSWER_SECONDS", "1", "answer_seconds", 1),
        ("LENET_KEEP_ALIVE_SECONDS", "1", "keep_alive_seconds", 1),
        ("LENET_DRAIN_SECONDS", "3600", "drain_seconds", 3600),
        ("LENET_CORS_ORIGINS", "*", "cors_origins", ("*",)),
        (
            "LENET_CORS_ORIGINS",
            "https://a.example, http://[::1]:8080",
            "cors_origins",
            ("https://a.example", "http://[::1]:8080"),
        ),
        ("LENET_TRUSTED_HOSTS", "a.example *.b.example", "trusted_hosts", ("a.example", "*.b.example")),
        ("LENET_TRUSTED_PROXIES", "10.0.0.0/8 ::1", "trusted_proxies", ("10.0.0.0/8", "::1")),
        ("LENET_ACCESS_LOG", "json", "access_log", "json"),
        ("LENET_METRICS", "on", "metrics", "on"),
        ("LENET_FRAME_ANCESTORS", "'none'", "frame_ancestors", "'none'"),
        (
            "LENET_FRAME_ANCESTORS",
            "https://*.school.example:* https: *",
            "frame_ancestors",
            "https://*.school.example:* https: *",
        ),
        (
            "LENET_FRAME_ANCESTORS",
            "https://school.example 'self'",
            "frame_ancestors",
            "https://school.example 'self'",
        ),
    ],
)
def test_a_variable_sets_its_field(name: str, text: str, field: str, value: object) -> None:
    """A variable at the edge of what it may be sets its field and no other."""
    settings = settings_from({name: text, "UNRELATED": "x"})
    assert getattr(settings, field) == value
    assert [
        one.name for one in fields(Settings) if getattr(settings, one.name) != getattr(Settings(), one.name)
    ] == [field]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("PORT", "٣"),
        ("LENET_WORKERS", "0"),
        ("LENET_WORKERS", "65"),
        ("LENET_MAX_BODY_BYTES", "1023"),
        ("LENET_MAX_PIXELS", "1e6"),
        ("LENET_MAX_BATCH", "0"),
        ("LENET_MAX_UNITS", "65537"),
        ("LENET_THREADS", "0"),
        ("LENET_MAX_PIXELS", str(2**27 + 1)),
        ("LENET_MAX_JSON_DEPTH", "7"),
        ("LENET_MAX_JSON_DEPTH", "1001"),
        ("LENET_MAX_CONCURRENT", "0"),
        ("LENET_MAX_CONNECTIONS", "0"),
        ("LENET_HEADER_SECONDS", "0"),
        ("LENET_BODY_SECONDS", "3601"),
        ("LENET_ANSWER_SECONDS", "1.5"),
        ("LENET_KEEP_ALIVE_SECONDS", "0"),
        ("LENET_DRAIN_SECONDS", "-1"),
        ("LENET_CORS_ORIGINS", "school.example"),
        ("LENET_CORS_ORIGINS", "https://school.example/page"),
        ("LENET_TRUSTED_HOSTS", "https://school.example"),
        ("LENET_TRUSTED_HOSTS", "*"),
        ("LENET_TRUSTED_PROXIES", "proxy.example"),
        ("LENET_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("LENET_ACCESS_LOG", "yes"),
        ("LENET_METRICS", "1"),
        ("LENET_CORS_ORIGINS", "https://:"),
        ("LENET_CORS_ORIGINS", "https://*.school.example"),
        ("LENET_TRUSTED_HOSTS", "a..b"),
        ("LENET_TRUSTED_HOSTS", "*.*.example"),
        ("LENET_FRAME_ANCESTORS", "bogus"),
        ("LENET_FRAME_ANCESTORS", "self"),
        ("LENET_FRAME_ANCESTORS", "'none' https://school.example"),
        ("LENET_FRAME_ANCESTORS", "https://school.example/page"),
        ("LENET_FRAME_ANCESTORS", "'self'; script-src *"),
        ("LENET_FRAME_ANCESTORS", "'self'\nSet-Cookie: a=b"),
    ],
)
def test_a_bad_value_is_refused_in_one_line(name: str, text: str) -> None:
    """A value that cannot be used is named with its variable and the remedy; it never reaches a header."""
    with pytest.raises(SettingsError, match=f"{name}=.* cannot be used: use "):
        settings_from({name: text})


def test_settings_cannot_be_changed() -> None:
    """Settings are read once and stay as they are."""
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]  # the assignment is what must fail


def test_mistyped_names_are_found() -> None:
    """A name that looks like a setting but is none is told; those that Kubernetes adds for a neighbour are not."""
    names = ("LENET_MAX_BACH", "LENET_MAX_BATCH", "LENET_SERVICE_HOST", "LENET_LENS_PORT_80_TCP_ADDR", "PATH")
    assert unknown_variables(dict.fromkeys(names, "1")) == ["LENET_MAX_BACH"]
