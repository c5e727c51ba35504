package desktop

import (
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"github.com/go-ole/go-ole"
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"

	"standby/notify"
)

const testID = "io.standby.Test"

// TestToasts is one test on one thread, because a process registers its class for
// clicks once.
func TestToasts(t *testing.T) {
	runtime.LockOSThread()
	cache, err := os.MkdirTemp("", "standby")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(cache) }()
	t.Setenv("LocalAppData", cache)
	heard := make(chan notify.Reaction, 1)
	toaster := newToaster(Options{ID: testID, App: "Standby test", Icon: []byte("icon"), Log: discard()})
	_, err = toaster.open(func(r notify.Reaction) { heard <- r })
	defer func() { _ = registry.DeleteKey(registry.CURRENT_USER, identities+testID) }()
	if !toaster.registered {
		t.Fatal(err)
	}
	checkIdentity(t)
	checkClick(t, heard)
	var code codeError
	if errors.As(err, &code) {
		t.Skipf("no toast is shown: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	checkToasts(t, toaster)
}

// checkIdentity: Windows is told who we are.
func checkIdentity(t *testing.T) {
	t.Helper()
	key, err := registry.OpenKey(registry.CURRENT_USER, identities+testID, registry.READ)
	if err != nil {
		t.Fatal(err)
	}
	defer key.Close()
	for name, want := range map[string]string{"DisplayName": "Standby test", "CustomActivator": activatorID, "IconUri": ".png"} {
		if got, _, err := key.GetStringValue(name); err != nil || !strings.HasSuffix(got, want) {
			t.Errorf("%s is %q, %v; want %q", name, got, err, want)
		}
	}
}

// checkClick does what Windows does when a button is pressed: it makes an object of
// our class and calls its one method.
func checkClick(t *testing.T, heard <-chan notify.Reaction) {
	t.Helper()
	const callback, unknown = "{53E31837-6600-4A81-9395-75CFFE746F94}", "{00000000-0000-0000-C000-000000000046}"
	var ours *ole.IUnknown
	var err error
	for _, iid := range []string{callback, unknown} { // Wine has no proxy for the first
		create := windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")
		result, _, _ := create.Call(uintptr(unsafe.Pointer(ole.NewGUID(activatorID))), 0, uintptr(ole.CLSCTX_LOCAL_SERVER),
			uintptr(unsafe.Pointer(ole.NewGUID(iid))), uintptr(unsafe.Pointer(&ours)))
		if err = failure(result); err == nil {
			break
		}
		t.Logf("make an object of our class as %s: %v", iid, err)
	}
	if err != nil {
		t.Error(err)
		return
	}
	defer ours.Release()
	id, _ := windows.UTF16PtrFromString(testID)
	arguments, _ := windows.UTF16PtrFromString(activation("p1 & 🔥", "acknowledge"))
	const methodActivate = 3
	if err := method(ours, methodActivate, uintptr(unsafe.Pointer(id)), uintptr(unsafe.Pointer(arguments)), 0, 0); err != nil {
		t.Error(err)
		return
	}
	if r := <-heard; r.NoteID != "p1 & 🔥" || r.Action != "acknowledge" || r.Kind != notify.Pressed {
		t.Errorf("reaction %+v", r)
	}
}

// checkToasts: a toast is shown, replaced and withdrawn, also when it has gone.
func checkToasts(t *testing.T, toaster *toaster) {
	t.Helper()
	for range 2 {
		n := harm()
		if err := toaster.serve(request{id: n.ID, note: &n}); errors.Is(err, ErrOff) {
			t.Skip(err)
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := toaster.serve(request{id: "p1"}); err != nil {
			t.Error(err)
		}
	}
}

func TestTextsKeepTheirLengthInUTF16(t *testing.T) {
	p := loadProcs()
	for _, text := range []string{"", "Disk full", "停电", "🔥🔥🔥 end"} {
		h, err := p.text(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.String(); got != text {
			t.Errorf("%q became %q", text, got)
		}
		release(h)
	}
}

func TestMutedDoesNotFail(t *testing.T) {
	t.Log(New(Options{}).Muted(t.Context()))
}
