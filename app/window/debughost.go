package window

import (
	"net/url"
	"os"
	"path/filepath"

	"github.com/pkg/browser"

	"flowbench/app/debug"
	"flowbench/app/dialogs"
	"flowbench/app/session"
	"flowbench/engine/event"
)

// debugHost is the window as the Debug window sees it.
type debugHost Window

func (h *debugHost) w() *Window { return (*Window)(h) }

// Blob implements [debug.Host].
func (h *debugHost) Blob(ref string) ([]byte, error) { return h.s.Blob(ref) }

// Copy implements [debug.Host].
func (h *debugHost) Copy(text string) {
	if h.w().holdsSecret(text) { // of a run before it was stored
		h.w().toast("A stored secret stands in it: it was not copied.")
		return
	}
	(*host)(h).Copy(text)
}

// Save implements [debug.Host].
func (h *debugHost) Save(name string, data []byte) {
	if h.w().holdsSecret(string(data)) {
		h.w().toast("A stored secret stands in it: it was not saved.")
		return
	}
	h.w().saveTo(name, func(path string) error { return os.WriteFile(filepath.Clean(path), data, 0o600) })
}

// Stop implements [debug.Host].
func (h *debugHost) Stop() { h.s.CancelRun() }

// Fix implements [debug.Host].
func (h *debugHost) Fix(fault event.Fault, with debug.Mend) {
	w := h.w()
	switch with {
	case debug.MapHost:
		w.editMappings(&dialogs.Mapping{Host: fault.Host, To: dialogs.DefaultTarget})
	case debug.RunLive:
		dialogs.Confirm(w.win.Canvas(), "Run with Live", "The flow then calls the real services: what it does there stays done.", "Run with Live", true, func() {
			w.setEnv(session.Live)
			w.run()
		})
	}
}

// Delays implements [debug.Host].
func (h *debugHost) Delays(on bool) {
	h.sandbox.SetDelays(on)
	h.view.Delays = on
	h.w().saveView()
}

// ResetSandbox implements [debug.Host].
func (h *debugHost) ResetSandbox() {
	h.sandbox.Reset()
	h.w().refreshJournal()
}

// copyCurl copies the call that the Debug window shows.
func (w *Window) copyCurl() {
	if w.debug == nil || !w.debug.CopyCurl() {
		w.toast("The Debug window shows no call. Choose one in its flow log first.")
	}
}

// browse opens a link of a help page in the browser.
func (w *Window) browse(u *url.URL) {
	if u.Scheme != "https" {
		w.toast("Only https links are opened.")
		return
	}
	if err := browser.OpenURL(u.String()); err != nil {
		w.toast("The browser could not be started. The address is " + u.String())
	}
}
