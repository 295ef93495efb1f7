"""gongkai 公开: turns open-government plans, registers and ledgers in YAML into a transparency portal."""


def register() -> None:
    """Called by Pelican; nobody else need have it installed."""
    from .generator import connect  # noqa: PLC0415

    connect()
