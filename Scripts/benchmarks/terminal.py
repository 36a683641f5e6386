"""Programs on a terminal of their own."""
import os
import select
import shutil
import signal
import tempfile
import time


def until(command, mark, patience=10):
    """The seconds from the start of a program on a terminal until it shows `mark`; it is killed then."""
    with tempfile.TemporaryDirectory(prefix="reroute-benchmark-") as home:
        terminal, own = os.openpty()
        name = os.ttyname(own)
        environment = {"HOME": home, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
        path = shutil.which(command[0])
        # Opened in the child's own session, so that it is its terminal.
        streams = [(os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0), (os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
        start = time.perf_counter()
        process = os.posix_spawn(path, command, environment, file_actions=streams, setsid=True)
        shown = b""
        try:
            while mark not in shown:
                ready, _, _ = select.select([terminal], [], [], max(0, start + patience - time.perf_counter()))
                if not ready:
                    raise TimeoutError(f"{command[0]} showed no prompt: {shown!r}")
                shown += os.read(terminal, 4096)
            return time.perf_counter() - start
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(terminal)
            os.close(own)
