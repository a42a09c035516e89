"""`python -m assistant COMMAND`: the same as `gaigao COMMAND`."""

import sys

from assistant.cli import main

if __name__ == "__main__":
    sys.exit(main())
