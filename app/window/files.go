package window

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	fynedialog "fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"flowbench/app/dialogs"
	"flowbench/app/library"
	"flowbench/app/session"
	"flowbench/canvas/draw"
	"flowbench/engine/flow"
)

// openPath opens a file; the entry that is linked to it, if there is one.
func (w *Window) openPath(path string) {
	s, err := w.library.OpenFile(path)
	w.opened(s, err, base(path)+" could not be opened")
}

// openEntry opens an integration of the library.
func (w *Window) openEntry(id string) {
	s, err := w.library.Open(id)
	w.opened(s, err, "The integration could not be opened")
}

// opened shows what was opened, and what is to be said about it.
func (w *Window) opened(s *session.Session, err error, title string) {
	if s == nil {
		if w.s == nil {
			w.home()
		}
		if err != nil {
			w.fail(title, err)
		}
		return
	}
	w.show(s)
	if err != nil {
		w.conflict(err, nil)
	}
	w.saveViewSoon()
}

// conflict asks whose changes count, when another program changed the linked file; what
// was under way goes on with ours.
func (w *Window) conflict(err error, goOn func()) {
	c, ok := errors.AsType[*session.Conflict](err)
	if !ok {
		w.fail("The file could not be read", err)
		return
	}
	var lines []string
	for _, l := range c.Difference() {
		if l.Op != ' ' {
			lines = append(lines, string(l.Op)+" "+l.Text)
		}
	}
	if len(lines) > 30 {
		lines = append(lines[:30], fmt.Sprintf("… and %d lines more", len(lines)-30))
	}
	text := base(c.Path) + " was changed by another program, and there are changes here that were not saved. The difference, - in the file, + here:\n\n" + strings.Join(lines, "\n")
	choose := func(what session.Choice) func() {
		return func() {
			if err := w.s.Resolve(what); err != nil {
				w.fail("The file could not be read", err)
			} else if what == session.KeepOurs && goOn != nil {
				goOn()
			}
			w.refresh()
		}
	}
	dialogs.Unsaved(w.win.Canvas(), "Changed on disk", text, "Keep mine", "Load the file", choose(session.KeepOurs), choose(session.KeepTheirs))
}

// newIntegration asks for a name and makes a document.
func (w *Window) newIntegration() {
	dialogs.NewIntegration(w.win.Canvas(), func(name string) string {
		if strings.TrimSpace(name) == "" {
			return "Give it a name."
		}
		return ""
	}, func(n dialogs.New) { w.make(n) })
}

func (w *Window) make(n dialogs.New) {
	s, err := w.library.New(n.Name)
	if err != nil {
		w.fail("The integration could not be made", err)
		return
	}
	d := s.Integration().Details
	d.Description, d.Category, d.Labels = n.Description, n.Category, n.Labels
	if err := s.Do(flow.SetDetails{Details: d}); err == nil {
		s.Save()
	}
	w.show(s)
	w.saveView()
}

var jsonOnly = storage.NewExtensionFileFilter([]string{".json"})

func (w *Window) openFile() { w.askFile(jsonOnly, w.openPath) }

// askFile lets a person choose a file; a nil filter is any.
func (w *Window) askFile(only storage.FileFilter, then func(path string)) {
	d := fynedialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil {
			w.fail("The file could not be opened", err)
			return
		}
		if r != nil {
			r.Close()
			w.inFolder(filepath.Dir(r.URI().Path()))
			then(r.URI().Path())
		}
	}, w.win)
	if only != nil {
		d.SetFilter(only)
	}
	d.SetLocation(w.folder())
	d.Resize(fyne.NewSize(860, 560))
	d.Show()
}

// saveTo asks for a file and writes to it.
func (w *Window) saveTo(name string, write func(path string) error) {
	w.askPath(name, func(path string) { w.written(path, write(path)) })
}

// askPath asks where a file shall be written.
func (w *Window) askPath(name string, then func(path string)) {
	d := fynedialog.NewFileSave(func(f fyne.URIWriteCloser, err error) {
		if err != nil {
			w.fail("The file could not be written", err)
			return
		}
		if f != nil {
			f.Close()
			w.inFolder(filepath.Dir(f.URI().Path()))
			then(f.URI().Path())
		}
	}, w.win)
	d.SetLocation(w.folder())
	d.SetFileName(name)
	d.Resize(fyne.NewSize(860, 560))
	d.Show()
}

// folder is where a file was last chosen, else the person's own folder.
func (w *Window) folder() fyne.ListableURI {
	home, _ := os.UserHomeDir()
	for _, dir := range []string{w.view.Folder, home} {
		if dir == "" {
			continue
		}
		if at, err := storage.ListerForURI(storage.NewFileURI(dir)); err == nil {
			return at
		}
	}
	return nil
}

