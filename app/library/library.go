// Package library is the start page: samples to try, the integrations that were opened
// last, the library of all of them, and a guide that ticks itself.
//
// The page keeps nothing: what it shows it asks of its [Host], again on each Refresh.
package library

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"flowbench/app/dialogs"
	"flowbench/app/kit"
	"flowbench/canvas/draw"
)

// Host is what the page asks of the window.
type Host interface {
	// Samples are the flows to try, in their order.
	Samples() []Sample
	// OpenSample opens a copy of a sample, and runs it at once.
	OpenSample(name string, run bool)

	// NewIntegration makes an integration and opens it.
	NewIntegration(dialogs.New)
	// OpenFile lets the person choose a file to open.
	OpenFile()
	// ImportClipboard makes an integration of the text on the clipboard.
	ImportClipboard()

	// Recent are the integrations that were opened last, the latest first.
	Recent() []Entry
	// Entries are all integrations of the library.
	Entries() []Entry
	Open(id string)
	Rename(id, name string)
	Duplicate(id string)
	// Delete removes an integration; the person has agreed.
	Delete(id string)

	// Ticks are the steps of the guide that were done, by their names.
	Ticks() map[string]bool
}

// A Sample is a flow to try.
type Sample struct {
	Name  string // by which it is opened
	Title string
	Text  string      // one sentence
	Board *draw.Scene // its board, drawn small on its card
}

// An Entry is an integration of the library.
type Entry struct {
	ID, Name, Description string
	Category              string
	Labels                []string
	Flows                 int
	Updated               time.Time
	File                  string // that it is linked to, or ""
}

// The steps of the guide, as Ticks names them.
const (
	StepSample = "sample" // open a sample
	StepRun    = "run"    // Run Flow, Generate Output
	StepLog    = "log"    // click a step in the flow log
	StepDebug  = "debug"  // drag Debug onto the board and wire it
	StepExport = "export" // Export
)

// A Page is the start page.
type Page struct {
	widget.BaseWidget
	host Host
	now  func() time.Time

	cards  *fyne.Container
	recent *fyne.Container
	all    *fyne.Container // the whole library, with its head
	rows   *fyne.Container
	search *kit.Entry
	guide  *fyne.Container
	main   *fyne.Container
	root   fyne.CanvasObject
}

// New makes the page.
func New(host Host) *Page {
	p := &Page{host: host, now: time.Now}
	p.cards = container.New(&kit.Cards{Narrow: 200, Gap: 16})
	p.recent, p.rows = kit.Column(0), kit.Column(0)
	p.guide = kit.Column(0)
	p.search = kit.NewSearch("Search the library", func(string) { p.fillLibrary() })
	p.search.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name != fyne.KeyEscape || p.search.Text == "" {
			return false
		}
		p.search.SetText("")
		return true
	}
	p.all = kit.Column(10, kit.LineGrow(16, 0, kit.NewLabel("Library", kit.Title), kit.MinSize(p.search, 280, 0)), p.rows)

	p.main = kit.Column(28, p.head(), p.samples(), p.recent, p.all)
	scroll := container.NewVScroll(container.New(pageLayout{}, p.main, p.guide))
	p.root = container.NewStack(kit.NewGround(kit.Background), scroll)
	p.ExtendBaseWidget(p)
	p.fill()
	return p
}

// CreateRenderer implements [fyne.Widget].
func (p *Page) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.root) }

// Refresh asks the host again and shows what it says.
func (p *Page) Refresh() {
	p.fill()
	p.BaseWidget.Refresh()
}

// Search is the search field, for the key that leads there.
func (p *Page) Search() fyne.Focusable { return p.search }

// Add opens the dialog for a new integration.
func (p *Page) Add() {
	dialogs.NewIntegration(p.canvas(), p.taken, p.host.NewIntegration)
}

func (p *Page) canvas() fyne.Canvas { return fyne.CurrentApp().Driver().CanvasForObject(p) }

func (p *Page) fill() {
	p.fillSamples()
	p.fillLibrary()
	p.fillGuide()
}

func (p *Page) head() fyne.CanvasObject {
	add := kit.NewButton("Add Integration", "plus", kit.Primary, "Begin with a flow that leads from Start to End", p.Add)
	open := kit.NewButton("Open file", "folder", kit.Plain, "Open a flow from a JSON or YAML file", p.host.OpenFile)
	paste := kit.NewButton("Import from clipboard", "paste", kit.Plain, "Make an integration of a flow that was copied as text", p.host.ImportClipboard)
	return kit.Column(18,
		kit.Column(6, kit.NewLabel("Flowbench", kit.Large),
			kit.NewProse("Draw an integration, run it on this machine against sandbox APIs, and see every request and response.", kit.Muted, 0)),
		kit.Line(8, add, open, paste))
}
