package desktop

import (
	"errors"
	"fmt"
	"syscall"
	"unicode/utf16"
	"unsafe"

	"github.com/go-ole/go-ole"
	"golang.org/x/sys/windows"
)

// The interfaces of the Windows Runtime that are called, by their ids in its
// metadata (Windows.UI.Notifications, Windows.Data.Xml.Dom), and the places of
// their methods in the virtual table. The first six are those of IInspectable.
const (
	iidManagerStatics  = "{50AC103F-D235-4598-BBEF-98FE4D1A3AD4}"
	methodCreateWithID = 7 // CreateToastNotifierWithId(applicationId) notifier

	iidManagerStatics2 = "{7AB93C52-0E48-4750-BA9D-1A4113981847}"
	methodGetHistory   = 6 // get_History() history

	methodRemoveGrouped = 8 // of IToastNotificationHistory: RemoveGroupedTagWithId(tag, group, applicationId)

	iidNotificationFactory = "{04124B20-82C6-4229-B109-FD9ED4662B53}"
	methodCreate           = 6 // CreateToastNotification(content) notification

	iidNotification2 = "{9DFB9FD1-143A-490E-90BF-B9FBA7132DE7}"
	methodPutTag     = 6
	methodPutGroup   = 8

	methodShow       = 6 // of IToastNotifier: Show(notification)
	methodGetSetting = 8 // of IToastNotifier: get_Setting() setting

	iidXMLDocument   = "{F7F3A506-1E87-42D6-BCFB-B8C809FA5494}"
	iidXMLDocumentIO = "{6CD0E74E-EE65-4489-9EBF-CA43E87BA637}"
	methodLoadXML    = 6 // LoadXml(xml)
)

// Codes of COM that are no failure to us, or mean something of their own.
const (
	alreadyDone  = 0x00000001 // S_FALSE
	notFound     = 0x80070490 // ERROR_NOT_FOUND: no such toast, or nobody knows the program yet
	noClass      = 0x80040154 // REGDB_E_CLASSNOTREG: this Windows has no toasts
	badInterface = 0x80004002 // E_NOINTERFACE
)

type codeError uint32

func (e codeError) Error() string {
	return fmt.Sprintf("error 0x%08X of Windows (%s)", uint32(e), syscall.Errno(e).Error())
}

// failure makes an error of an HRESULT, of which only 32 bits count.
func failure(result uintptr) error {
	if int32(result) >= 0 {
		return nil
	}
	return codeError(uint32(result))
}

// failed does the same for errors of go-ole.
func failed(err error) error {
	var e *ole.OleError
	if errors.As(err, &e) {
		return failure(e.Code())
	}
	return err
}

// method calls the method at a place of the object's virtual table. Pointers among
// the arguments must be converted in the call itself.
//
//go:uintptrescapes
func method(o *ole.IUnknown, place int, args ...uintptr) error {
	table := (*[16]uintptr)(unsafe.Pointer(o.RawVTable))
	result, _, _ := syscall.SyscallN(table[place], append([]uintptr{uintptr(unsafe.Pointer(o))}, args...)...)
	return failure(result)
}

// as asks the object for another of its interfaces, which the caller releases.
func as(o *ole.IUnknown, iid string) (*ole.IUnknown, error) {
	var other *ole.IUnknown
	if err := method(o, 0, uintptr(unsafe.Pointer(ole.NewGUID(iid))), uintptr(unsafe.Pointer(&other))); err != nil {
		return nil, err
	}
	if other == nil {
		return nil, codeError(badInterface)
	}
	return other, nil
}

// factory returns the static side of a class, which the caller releases.
func factory(class, iid string) (*ole.IUnknown, error) {
	found, err := ole.RoGetActivationFactory(class, ole.NewGUID(iid))
	if err != nil {
		return nil, failed(err)
	}
	return &found.IUnknown, nil
}

// procs are the entries of Windows that go-ole lacks or gets wrong: it counts the
// runes of a string where Windows wants UTF-16 units, and cuts it at an emoji.
type procs struct {
	createString, registerClass, userState *windows.LazyProc
}

func loadProcs() procs {
	combase, shell := windows.NewLazySystemDLL("combase.dll"), windows.NewLazySystemDLL("shell32.dll")
	return procs{
		createString:  combase.NewProc("WindowsCreateString"),
		registerClass: combase.NewProc("CoRegisterClassObject"),
		userState:     shell.NewProc("SHQueryUserNotificationState"),
	}
}

// text is a string of the Windows Runtime. Empty ones are null there. The caller
// releases it.
func (p procs) text(s string) (ole.HString, error) {
	units := utf16.Encode([]rune(s))
	if len(units) == 0 {
		return 0, nil
	}
	if err := p.createString.Find(); err != nil {
		return 0, err
	}
	var h ole.HString
	result, _, _ := p.createString.Call(uintptr(unsafe.Pointer(&units[0])), uintptr(len(units)), uintptr(unsafe.Pointer(&h)))
	return h, failure(result)
}

func release(strings ...ole.HString) {
	for _, s := range strings {
		_ = ole.DeleteHString(s)
	}
}
