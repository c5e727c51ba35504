package statement_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"standby/app/statement"
)

// filesOf are the bytes of a sealed statement, or of a team's, in each form that is
// read back.
func filesOf(t testing.TB) map[string][]byte {
	d := sealed(t, october(t))
	tm, err := statement.SealTeam(team(t))
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{
		"JSON":                     written(t, func(b *bytes.Buffer) error { return statement.WriteJSON(b, d) }),
		"CSV":                      written(t, func(b *bytes.Buffer) error { return statement.WriteCSV(b, d, false) }),
		"CSV with a mark":          written(t, func(b *bytes.Buffer) error { return statement.WriteCSV(b, d, true) }),
		"JSON of a team":           written(t, func(b *bytes.Buffer) error { return statement.WriteTeamJSON(b, tm) }),
		"CSV of a team":            written(t, func(b *bytes.Buffer) error { return statement.WriteTeamCSV(b, tm, false) }),
		"CSV of a team and a mark": written(t, func(b *bytes.Buffer) error { return statement.WriteTeamCSV(b, tm, true) }),
	}
}

func TestAFileIsReadWhateverItsForm(t *testing.T) {
	for name, data := range filesOf(t) {
		f, err := statement.Read(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := 1
		if strings.Contains(name, "team") {
			want = 3
		}
		if len(f.Statements) != want || (f.Team != nil) != (want == 3) || len(f.Hash()) != 64 {
			t.Errorf("%s: %d statements, hash %s", name, len(f.Statements), f.Hash())
		}
	}
}

func TestAFileThatWasAlteredIsNotReturned(t *testing.T) {
	for name, data := range filesOf(t) {
		f, err := statement.Read(bytes.Replace(data, []byte("Disk of db-1"), []byte("Disk of db-2"), 1))
		if !errors.Is(err, statement.ErrAltered) || f.Statements != nil {
			t.Errorf("%s: %v, %d statements", name, err, len(f.Statements))
		}
	}
}

func TestWhatIsNoStatementIsSaidToBeNone(t *testing.T) {
	heading, _, _ := bytes.Cut(filesOf(t)["CSV"], []byte("\n"))
	for name, text := range map[string]string{
		"nothing": "", "text": "hello", "a list": "[]", "other JSON": `{"cash": 1, "lines": []}`, "broken JSON": `{"cash"`,
		"a PDF": "%PDF-1.7", "a workbook": "PK\x03\x04", "a heading alone": string(heading) + "\n",
	} {
		if f, err := statement.Read([]byte(text)); !errors.Is(err, statement.ErrNotAStatement) || f.Statements != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzRead holds that what is read is what its hash says, and that it can be
// written again.
func FuzzRead(f *testing.F) {
	for _, data := range filesOf(f) {
		f.Add(data)
	}
	f.Add([]byte(`{"sha256": "", "statements": []}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := statement.Read(data)
		if err != nil {
			return
		}
		if file.Team != nil {
			err = statement.WriteTeamJSON(&bytes.Buffer{}, *file.Team)
		} else {
			err = statement.WriteJSON(&bytes.Buffer{}, file.Statements[0])
		}
		if err != nil {
			t.Errorf("what was read cannot be written: %v", err)
		}
	})
}
