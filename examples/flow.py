"""Greets, then counts the words of its own folder."""

import collections
import pathlib
import re


def hello_world(name="world"):
    print(f"Hello {name}!")
    words = collections.Counter()
    for file in sorted(pathlib.Path(".").iterdir()):
        if file.is_file():
            found = re.findall(r"[A-Za-z]{4,}", file.read_text(encoding="utf-8", errors="replace"))
            words.update(word.lower() for word in found)
            print(f"{len(found):6} words in {file.name}")
    return {"words": sum(words.values()), "most_common": words.most_common(3)}


if __name__ == "__main__":
    print(hello_world())
