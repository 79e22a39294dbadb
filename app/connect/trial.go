package connect

import (
	"context"
	"errors"
	"image/color"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/canvas/draw"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// A trial is a test that is under way, or what it came to.
type trial struct {
	card    *Card
	where   string
	cancel  context.CancelFunc // nil when it has ended
	result  *Result
	shown   bool // the exchange is unfolded
	stopped bool
	own     bool        // it is of an API of one's own
	button  *kit.Button // Cancel, while it runs
	fold    *kit.Button // of the exchange
	back    func()      // where the focus goes when Cancel is there no longer

	at    string          // what address says
	again func(at string) // at hosts of one's own: tests with another address, and keeps it
	entry *kit.Entry      // for it
}

func (t *trial) running() bool { return t.cancel != nil }

// stop ends a test that is under way; nothing more is told of it.
func (t *trial) stop() {
	if t.cancel != nil {
		t.cancel()
		t.cancel = nil
	}
}

// try tests a record, and tells when that has ended; again is given the address to test
// with that the person asks for then.
func (k *Card) try(r auth.Record, again func(string), changed func()) *trial {
	ctx, cancel := context.WithCancel(context.Background())
	t := &trial{card: k, where: k.host.Environment(), cancel: cancel, at: r.TestAt}
	if t.own = r.Provider == ""; t.own {
		t.again = again
		if t.at == "" {
			t.at = firstAddress(r.Hosts)
		}
	}
	k.host.Test(ctx, r, r.TestAt, func(res Result) {
		if ctx.Err() != nil {
			return
		}
		f := k.canvas().Focused()
		held := f == nil || t.button != nil && f == fyne.Focusable(t.button)
		t.stop()
		t.result = &res
		changed()
		if held && t.back != nil {
			t.back()
		}
	})
	return t
}

// test tests a stored connection, in its place.
func (k *Card) test(r auth.Record) {
	if t := k.trials[r.ID]; t != nil {
		t.stop()
	}
	delete(k.trials, r.ID)
	t := k.try(r, nil, k.Renew)
	t.settle(r.ID)
	if t.result != nil { // it was there at once
		k.trials[r.ID] = t
		k.Renew()
		k.point(r.ID, "test")
		return
	}
	k.trials[r.ID] = t
	k.Renew()
	if s, ok := k.page.(*shelf); ok {
		if t.button != nil {
			k.focus(t.button)
		}
		s.reveal(s.row(r.ID).object)
	}
}

// settle makes the trial that of a stored connection in the list.
func (t *trial) settle(id string) {
	k := t.card
	t.back = func() { k.point(id, "test") }
	if t.own {
		t.again = func(at string) { k.testAt(id, at) }
	}
}

// testAt tests a stored connection with another address, which is kept with it.
func (k *Card) testAt(id, at string) {
	c, ok := k.stored(id)
	if !ok {
		return
	}
	r := c.Record
	if r.TestAt == at || c.Fault != "" {
		k.test(r)
		return
	}
	r.TestAt = at
	k.host.Save(r, func(kept auth.Record, err error) {
		switch {
		case k.dialog.Done(), errors.Is(err, context.Canceled):
			return
		case errors.Is(err, ErrLocked):
			k.Renew()
			Unlock(k.canvas(), k.host, func() {
				k.Renew()
				k.testAt(id, at)
			})
			return
		case err != nil:
			k.say("The address was not kept", err)
			return
		}
		k.load()
		k.test(kept)
	})
}

// object shows the trial; changed is told when it has to be shown otherwise.
func (t *trial) object(changed func()) fyne.CanvasObject {
	switch {
	case t.running():
		t.button = kit.NewButton("Cancel", "", kit.Plain, "Stop waiting for an answer", func() {
			t.stop()
			t.stopped = true
			changed()
			if t.back != nil {
				t.back()
			}
		})
		t.button.Small = true
		return kit.LineGrow(8, 1, kit.NewSpinner(16), kit.NewLabel("Testing in "+t.where+"…", kit.Muted), t.button)
	case t.stopped:
		return line(state{"stop", kit.Muted, "The test was cancelled. What was sent before cannot be taken back."})
	case t.result == nil:
		return kit.Gap(0, 0)
	}
	r := t.result
	s := state{"check", kit.Good, r.Said}
	if !r.OK {
		s = state{"cross", kit.Bad, r.Said}
	}
	col := kit.Column(5, kit.Beside(8, kit.NewColorIcon(s.icon, 16, func() color.Color { return roleColor(s.role)(kit.Colors()) }), kit.NewProse(s.text, kit.Strong, 0)))
	if r.Do != "" {
		col.Add(kit.Inset(kit.NewProse(r.Do, kit.Body, 0), 0, 0, 0, 24))
	}
	if len(r.Calls) > 0 {
		icon := "chevron-right"
		if t.shown {
			icon = "chevron-down"
		}
		title := "What was sent and what came back"
		if !slices.ContainsFunc(r.Calls, func(c Call) bool { return !c.Unsent }) {
			title = "The call that was not made"
		}
		t.fold = kit.NewButton(title, icon, kit.Link, "Secrets are left out of it", func() {
			t.shown = !t.shown
			changed()
			t.card.focus(t.fold)
		})
		t.fold.Small = true
		took := ""
		if r.Took > 0 {
			took = strconv.Itoa(int(r.Took/time.Millisecond)) + " ms"
		}
		col.Add(kit.Inset(kit.LineGrow(8, 1, t.fold, kit.Gap(0, 0), kit.NewText(strings.Trim(r.In+" · "+took, " ·"), kit.Caption)), 0, 0, 0, 18))
		if t.shown {
			for _, c := range r.Calls {
				col.Add(kit.Inset(exchange(c), 0, 0, 2, 24))
			}
		}
	}
	if t.again != nil {
		col.Add(kit.Inset(t.address(), 0, 0, 2, 24))
	}
	g := kit.NewGround(func(th *draw.Theme) color.Color { return th.Tile(roleColor(s.role)(th)) })
	g.Radius = kit.Radius
	return container.NewStack(g, kit.Inset(col, 9, 10, 9, 10))
}

// address asks for another address to test with.
func (t *trial) address() fyne.CanvasObject {
	t.entry = kit.NewEntry(1)
	t.entry.TextStyle.Monospace = true
	t.entry.Put(t.at)
	t.entry.SetTip("An address at one of its hosts that the API answers, such as one that lists something")
	t.entry.OnSubmitted = func(text string) { t.again(strings.TrimSpace(text)) }
	b := kit.NewButton("Test with this address", "", kit.Plain, kit.Tip("GET this address, and keep it for the next test", "Enter"), func() { t.again(strings.TrimSpace(t.entry.Text)) })
	return kit.LineGrow(8, 0, t.entry, b)
}

// exchange is a request and its answer.
func exchange(c Call) fyne.CanvasObject {
	status := state{"check", kit.Good, strconv.Itoa(c.Status)}
	switch {
	case c.Fault != "":
		status = state{"cross", kit.Bad, "no answer"}
		if c.Unsent {
			status.text = "not sent"
		}
	case c.Status >= 400:
		status = state{"cross", kit.Bad, strconv.Itoa(c.Status)}
	}
	url := kit.NewLabel(c.Method+" "+c.URL, kit.Code)
	col := kit.Column(4, kit.LineGrow(8, 0, kit.NewHint(url, ""), chip(status)))
	if c.Mapped != "" {
		col.Add(kit.NewHint(kit.NewLabel("sent to "+c.Mapped, kit.CodeDim), "The environment sends what is meant for this host there"))
	}
	var text []string
	for _, p := range c.Sent {
		text = append(text, p.Name+": "+p.Value)
	}
	if len(text) > 0 && !c.Unsent {
		col.Add(code("Sent", strings.Join(text, "\n"), 6))
	}
	text = nil
	for _, p := range c.Got {
		text = append(text, p.Name+": "+p.Value)
	}
	if c.Body != "" {
		if len(text) > 0 {
			text = append(text, "")
		}
		text = append(text, laidOut(c.Body))
	}
	if c.Fault != "" {
		text = append(text, spec.Sentence(c.Fault))
	}
	if len(text) > 0 {
		head := "Came back"
		if c.Status == 0 {
			head = "What happened"
		}
		col.Add(code(head, strings.Join(text, "\n"), 10))
	}
	return col
}

// laidOut is a body as it reads best, and no more of it than can be read.
func laidOut(body string) string {
	const most = 6000
	if v := jsontext.Value(body); len(body) < most && v.Indent(jsontext.WithIndent("  ")) == nil {
		body = string(v)
	}
	if len(body) > most {
		body = strings.ToValidUTF8(body[:most], "") + "\n… and more"
	}
	return body
}

// code is text in a box of at most so many lines, under a caption.
func code(caption, text string, lines float32) fyne.CanvasObject {
	prose := kit.NewProse(text, kit.Code, 0)
	scroll := container.NewVScroll(kit.Inset(prose, 6, 10, 6, 10))
	box := container.New(kit.UpTo(lines*16+12, scroll.Content), kit.NewCard(kit.CodeGround), scroll)
	return kit.Column(3, kit.NewLabel(caption, kit.Caption), box)
}
