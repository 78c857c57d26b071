"""Say of each file what would make Excel or Word repair it."""

import sys
from pathlib import Path

from tests.tools.strict import violations

found = [f"{path}: {line}" for path in sys.argv[1:] for line in violations(Path(path))]
print("\n".join(found) or "nothing")
sys.exit(bool(found))
