"""A corpus taken out of the archive: any query, many formats, the choices of whoever builds one, and a manifest.

whole.py     export(): the order of an export – found, chosen, cut into units, redacted, written, hashed, told
shared.py    parts of an export, which two processes make by turns;  tally.py  Tally: what is counted on the way
choices.py   Choices: duplicates, length, sample, split, fields, units, redaction, shards
redact.py    phone numbers, addresses, account and identity numbers;  units.py  sentences and paragraphs
targets.py   one file or a folder of shards, written aside, hashed, renamed;  behind.py  which goes on in a thread
formats.py   the formats by name: lines.py (JSONL, CSV, text), parquet.py, tei.py, warc.py, dataset.py (Hugging Face)
columns.py   Arrow's columns, for Parquet;  footer.py  what stands at the end of a Parquet file
manifest.py  what an export says of itself; verify() compares a folder with it

docs/export.md explains formats, fields and manifest. Nothing that was withdrawn leaves.
"""
