package icons

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const committed = "../../../assets/icons"

func TestMain(m *testing.M) {
	// STANDBY_ICONS=sheet.png draws all icons anew, and a sheet to look at.
	if sheet := os.Getenv("STANDBY_ICONS"); sheet != "" {
		for _, err := range []error{Generate(committed), Sheet(committed, sheet)} {
			if err != nil {
				panic(err)
			}
		}
	}
	os.Exit(m.Run())
}

func TestTheCommittedPicturesAreThoseOfTheDrawings(t *testing.T) {
	made, err := render(os.DirFS(committed))
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	err = fs.WalkDir(os.DirFS(committed), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".svg") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(committed, name))
		if err != nil {
			return err
		}
		size += len(data)
		if fresh, ok := made[name]; !ok {
			t.Errorf("%s comes from no drawing: delete it", name)
		} else if !same(t, fresh, data) {
			t.Errorf("%s is not what its drawing says: go run ./cmd/dev icons", name)
		}
		delete(made, name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range made {
		t.Errorf("%s is missing: go run ./cmd/dev icons", name)
	}
	if size > 300<<10 {
		t.Errorf("the pictures weigh %d bytes, want at most 300 KiB", size)
	}
}

func TestGenerateWritesWhatTheDrawingsSay(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, drawings(t)); err != nil {
		t.Fatal(err)
	}
	if err := Generate(dir); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"app.png", "app-48.png", "app.ico", "light/off.png", "dark/page-9plus.ico"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(filepath.Join(committed, name))
		if err != nil || !same(t, data, want) {
			t.Errorf("%s differs from the committed one (%v)", name, err)
		}
	}
	sheet := filepath.Join(dir, "sheet.png")
	if err := Sheet(dir, sheet); err != nil {
		t.Error(err)
	}
}

func TestADrawingAtFaultIsNamedAndNothingIsWritten(t *testing.T) {
	good := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><circle cx="11" cy="11" r="9" fill="currentColor"/></svg>`
	for name, test := range map[string]struct{ file, svg, want string }{
		"a state that has no colour":         {"holiday.svg", good, "holiday.svg"},
		"a drawing that is not square":       {"off.svg", strings.Replace(good, "22 22", "22 20", 1), "square"},
		"a drawing without a view box":       {"off.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, "off.svg"},
		"an element that cannot be drawn":    {"off.svg", strings.Replace(good, "<circle", "<text/><circle", 1), "off.svg"},
		"a file that is cut off":             {"off.svg", good[:60], "off.svg"},
		"a folder in which nothing is drawn": {"note.txt", "", "no *.svg"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, fstest.MapFS{test.file: {Data: []byte(test.svg)}, "app-48.txt": {}}); err != nil {
				t.Fatal(err)
			}
			if err := Generate(dir); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error with %q", err, test.want)
			}
			if found, _ := filepath.Glob(filepath.Join(dir, "light", "*")); len(found) > 0 {
				t.Errorf("wrote %v", found)
			}
		})
	}
}

func TestAStrokeGrowsWithThePicture(t *testing.T) {
	line := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 22 22"><path fill="none" stroke="currentColor" stroke-width="4" d="M0 11 L22 11"/></svg>`)
	for side, want := range map[int]int{22: 4, 44: 8, 66: 12} {
		img, err := rasterise(line, side)
		if err != nil {
			t.Fatal(err)
		}
		if got := covered(img, side/2); got != want {
			t.Errorf("at %d pixels the line is %d wide, want %d", side, got, want)
		}
	}
}

// covered counts the pixels of a column that are more than half covered.
func covered(img *image.RGBA, x int) (n int) {
	for y := range img.Rect.Dy() {
		if img.RGBAAt(x, y).A > 127 {
			n++
		}
	}
	return n
}

func drawings(t *testing.T) fs.FS {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(committed, "*.svg"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no drawings: %v", err)
	}
	out := fstest.MapFS{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(file)] = &fstest.MapFile{Data: data, Mode: 0o600}
	}
	return out
}

// same compares pixels, for another release of Go may compress otherwise.
func same(t *testing.T, a, b []byte) bool {
	t.Helper()
	return slices.EqualFunc(pictures(t, a), pictures(t, b), func(p, q *image.NRGBA) bool {
		return p.Rect == q.Rect && bytes.Equal(p.Pix, q.Pix)
	})
}

// pictures decodes a PNG, or every entry of an ICO, whose directory it checks.
func pictures(t *testing.T, data []byte) (out []*image.NRGBA) {
	t.Helper()
	if !bytes.HasPrefix(data, []byte{0, 0, 1, 0}) {
		return append(out, decode(t, data))
	}
	le := binary.LittleEndian
	for i := range int(le.Uint16(data[4:])) {
		entry := data[6+16*i:]
		size, at := le.Uint32(entry[8:]), le.Uint32(entry[12:])
		p := decode(t, data[at:at+size])
		if side := byte(p.Rect.Dx()); entry[0] != side || entry[1] != side || le.Uint16(entry[6:]) != 32 {
			t.Errorf("entry %d says %d by %d, the picture is %v", i, entry[0], entry[1], p.Rect)
		}
		out = append(out, p)
	}
	return out
}

func decode(t *testing.T, data []byte) *image.NRGBA {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}
