"""`python -m gongkai VERB`, where everything is installed, and the command `gongkai`; `tasks.py` comes in here."""

import signal
import sys


def run() -> int:
    """Do what was typed; returns the exit status."""
    try:
        if hasattr(signal, "pthread_sigmask"):
            # Whoever started this may have held Ctrl-C back until it could be answered.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        from gongkai import program  # noqa: PLC0415

        status = program.main(sys.argv[1:])
        # All is done; Python would let Ctrl-C kill it while it tidies up, and a site made well would count as failed.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(run())
