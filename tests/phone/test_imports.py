"""Importing the phone part costs nothing; the number plans come with the first number."""

from __future__ import annotations

import subprocess
import sys

QUESTION = (
    "import sys, dialq.phone, dialq.intake.files;"
    "print([name for name in sys.modules if name.startswith('phonenumbers')])"
)


def test_the_number_plans_are_loaded_late() -> None:
    done = subprocess.run([sys.executable, "-c", QUESTION], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
