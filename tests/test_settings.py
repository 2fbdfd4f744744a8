"""The settings: defaults, what each variable sets, and what is refused."""

from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, load_settings, unknown_variables, variable_of


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start from an environment that sets nothing."""
    for name in Settings.model_fields:
        monkeypatch.delenv(variable_of(name), raising=False)


def test_nothing_set_gives_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that are absent or empty leave every default."""
    before = load_settings()
    monkeypatch.setenv("LENET_WORKERS", "")
    assert load_settings() == before == Settings()
    assert len(Settings.model_fields) <= 16
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("HOST", "192.168.1.2", "host", "192.168.1.2"),
        ("PORT", "65535", "port", 65535),
        ("LENET_WORKERS", "64", "workers", 64),
        ("LENET_WEIGHTS", "/srv/other.safetensors", "weights", Path("/srv/other.safetensors")),
        ("LENET_MAX_BODY_BYTES", "1024", "max_body_bytes", 1024),
        ("LENET_MAX_PIXELS", str(2**27), "max_pixels", 2**27),
        ("LENET_MAX_BATCH", "1", "max_batch", 1),
        ("LENET_THREADS", "64", "threads", 64),
        ("LENET_CORS_ORIGINS", "*", "cors_origins", ("*",)),
        ("LENET_CORS_ORIGINS", "https://a.b, http://[::1]", "cors_origins", ("https://a.b", "http://[::1]")),
        ("LENET_TRUSTED_HOSTS", "a.example *.b.example", "trusted_hosts", ("a.example", "*.b.example")),
        ("LENET_ACCESS_LOG", "on", "access_log", True),
        ("LENET_METRICS", "on", "metrics", True),
        ("LENET_ROOT_PATH", "/lenet/v1", "root_path", "/lenet/v1"),
        *(
            ("LENET_FRAME_ANCESTORS", text, "frame_ancestors", text)
            for text in ("'none'", "https://*.b.example:* https: *", "https://a.b 'self'")
        ),
    ],
)
def test_a_variable_sets_its_field(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, field: str, value: object
) -> None:
    """A value at the edge of what is allowed sets its field and no other."""
    monkeypatch.setenv(name, text)
    assert load_settings() == Settings().model_copy(update={field: value})


REFUSED = {
    "PORT": ["65536", "http"],
    "HOST": ["a b"],
    "LENET_WORKERS": ["0", "65"],
    "LENET_MAX_BODY_BYTES": ["1023"],
    "LENET_MAX_PIXELS": [str(2**27 + 1)],
    "LENET_MAX_BATCH": ["0"],
    "LENET_THREADS": ["1.5"],
    "LENET_CORS_ORIGINS": ["school.example", "https://school.example/page", "https://*.school.example"],
    "LENET_TRUSTED_HOSTS": ["https://school.example", "a..b"],
    "LENET_ACCESS_LOG": ["everything"],
    "LENET_METRICS": ["2"],
    "LENET_ROOT_PATH": ["lenet", "/lenet/"],
    "LENET_FRAME_ANCESTORS": [
        "bogus",
        "'none' https://a.b",
        "'self'; script-src *",
        "'self'\nSet-Cookie: a=b",
    ],
}


@pytest.mark.parametrize(("name", "text"), [(name, one) for name, texts in REFUSED.items() for one in texts])
def test_a_bad_value_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    """A value that cannot be used is named with its variable."""
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError, match=f"{name}=.* cannot be used: ") as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_misspelled_names_are_found() -> None:
    """A name like a setting's is found, but for those that Kubernetes adds for a neighbour."""
    given = {"LENET_WORKERS": "2", "LENET_WORKER": "2", "LENET_PORT_80_TCP": "", "LENET_SERVICE_HOST": ""}
    assert unknown_variables(given) == ["LENET_WORKER"]
