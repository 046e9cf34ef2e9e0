"""`python -m dialq` is `dialq`."""

from __future__ import annotations

from dialq.cli.main import main

if __name__ == "__main__":
    main()
