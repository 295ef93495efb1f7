"""`python -m gongkai VERB`, where everything is installed; `tasks.py` comes in here."""

import signal
import sys

try:
    if hasattr(signal, "pthread_sigmask"):
        # Whoever started this may have held Ctrl-C back until it could be answered.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    from gongkai import program

    status = program.main(sys.argv[1:])
    # All is done; Python would let Ctrl-C kill it while it tidies up, and a site made well would count as failed.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
except KeyboardInterrupt:
    status = 130
sys.exit(status)
