package window

import (
	"io/fs"
	"path"
	"strings"

	"flowbench/app/dialogs"
	"flowbench/app/library"
	"flowbench/app/look"
	"flowbench/assets"
	"flowbench/canvas/draw"
	"flowbench/engine/flow"
	"flowbench/engine/spec"
)

// startHost is the window as the start page sees it.
type startHost Window

func (h *startHost) w() *Window { return (*Window)(h) }

// sampleBytes is the file of a sample.
func sampleBytes(name string) ([]byte, error) { return fs.ReadFile(assets.Samples(), name+".json") }

// Samples implements [library.Host].
func (h *startHost) Samples() []library.Sample {
	var out []library.Sample
	names, _ := fs.Glob(assets.Samples(), "*.json")
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".json")
		b, err := sampleBytes(name)
		if err != nil {
			continue
		}
		in, err := flow.Read(b)
		if err != nil || len(in.Flows) == 0 {
			continue
		}
		flow.Open(in, func() {}) // gives the nodes their keys
		out = append(out, library.Sample{Name: name, Title: in.Name, Text: in.Description, Board: h.scene(in.Flows[0])})
	}
	return out
}

func (h *startHost) scene(fl *flow.Flow) *draw.Scene {
	return draw.NewScene(h.faces.Content(fl, look.Colours()))
}

// OpenSample implements [library.Host].
func (h *startHost) OpenSample(name string, run bool) {
	w := h.w()
	b, err := sampleBytes(name)
	if err != nil {
		w.fail("The sample could not be opened", err)
		return
	}
	s, err := w.library.Import(b)
	w.opened(s, err, "The sample could not be opened")
	w.tick(library.StepSample)
	if run && w.s != nil {
		w.run()
	}
}

// NewIntegration implements [library.Host].
func (h *startHost) NewIntegration(n dialogs.New) { h.w().make(n) }

// OpenFile implements [library.Host].
func (h *startHost) OpenFile() { h.w().openFile() }

// ImportClipboard implements [library.Host].
func (h *startHost) ImportClipboard() { h.w().importClipboard() }

const recentMost = 6

// Recent implements [library.Host].
func (h *startHost) Recent() []library.Entry {
	all := h.Entries()
	return all[:min(len(all), recentMost)]
}

// Entries implements [library.Host].
func (h *startHost) Entries() []library.Entry {
	list, err := h.library.List()
	if err != nil {
		h.w().toast(spec.Sentence(err.Error()))
	}
	var out []library.Entry
	for _, e := range list {
		out = append(out, library.Entry{ID: e.ID, Name: e.Name, Description: e.Description, Category: e.Category, Labels: e.Labels, Flows: e.Flows, Updated: e.Updated, File: e.Path})
	}
	return out
}

// Open implements [library.Host].
func (h *startHost) Open(id string) { h.w().openEntry(id) }

// Rename implements [library.Host].
func (h *startHost) Rename(id, name string) { h.changed(h.library.Rename(id, name)) }

// Delete implements [library.Host].
func (h *startHost) Delete(id string) { h.changed(h.library.Delete(id)) }

// Duplicate implements [library.Host].
func (h *startHost) Duplicate(id string) {
	s, err := h.library.Open(id)
	if s == nil {
		h.changed(err)
		return
	}
	in := s.Integration().Clone()
	s.Close()
	in.Name += " (copy)"
	dup, err := h.library.Import(flow.Write(in))
	if dup != nil {
		dup.Close()
	}
	h.changed(err)
}

// Ticks implements [library.Host].
func (h *startHost) Ticks() map[string]bool { return h.view.Ticks }

func (h *startHost) changed(err error) {
	if err != nil {
		h.w().fail("The library was not changed", err)
	}
	h.w().start.Refresh()
}
