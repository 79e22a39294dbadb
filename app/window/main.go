package window

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/engine/catalog"
	"flowbench/engine/sandbox"
	"flowbench/engine/worker"
	"flowbench/store"
)

// ID is the app's name for the desktop.
const ID = "app.flowbench"

// Main opens the window and returns the exit code when it was closed. The app is made by
// newApp: only it needs a display, and the libraries of one.
func Main(args []string, newApp func(id string) fyne.App) int {
	data, files, err := arguments(args)
	if err != nil {
		fmt.Fprintln(os.Stderr, "flowbench:", err)
		return 2
	}
	dir, err := store.Dir(data)
	if err != nil {
		fmt.Fprintln(os.Stderr, "flowbench:", err)
		return 2
	}
	var w *Window
	lock, err := store.LockWindow(dir, func(args []string) {
		onFyne(func() {
			if w != nil {
				w.raise(args)
			}
		})
	})
	if errors.Is(err, store.ErrInUse) && store.Raise(dir, files...) == nil {
		return 0 // the window that is open came to the front
	}
	a := newApp(ID)
	look.Use(a, look.Mode(os.Getenv("FLOWBENCH_THEME")))
	go warmFaces()
	if err != nil {
		return alone(a, "The store is in use", fmt.Sprintf("Another Flowbench has the data in %s open and does not answer. Close it, or start this one with --data and another folder.", dir))
	}
	defer lock.Close()
	var notices []string
	st, err := store.Open(dir, store.Options{Daily: true, Notice: func(text string) { notices = append(notices, text) }})
	if err != nil {
		return alone(a, "The store could not be opened", sentence(err.Error()))
	}
	server := sandbox.New(catalog.Builtin(), sandbox.Programs())
	if err := server.Listen("127.0.0.1:0"); err != nil {
		return alone(a, "The sandbox could not be started", sentence(err.Error()))
	}
	exe, err := os.Executable()
	if err != nil {
		return alone(a, "Flowbench cannot find itself", sentence(err.Error()))
	}
	pool := worker.NewPool(worker.Command{Path: exe, Args: []string{"worker"}})
	defer pool.Close()
	a.Lifecycle().SetOnStarted(func() { time.AfterFunc(300*time.Millisecond, pool.Warm) })
	w = newWindow(config{app: a, store: st, sandbox: server, runner: pool, do: onFyne})
	w.open(files)
	for _, text := range notices {
		w.tell("Please note", text)
	}
	w.win.ShowAndRun()
	w.finish()
	return 0
}

// warmFaces has Fyne read the faces while the store is opened: each is read once, by who
// first measures a text in it.
func warmFaces() {
	for _, style := range []fyne.TextStyle{{Bold: true}, {}, {Monospace: true}} {
		fyne.MeasureText("a", kit.BodySize, style)
	}
}

// arguments reads what stands behind the name of the program.
func arguments(args []string) (data string, files []string, err error) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--data" && i+1 < len(args):
			i++
			data = args[i]
		case strings.HasPrefix(a, "--data="):
			data = strings.TrimPrefix(a, "--data=")
		case strings.HasPrefix(a, "-"):
			return "", nil, fmt.Errorf("unknown flag %s\nSee: flowbench --help", a)
		default:
			path, err := filepath.Abs(a)
			if err != nil {
				return "", nil, err
			}
			files = append(files, path)
		}
	}
	return data, files, nil
}

// open shows what the window begins with: the files, else what was open last, else the
// start page.
func (w *Window) open(files []string) {
	if len(files) > 0 {
		w.openPath(files[0])
		return
	}
	if id := w.library.Last(); id != "" && w.view.Open {
		w.openEntry(id)
		return
	}
	w.home()
}

// raise brings the window to the front, for a second start.
func (w *Window) raise(files []string) {
	w.win.Show()
	w.win.RequestFocus()
	if len(files) > 0 {
		w.openPath(files[0])
	}
}

// alone shows a message where there is no window to show it in.
func alone(a fyne.App, title, text string) int {
	w := a.NewWindow("Flowbench")
	ok := kit.NewButton("Close", "", kit.Primary, "Close Flowbench", a.Quit)
	w.SetContent(container.NewStack(kit.NewGround(kit.Surface),
		kit.Inset(container.NewBorder(kit.NewText(title, kit.Title), kit.Line(0, ok), nil, nil, kit.NewParagraph(text, kit.Body)), 20, 24, 20, 24)))
	w.Resize(fyne.NewSize(520, 220))
	w.ShowAndRun()
	return 1
}
