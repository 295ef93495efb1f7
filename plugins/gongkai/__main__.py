"""`python -m gongkai VERB`, where everything is installed; `tasks.py` comes in here."""

import signal
import sys

try:
    if hasattr(signal, "pthread_sigmask"):
        # Whoever started this may have held Ctrl-C back until it could be answered.
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    from gongkai import program

    status = program.main(sys.argv[1:])
except KeyboardInterrupt:
    status = 130
sys.exit(status)
