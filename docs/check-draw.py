#!/usr/bin/env python3
"""Makes a draw of Kursi again, as docs/FAIRNESS.md describes it, with nothing but Python's own library.

check-draw.py DRAW                  prints every entry's number and its position
check-draw.py DRAW INCLUSION.json   checks that an entry was among the frozen ones, and prints its number and position
check-draw.py DRAW LEAVES           makes the root again from all leaves (one a line), then prints as the first
"""
import hashlib, json, sys
from datetime import datetime

def sha(*parts): return hashlib.sha256(b"".join(parts)).digest()
def number(n): return n.to_bytes(8, "big")
def sized(text): return number(len(text)) + text
def moment(text): return datetime.fromisoformat(text.replace("Z", "+00:00"))
def must(holds, what): holds or sys.exit("Does not hold: " + what)

draw = json.load(open(sys.argv[1]))
frozen, source, evidence = draw["frozen"], draw["frozen"]["source"], draw["evidence"]
entries, root = frozen["entries"], bytes.fromhex(frozen["root"])
value = evidence.encode() if source["kind"] == "dice" else bytes.fromhex(evidence)
if source["kind"] == "drand": value = sha(value)
if source["kind"] == "drand" and "rootAt" in draw: must(moment(draw["rootAt"]) < moment(source["at"]), "the root before the value")
if source["kind"] == "commit-reveal": must(sha(value).hex() == source["commitment"], "the commitment")
seed = sha(sized(b"kursi-draw-1"), sized(frozen["intake"].encode()), number(entries), root, sized(value))
must(value.hex() == draw["value"] and seed.hex() == draw["seed"], "the seed")
keys = [int.from_bytes(sha(seed, b"K", number(i)), "big") % entries for i in range(128)]

def position(entry):
    x = entry - 1
    for i, key in enumerate(keys):
        partner = (key - x) % entries
        if sha(seed, b"B", number(i), number(max(x, partner)))[-1] % 2: x = partner
    return x + 1

def top(entry):  # where its path leads to
    node = sha(b"\0", number(entry["number"]), bytes.fromhex(entry["entry"].replace("-", "")), bytes.fromhex(entry["salt"]))
    index, width, path = entry["number"] - 1, entries, entry["path"]
    while width > 1:
        if index ^ 1 < width:
            beside, path = bytes.fromhex(path[0]), path[1:]
            node = sha(b"\1", beside, node) if index % 2 else sha(b"\1", node, beside)
        index, width = index // 2, (width + 1) // 2
    return node

numbers = range(1, entries + 1)
if sys.argv[2:] and sys.argv[2].endswith(".json"):
    entry = json.load(open(sys.argv[2]))
    must(entry["number"] in numbers and top(entry) == root, "the entry's path to the root")
    numbers = [entry["number"]]
elif sys.argv[2:]:
    row = [bytes.fromhex(line) for line in open(sys.argv[2])]
    must(len(row) == entries, "the number of leaves")
    while len(row) > 1:
        row = [sha(b"\1", *row[i:i + 2]) if i + 1 < len(row) else row[i] for i in range(0, len(row), 2)]
    must(row[0] == root, "the root of the leaves")
for n in numbers: print(n, position(n))
