package window

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"flowbench/app/kit"
	"flowbench/app/look"
	"flowbench/app/session"
	"flowbench/engine/catalog"
	"flowbench/engine/sandbox"
	"flowbench/engine/spec"
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
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		fmt.Fprintln(os.Stderr, "flowbench: there is no display here, so no window can be opened. The command line works: see flowbench --help")
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
	normal := debug.SetGCPercent(800) // a start makes much that stays and little that goes
	a := newApp(ID)
	look.Use(a, look.Mode(os.Getenv("FLOWBENCH_THEME")))
	if err != nil {
		return alone(a, "The store is in use", fmt.Sprintf("Another Flowbench has the data in %s open and does not answer. Close it, or start this one with --data and another folder.", dir))
	}
	defer lock.Close()
	exe, err := os.Executable()
	if err != nil {
		return alone(a, "Flowbench cannot find itself", spec.Sentence(err.Error()))
	}
	pool := worker.NewPool(worker.Command{Path: exe, Args: []string{"worker"}})
	defer pool.Close()
	a.Lifecycle().SetOnStarted(func() {
		time.AfterFunc(300*time.Millisecond, func() {
			debug.SetGCPercent(normal)
			pool.Warm()
		})
	})
	ready, opened := make(chan *first, 1), make(chan bool)
	go func() {
		f := prepare(dir, exe, config{app: a, runner: pool, pool: pool, keyFile: os.Getenv("FLOWBENCH_KEY_FILE"), do: onFyne})
		ready <- f
		if f.fault == nil {
			f.open(files)
			close(opened)
		}
	}()
	readFaces()
	f := <-ready
	if f.fault != nil {
		return alone(a, f.what, spec.Sentence(f.fault.Error()))
	}
	w = f.window
	w.build()
	<-opened
	f.show()
	w.openVault()
	w.win.ShowAndRun()
	w.finish()
	return 0
}

// readFaces has Fyne read its faces, which the first text in each waits for. It is the
// window's goroutine's business; what else a start takes is done beside it.
func readFaces() {
	for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
		fyne.MeasureText("a", kit.BodySize, style)
	}
}

// A first is what a window begins with.
type first struct {
	window  *Window
	last    string           // the entry that was open last, or ""
	session *session.Session // nil: the start page
	err     error            // of the session
	what    string           // could not be done, because of
	fault   error

	mu      sync.Mutex
	notices []string // of the store, until there is a window to tell them in
	shown   bool
}

// prepare opens the store and starts the sandbox. Nothing of it touches Fyne.
func prepare(dir, exe string, c config) *first {
	f := &first{}
	c.store, f.fault = store.Open(dir, store.Options{Daily: true, Probe: store.ProbeBy(exe), Notice: f.notice})
	if f.fault != nil {
		f.what = "The store could not be opened"
		return f
	}
	c.sandbox = sandbox.New(catalog.Builtin(), sandbox.Programs())
	if f.fault = c.sandbox.Listen("127.0.0.1:0"); f.fault != nil {
		f.what = "The sandbox could not be started"
		return f
	}
	f.begin(newWindow(c))
	return f
}

// begin notes with what a window begins that was closed with an integration open.
func (f *first) begin(w *Window) {
	f.window = w
	if w.view.Open {
		f.last = w.library.Last()
	}
}

// open reads what is shown at first: the file, else what was open last. Nothing of it
// touches Fyne: the window is built meanwhile.
func (f *first) open(files []string) {
	lib := f.window.library
	switch {
	case len(files) > 0:
		f.session, f.err = lib.OpenFile(files[0])
	case f.last != "":
		f.session, f.err = lib.Open(f.last)
	}
}

// show shows in the window what it begins with.
func (f *first) show() {
	w := f.window
	if f.session == nil && f.err == nil {
		w.home()
	} else {
		w.opened(f.session, f.err, "It could not be opened")
	}
	f.mu.Lock()
	f.shown = true
	notices := f.notices
	f.mu.Unlock()
	for _, text := range notices {
		w.tell("Please note", text)
	}
}

// notice tells what a person must know of the store, from any goroutine.
func (f *first) notice(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.shown {
		f.notices = append(f.notices, text)
		return
	}
	w := f.window
	w.do(func() { w.tell("Please note", text) })
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
			if _, err := os.Stat(path); err != nil {
				return "", nil, fmt.Errorf("there is neither a file nor a command %q\nSee: flowbench --help", a)
			}
			files = append(files, path)
		}
	}
	return data, files, nil
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