// inFolder remembers where a file was chosen.
func (w *Window) inFolder(dir string) {
	if w.view.Folder != dir {
		w.view.Folder = dir
		w.saveView()
	}
}

// written tells whether a file was written.
func (w *Window) written(path string, err error) {
	if err != nil {
		w.fail("The file could not be written", err)
		return
	}
	w.toast("Saved to " + path)
}

// save keeps the document in the library, and in the file that it is linked to.
func (w *Window) save() {
	if w.s == nil {
		return
	}
	if err := w.s.Save(); err != nil {
		if _, ok := errors.AsType[*session.Conflict](err); ok {
			w.conflict(err, w.save)
			return
		}
		w.fail("The integration was not saved", err)
		return
	}
	w.toast("Saved.")
}

func (w *Window) saveAs() {
	if w.s != nil {
		w.withoutSecrets(func() { w.saveTo(fileName(w.s.Integration().Name), w.s.SaveAs) })
	}
}

func (w *Window) export() {
	if w.s == nil {
		return
	}
	w.withoutSecrets(func() {
		w.tick(library.StepExport)
		w.saveTo(fileName(w.s.Integration().Name), w.s.Export)
	})
}

func (w *Window) exportClipboard() {
	if w.s == nil {
		return
	}
	w.withoutSecrets(func() {
		w.tick(library.StepExport)
		w.app.Clipboard().SetContent(string(w.s.ExportBytes()))
		w.toast("The integration is on the clipboard as JSON.")
	})
}

// fileName makes a file's name of an integration's.
func fileName(name string) string {
	var out []rune
	for _, r := range strings.ToLower(name) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			out = append(out, r)
		case len(out) > 0 && out[len(out)-1] != '-':
			out = append(out, '-')
		}
	}
	s := strings.Trim(string(out[:min(len(out), 80)]), "-")
	if s == "" {
		s = "integration"
	}
	return s + ".json"
}

// importFile makes an entry of a file, or puts what it holds in place of what is open.
func (w *Window) importFile() {
	w.askFile(jsonOnly, func(path string) {
		b, err := os.ReadFile(path)
		if err != nil {
			w.fail("The file could not be read", err)
			return
		}
		w.importBytes(b, filepath.Base(path))
	})
}

func (w *Window) importClipboard() {
	text := strings.TrimSpace(w.app.Clipboard().Content())
	if text == "" {
		w.toast("The clipboard holds no text.")
		return
	}
	w.importBytes([]byte(text), "the clipboard")
}

// importBytes imports as a new integration; with one open it may also replace that.
func (w *Window) importBytes(b []byte, from string) {
	if _, err := flow.Read(b); err != nil {
		if c, noClip := w.readClip(string(b)); noClip == nil && w.shown() != nil {
			w.put(c, w.board.Pointer())
			return
		}
		w.fail("Nothing was imported from "+from, err)
		return
	}
	asNew := func() {
		s, err := w.library.Import(b)
		w.opened(s, err, "Nothing was imported from "+from)
	}
	if w.s == nil {
		asNew()
		return
	}
	replace := func() {
		if err := w.s.Replace(b); err != nil {
			w.fail("Nothing was imported from "+from, err)
		}
		w.board.Fit()
	}
	dialogs.Unsaved(w.win.Canvas(), "Import from "+from, "Make a new integration of it, or put it in place of “"+w.s.Integration().Name+"”? Undo brings that back.", "Import as new", "Replace", asNew, replace)
}

// details changes name and description of the integration.
func (w *Window) details() {
	if w.s == nil {
		return
	}
	d := w.s.Integration().Details
	dialogs.Prompt(w.win.Canvas(), "Name of the integration", "Name", d.Name, "Rename", func(name string) string {
		if strings.TrimSpace(name) == "" {
			return "Give it a name."
		}
		return ""
	}, func(name string) {
		d.Name = strings.TrimSpace(name)
		w.Do(flow.SetDetails{Details: d})
	})
}

// openRecent lists the files that were open last.
func (w *Window) openRecent() {
	var choices []dialogs.Choice
	for _, path := range w.library.Recent() {
		choices = append(choices, dialogs.Choice{ID: path, Title: base(path), Doc: path, Sign: draw.Sign{Icon: "file", Tint: draw.FlowTint}})
	}
	dialogs.Find(w.win.Canvas(), dialogs.Finder{Hint: "Search files", Empty: "No file is called so.", Width: 560, Tabs: []dialogs.FinderTab{{
		From: choices, Empty: "No file was open yet. Open File… lets you choose one.",
		Then: func(c dialogs.Choice) { w.openPath(c.ID) },
	}}})
}
