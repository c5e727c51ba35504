package statement_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/app/statement"
)

func TestTheCSVOfAStatementIsAsItWas(t *testing.T) {
	d := sealed(t, october(t))
	data := written(t, func(b *bytes.Buffer) error { return statement.WriteCSV(b, d, false) })
	golden(t, "october.csv", data)
	marked := written(t, func(b *bytes.Buffer) error { return statement.WriteCSV(b, d, true) })
	if string(marked) != "\uFEFF"+string(data) {
		t.Error("the byte order mark changes more than the beginning")
	}
	for _, in := range [][]byte{data, marked, bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))} {
		if got, err := statement.ReadCSV(bytes.NewReader(in)); err != nil || got.Hash != d.Hash {
			t.Errorf("it is not read back: %v", err)
		}
	}
}

func TestWhatCSVSaysIsReadBackAndAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawn(t)
		var b bytes.Buffer
		if err := statement.WriteCSV(&b, d, rapid.Bool().Draw(t, "mark")); err != nil {
			t.Fatal(err)
		}
		file := b.String()
		got, err := statement.ReadCSV(&b)
		if err != nil {
			t.Fatalf("%v\n%s", err, file)
		}
		var x, y bytes.Buffer
		if statement.WriteJSON(&x, d) != nil || statement.WriteJSON(&y, got) != nil || x.String() != y.String() {
			t.Fatalf("it reads back as\n%s\nwas\n%s", &y, &x)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\uFEFF"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		sum, total := decimal.Zero, ""
		for _, r := range rows {
			for i, c := range r {
				if c != "" && strings.ContainsRune("=+@", rune(c[0])) {
					t.Fatalf("%q in column %s is a formula to a spreadsheet", c, rows[0][i])
				}
			}
			switch {
			case r[0] == "line":
				sum = sum.Add(dec(r[10]))
			case r[0] == "total" && r[10] != "":
				total = r[10]
			}
		}
		if !sum.Equal(dec(total)) {
			t.Fatalf("the printed lines add up to %s, the printed total is %s", sum, total)
		}
	})
}

func TestBrokenCSVIsRefusedWithItsRow(t *testing.T) {
	d := sealed(t, october(t))
	whole := string(written(t, func(b *bytes.Buffer) error { return statement.WriteCSV(b, d, false) }))
	cases := []struct{ name, old, new, says string }{
		{"another heading", "record,person", "record,name", "its heading is not"},
		{"a cell too many", "total,Engineer Ä", "total,Engineer Ä,x", "row "},
		{"a word for a number", ",52.50,EUR", ",many,EUR", `row 3: amount "many" is no number`},
		{"an exponent", ",52.50,EUR", ",1e999999,EUR", "is no number"},
		{"a record that is none", "note,", "remark,", `the record "remark" is not known`},
		{"a date that is none", "2026-10-05T18:00:00+02:00", "5.10.2026", "is no instant"},
		{"an open quotation", `"Statement of duty, October 2026"`, `"Statement of duty`, "row 2"},
	}
	for _, c := range cases {
		_, err := statement.ReadCSV(strings.NewReader(strings.Replace(whole, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.says) || errors.Is(err, statement.ErrAltered) {
			t.Errorf("%s: %v, want it to say %q", c.name, err, c.says)
		}
	}
	for _, c := range []struct{ name, old, new string }{
		{"a larger amount", ",52.50,EUR", ",152.50,EUR"},
		{"a larger total", ",155.55,EUR", ",255.55,EUR"},
		{"hours that are not the seconds", ",0.3333,1200", ",0.5,1200"},
		{"another person in a row", "line,Engineer Ä", "line,Engineer B"},
		{"another currency in a row", ",52.50,EUR", ",52.50,SEK"},
	} {
		_, err := statement.ReadCSV(strings.NewReader(strings.Replace(whole, c.old, c.new, 1)))
		if !errors.Is(err, statement.ErrAltered) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := statement.ReadCSV(strings.NewReader("")); err == nil {
		t.Error("an empty file is a statement")
	}
}

func FuzzReadCSV(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("testdata", "october.csv"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	header, _, _ := bytes.Cut(data, []byte("\n"))
	f.Add(append(header, "\nlapse,,,,,,,,,,,,,,,,"...))
	f.Add(append(header, "\nteam,,,,,,,,,,,,,,,,\ntotal,,,,,,,,,,,,,,,,"...))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = statement.ReadTeamCSV(bytes.NewReader(data))
		d, err := statement.ReadCSV(bytes.NewReader(data))
		if err != nil {
			return
		}
		if err := statement.WriteCSV(&bytes.Buffer{}, d, false); err != nil {
			t.Errorf("what was read and is whole cannot be written: %v", err)
		}
	})
}
