"""gongkai 公开: turns open-government plans, registers and ledgers in YAML into a transparency portal."""

from pelican import Pelican, signals

from .generator import PortalGenerator, prepare_templates


def _generators(_: Pelican) -> type[PortalGenerator]:
    return PortalGenerator


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(_generators)
    signals.generator_init.connect(prepare_templates)
