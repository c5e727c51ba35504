package desktop

import (
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"unsafe"

	"git.sr.ht/~jackmordaunt/go-toast/wintoast"
	"github.com/go-ole/go-ole"
	"golang.org/x/sys/windows"

	"standby/notify"
)

// firstUrgent is the first build of Windows 11 whose toasts have an urgent
// scenario.
const firstUrgent = 22546

// toastGroup is the other half of a toast's name, beside toastTag.
const toastGroup = "standby"

// toaster shows toasts through COM. Of go-toast it uses the part that Windows calls
// when a button is pressed, and nothing of what can fall back to PowerShell; it
// calls Windows itself, because go-toast can neither replace nor withdraw.
type toaster struct {
	id, name string
	icon     []byte
	log      *slog.Logger
	procs    procs
	urgent   bool

	registered                 bool
	notifier, factory, history *ole.IUnknown
	// off is what Windows said when it was last asked whether it shows our toasts.
	off atomic.Bool
}

func newToaster(o Options) *toaster {
	return &toaster{
		id: o.ID, name: o.App, icon: o.Icon, log: o.Log, procs: loadProcs(),
		urgent: windows.RtlGetVersion().BuildNumber >= firstUrgent,
	}
}

func (t *toaster) open(react func(notify.Reaction)) (Capabilities, error) {
	if err := initialize(); err != nil {
		return Capabilities{}, fmt.Errorf("start the Windows Runtime: %w", err)
	}
	if !t.registered {
		if err := t.register(react); err != nil {
			return Capabilities{}, err
		}
		t.registered = true
	}
	if err := t.connect(); err != nil {
		var code codeError
		if errors.As(err, &code) && code == noClass {
			err = fmt.Errorf("this Windows has none: %w", err)
		}
		return Capabilities{}, fmt.Errorf("open Windows' notifications: %w", err)
	}
	return Capabilities{Server: "Windows notifications", Buttons: true, Sound: true}, nil
}

// initialize enters the multi-threaded apartment, in which Windows may call us on
// any thread; once is enough for a thread.
func initialize() error {
	const multiThreaded = 1
	err := ole.RoInitialize(multiThreaded)
	var e *ole.OleError
	if errors.As(err, &e) && e.Code() == alreadyDone {
		return nil
	}
	return failed(err)
}

// register makes the program known to Windows, and itself the one that is called
// when somebody clicks.
func (t *toaster) register(react func(notify.Reaction)) error {
	if err := register(t.id, t.name, t.icon); err != nil {
		return err
	}
	wintoast.SetActivationCallback(func(_, arguments string, _ []wintoast.UserData) {
		reaction, err := parseActivation(arguments)
		if err != nil {
			t.log.Debug("an activation is ignored", "cause", err)
			return
		}
		react(reaction)
	})
	if err := t.procs.registerClass.Find(); err != nil {
		return err
	}
	const anyNumberOfTimes = 1 // REGCLS_MULTIPLEUSE
	var cookie uint32
	result, _, _ := t.procs.registerClass.Call(
		uintptr(unsafe.Pointer(ole.NewGUID(activatorID))), uintptr(unsafe.Pointer(wintoast.ClassFactory)),
		uintptr(ole.CLSCTX_LOCAL_SERVER), anyNumberOfTimes, uintptr(unsafe.Pointer(&cookie)))
	if err := failure(result); err != nil {
		return fmt.Errorf("register for clicks on notifications: %w", err)
	}
	return nil
}

func (t *toaster) connect() error {
	const toasts = "Windows.UI.Notifications.ToastNotification"
	id, err := t.procs.text(t.id)
	if err != nil {
		return err
	}
	defer release(id)
	statics, err := factory(toasts+"Manager", iidManagerStatics)
	if err != nil {
		return err
	}
	defer statics.Release()
	statics2, err := as(statics, iidManagerStatics2)
	if err != nil {
		return err
	}
	defer statics2.Release()
	var notifier, history *ole.IUnknown
	if err := method(statics, methodCreateWithID, uintptr(id), uintptr(unsafe.Pointer(&notifier))); err != nil {
		return err
	}
	if err := method(statics2, methodGetHistory, uintptr(unsafe.Pointer(&history))); err != nil {
		notifier.Release()
		return err
	}
	made, err := factory(toasts, iidNotificationFactory)
	if err != nil {
		notifier.Release()
		history.Release()
		return err
	}
	t.notifier, t.history, t.factory = notifier, history, made
	return nil
}

