# Reads a statement as JSON from standard input and prints the SHA-256 that its
# documentation says: over the same JSON on one line, without "made" and "sha256".
import hashlib
import json
import sys

d = json.load(sys.stdin)
d.pop("made", None)
d.pop("sha256", None)
for s in d.get("statements", []):
    s.pop("made", None)
print(hashlib.sha256(json.dumps(d, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest())
