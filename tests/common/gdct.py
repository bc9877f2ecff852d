# SPDX-License-Identifier: Apache-2.0
"""What the tests share: where things are, the command as its users run it, and
a test with a folder of its own.

    from gdct import Case

    class List(Case):
        def test_a_node_is_listed(self):
            path = self.file("m.yaml", "gdctrace: 1 ...")
            self.assertIn("First goal", self.fine("list", "-m", path))

tests/meson.build sets the environment that is read here and that the command
is run in, and PYTHONPATH, by which this module is found."""
import json
import os
import re
import select
import shutil
import subprocess
import tempfile
import unittest

GDCTRACE = os.environ["GDCTRACE"]
DATA = os.environ["GDCTRACE_DATA"]  # the bundled mapping
ROOT = os.environ["GDCT_SOURCE_ROOT"]
SANITIZED = "GDCT_SANITIZED" in os.environ  # slow, and looking at memory
UPDATE = os.environ.get("GDCT_UPDATE_GOLDEN") == "1"
TIMEOUT = 300 if SANITIZED else 120  # seconds: it hangs


def source(*names):
    """Text of a file of the repository."""
    with open(os.path.join(ROOT, *names), encoding="utf-8") as stream:
        return stream.read()


class Done(subprocess.CompletedProcess):
    """What came of the command: .returncode; .stdout and .stderr as bytes, and
    as text, with their ends of lines as they are, .out and .err."""
    out = property(lambda self: (self.stdout or b"").decode())
    err = property(lambda self: self.stderr.decode())


def environment(changes=None):
    """Ours with some changes; None unsets."""
    changed = {**os.environ, **(changes or {})}
    return {name: text for name, text in changed.items() if text is not None}


def run(*args, env=None, cwd="/", stdout=subprocess.PIPE, timeout=TIMEOUT,
        **options):
    """Runs the command, with changes of the environment; as from nowhere: no
    mapping is in the working folder, nothing to be read."""
    done = subprocess.run([GDCTRACE, *args], env=environment(env), cwd=cwd,
                          stdin=subprocess.DEVNULL, stdout=stdout,
                          stderr=subprocess.PIPE, timeout=timeout, check=False,
                          **options)
    return Done(done.args, done.returncode, done.stdout, done.stderr)


def run_on_full_disk(*args, **options):
    with open("/dev/full", "wb") as full:
        return run(*args, stdout=full, **options)


def run_in_terminal(*args, env=None, columns=90):
    """Output, which errors are part of, and status of the command in a
    terminal."""
    import fcntl
    import pty
    import struct
    import termios
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ,
                struct.pack("HHHH", 40, columns, 0, 0))
    process = subprocess.Popen(
        [GDCTRACE, *args], cwd="/", stdin=theirs, stdout=theirs, stderr=theirs,
        env=environment({"LC_ALL": "C.UTF-8", "TERM": "xterm", **(env or {})}))
    os.close(theirs)
    output = b""
    while select.select([ours], [], [], 60)[0]:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        output += piece
    os.close(ours)
    text = output.decode().replace("\r\n", "\n")
    # Progress, on a slow machine: shown, and wiped away before the answer.
    text = re.sub(r"(\rreading file \d+ of \d+ )+\r\x1b\[K", "", text)
    return text, process.wait()


def fine(*args, **options):
    """What the command says that has nothing to complain of."""
    done = run(*args, **options)
    assert (done.returncode, done.err) == (0, ""), (args, done)
    return done.out


def exported(*args):
    """The bundled mapping, or another one, as JSON has it."""
    return json.loads(fine("export", "--format", "json", *args))


class Case(unittest.TestCase):
    """A test with a folder of its own, .folder."""
    maxDiff = None
    command = ()  # words that begin every run
    inside = False  # whether it runs in that folder

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="gdctrace-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def file(self, name, content):
        """Writes text or bytes, and says where."""
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as stream:
            stream.write(content if isinstance(content, bytes)
                         else content.encode())
        return path

    def read(self, name):
        with open(os.path.join(self.folder, name), "rb") as stream:
            return stream.read().decode()

    def run_it(self, *args, **options):
        if self.inside:
            options.setdefault("cwd", self.folder)
        return run(*self.command, *args, **options)

    def fine(self, *args, **options):
        """What it says, without a complaint."""
        done = self.run_it(*args, **options)
        self.assertEqual((done.returncode, done.err), (0, ""), args)
        return done.out

    def json(self, *args, **options):
        return json.loads(self.fine(*args, "--format", "json", **options))

    def fails(self, status, *args, **options):
        """What it complains of, and it says nothing else."""
        done = self.run_it(*args, **options)
        self.assertEqual((done.returncode, done.out), (status, ""),
                         (args, done.err))
        return done.err
