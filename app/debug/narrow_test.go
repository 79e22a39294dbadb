package debug

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"flowbench/app/kit"
	"flowbench/engine/event"
)

// bars are the bars that are shown in an object.
func bars(o fyne.CanvasObject) (out []*fyne.Container) {
	each(o, func(o fyne.CanvasObject) {
		if c, ok := o.(*fyne.Container); ok {
			if _, is := c.Layout.(*bar); is {
				out = append(out, c)
			}
		}
	})
	return out
}

// clash says what of a bar lies over something else, or outside of it.
func clash(b *fyne.Container) string {
	type span struct{ from, to float32 }
	var spans []span
	for _, o := range b.Objects {
		if takes(o) {
			spans = append(spans, span{o.Position().X, o.Position().X + o.MinSize().Width})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return int(a.from - b.from) })
	at := float32(0)
	for _, s := range spans {
		if s.from < at || s.to > b.Size().Width {
			return fmt.Sprintf("%v in %v", spans, b.Size().Width)
		}
		at = s.to
	}
	return ""
}

func TestNothingOverlapsInANarrowDock(t *testing.T) {
	d, _, w := newDock(t)
	states := map[string]func(){
		"none":    func() { d.Begin(Run{}) },
		"running": func() { d.Begin(Run{Name: "Run 1234"}); d.Put(watch(false)[:6]) },
		"failed":  func() { d.Show(Run{Name: "Run 1234", Events: watch(true)}) },
		"good":    func() { d.Show(Run{Name: "Run 1234", Events: watch(false)}) },
	}
	for name, set := range states {
		set()
		for _, width := range []float32{1100, 700, 560, 480, 420, 385} {
			w.Resize(fyne.NewSize(width, 320))
			for tab := InputTab; tab <= SandboxTab; tab++ {
				d.OpenTab(tab)
				for _, s := range d.trace.Steps {
					if tab == FlowLogTab {
						d.SelectStep(s.Path)
					}
					for _, b := range bars(d.Content) {
						if text := clash(b); text != "" {
							t.Errorf("%s, tab %d, %s at %v: %s", name, tab, s.Path, width, text)
						}
					}
				}
			}
			if words := strings.Join(shown(d.header), " "); name == "failed" && strings.Count(words, "failed") != 1 {
				t.Errorf("at %v the run says %q", width, words)
			}
		}
	}
}

func TestRareActionsAreInAMenuWhereThereIsLittleRoom(t *testing.T) {
	d, host, w := newDock(t)
	d.Show(Run{Name: "Run 1", Events: watch(true)})
	buttons := func(icon string) (out []*kit.Button) {
		each(d.detail.bar, func(o fyne.CanvasObject) {
			if b, ok := o.(*kit.Button); ok && b.Icon == icon {
				out = append(out, b)
			}
		})
		return out
	}
	if len(buttons("copy")) != 1 || len(buttons("more")) != 0 {
		t.Error("with room the buttons stand side by side")
	}
	w.Resize(fyne.NewSize(420, 320))
	if len(buttons("copy")) != 0 || len(buttons("more")) != 1 {
		t.Fatal("without room they are not in a menu")
	}
	for _, item := range d.detail.menu() {
		if item.Label == "Copy" {
			item.Action()
		}
	}
	if host.copied == "" {
		t.Error("Copy in the menu copies nothing")
	}
	var picks []*kit.Select
	each(d.detail.bar, func(o fyne.CanvasObject) {
		if s, ok := o.(*kit.Select); ok {
			picks = append(picks, s)
		}
	})
	if len(picks) != 1 || picks[0].Value != responseTab || len(picks[0].Options) < 3 {
		t.Fatalf("the tabs are in no list: %v", picks)
	}
	test.NewTempWindow(t, w.Content())
	picks[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if d.detail.tab() == responseTab || picks[0].Value != d.detail.tab() {
		t.Errorf("the list says %q, the tab is %q", picks[0].Value, d.detail.tab())
	}
	w.Resize(fyne.NewSize(1100, 320))
	if d.trace.Status != event.Failed || len(buttons("copy")) != 1 {
		t.Error("with room again they are not side by side")
	}
}

func TestTheSecondOfTwoSharesIsNotCut(t *testing.T) {
	test.NewTempApp(t)
	first, second := kit.NewLabel("a line that is cut", kit.Body), kit.NewText("200 OK", kit.Body)
	for _, width := range []float32{400, 120} {
		shares{0.74, 12}.Layout([]fyne.CanvasObject{first, second}, fyne.NewSize(width, 20))
		if second.Size().Width < second.MinSize().Width || second.Position().X+second.Size().Width > width {
			t.Errorf("at %v it has %v of %v", width, second.Size(), second.MinSize())
		}
	}
}
