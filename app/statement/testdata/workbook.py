# Reads a workbook from standard input with openpyxl and prints, as JSON, every
# cell of every sheet: its value, its formula where it has one, its type and its
# number format.
import datetime
import io
import json
import sys

import openpyxl

data = sys.stdin.buffer.read()
values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
formulas = openpyxl.load_workbook(io.BytesIO(data))
out = {}
for sheet in values.worksheets:
    rows = []
    for row in sheet.iter_rows():
        cells = []
        for c in row:
            v, f = c.value, formulas[sheet.title].cell(c.row, c.column)
            kind = "none" if v is None else "date" if isinstance(v, datetime.datetime) else "text" if isinstance(v, str) else "number"
            cells.append({
                "value": "" if v is None else v.isoformat() if kind == "date" else str(v),
                "formula": f.value if f.data_type == "f" else "",
                "kind": kind, "format": c.number_format,
            })
        rows.append(cells)
    out[sheet.title] = rows
json.dump(out, sys.stdout)