func (t *toaster) serve(r request) error {
	if r.note == nil {
		return t.withdraw(r.id)
	}
	if err := t.allowed(); err != nil {
		return err
	}
	payload, err := toastXML(*r.note, t.urgent)
	if err != nil {
		return err
	}
	return t.show(payload, toastTag(r.id))
}

func (t *toaster) withdraw(note string) error {
	tag, err := t.procs.text(toastTag(note))
	if err != nil {
		return err
	}
	group, err := t.procs.text(toastGroup)
	if err != nil {
		release(tag)
		return err
	}
	id, err := t.procs.text(t.id)
	defer release(tag, group, id)
	if err != nil {
		return err
	}
	err = method(t.history, methodRemoveGrouped, uintptr(tag), uintptr(group), uintptr(id))
	var code codeError
	if errors.As(err, &code) && code == notFound {
		return nil
	}
	return err
}

// allowed asks whether Windows shows our toasts at all. Where it does not say, the
// answer to Show decides.
func (t *toaster) allowed() error {
	var setting int32
	if err := method(t.notifier, methodGetSetting, uintptr(unsafe.Pointer(&setting))); err != nil {
		setting = 0
	}
	t.off.Store(setting != 0)
	return refusal(setting)
}

// show has Windows show a payload in place of the one with the same tag.
func (t *toaster) show(payload, tag string) error {
	content, err := t.document(payload)
	if err != nil {
		return fmt.Errorf("hand the text over: %w", err)
	}
	defer content.Release()
	var made *ole.IUnknown
	if err := method(t.factory, methodCreate, uintptr(unsafe.Pointer(content)), uintptr(unsafe.Pointer(&made))); err != nil {
		return err
	}
	defer made.Release()
	named, err := as(made, iidNotification2)
	if err != nil {
		return err
	}
	defer named.Release()
	for place, name := range map[int]string{methodPutTag: tag, methodPutGroup: toastGroup} {
		h, err := t.procs.text(name)
		if err != nil {
			return err
		}
		err = method(named, place, uintptr(h))
		release(h)
		if err != nil {
			return err
		}
	}
	return method(t.notifier, methodShow, uintptr(unsafe.Pointer(made)))
}

// document parses a payload into a new XmlDocument, as the interface that
// notifications are made from.
func (t *toaster) document(payload string) (*ole.IUnknown, error) {
	empty, err := ole.RoActivateInstance("Windows.Data.Xml.Dom.XmlDocument")
	if err != nil {
		return nil, failed(err)
	}
	defer empty.Release()
	loader, err := as(&empty.IUnknown, iidXMLDocumentIO)
	if err != nil {
		return nil, err
	}
	defer loader.Release()
	h, err := t.procs.text(payload)
	if err != nil {
		return nil, err
	}
	defer release(h)
	if err := method(loader, methodLoadXML, uintptr(h)); err != nil {
		return nil, err
	}
	return as(&empty.IUnknown, iidXMLDocument)
}

// muted knows when our toasts are turned off, and when Windows holds all of them
// back for a presentation or a full-screen program. Windows tells no program of
// do not disturb (once Focus Assist), so nothing is known otherwise.
func (t *toaster) muted() (muted, known bool) {
	if t.off.Load() {
		return true, true
	}
	if t.procs.userState.Find() != nil {
		return false, false
	}
	var state int32
	result, _, _ := t.procs.userState.Call(uintptr(unsafe.Pointer(&state)))
	if failure(result) != nil {
		return false, false
	}
	return heldBack(state)
}
