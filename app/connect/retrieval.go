package connect

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/go-json-experiment/json/jsontext"

	"flowbench/app/kit"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// A retrieval makes a connection's token request while it is set up, shows what came
// back, and what each placement makes of it.
type retrieval struct {
	e      *editor
	button *kit.Button
	no     *kit.Button // Cancel, while it waits
	box    *fyne.Container
	cancel context.CancelFunc
	reply  *auth.Reply
	fault  error
	shown  *fyne.Container // the tree, masked or not
	eye    *kit.Button
	sent   []Sent
	wait   func()
	asked  context.CancelFunc
}

func newRetrieval(e *editor) *retrieval {
	r := &retrieval{e: e, box: kit.Column(8), shown: container.NewStack()}
	r.button = kit.NewButton("Retrieve response", "refresh", kit.Plain, "Make the authorization request, in "+e.card.host.Environment()+", and see what comes back", r.run)
	e.form.follow(r.button)
	r.fill()
	return r
}

func (r *retrieval) section(tab string) fyne.CanvasObject {
	if tab == placementPart {
		return r.box
	}
	return nil
}

func (r *retrieval) below() fyne.CanvasObject { return nil }

func (r *retrieval) stop() {
	if r.cancel != nil {
		r.cancel()
		r.cancel = nil
	}
	r.unask()
}

func (r *retrieval) unask() {
	if r.wait != nil {
		r.wait()
		r.wait = nil
	}
	if r.asked != nil {
		r.asked()
		r.asked = nil
	}
}

// run makes the request, unless something that it needs is wrong.
func (r *retrieval) run() {
	e := r.e
	for _, pr := range e.card.host.Problems(e.record()) {
		field, _ := cutPath(pr.Path.Field)
		if pr.Severity != spec.Warning && !r.isPlacement(field) {
			e.touched[field] = true
			e.judge()
			e.reveal(e.group.at(pr.Path.Field))
			return
		}
	}
	r.stop()
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel, r.reply, r.fault, r.sent = cancel, nil, nil, nil
	r.fill()
	e.form.focus(r.no)
	e.card.host.Retrieve(ctx, e.record(), func(reply auth.Reply, err error) {
		if ctx.Err() != nil {
			return
		}
		r.cancel = nil
		cancel()
		if r.fault = err; err == nil {
			r.reply = &reply
		}
		r.fill()
		r.changed()
		e.form.focus(r.button)
	})
}

func (r *retrieval) isPlacement(field string) bool {
	for _, f := range r.e.group.fields {
		if f.Name == field {
			return f.Tab == placementPart
		}
	}
	return false
}

// fill shows how the request stands.
func (r *retrieval) fill() {
	r.box.Objects = nil
	add := func(o fyne.CanvasObject) { r.box.Add(o) }
	switch {
	case r.cancel != nil:
		r.no = kit.NewButton("Cancel", "", kit.Plain, "Stop waiting for an answer", func() { r.stop(); r.fill(); r.e.form.focus(r.button) })
		add(kit.LineGrow(8, 1, kit.NewSpinner(16), kit.NewLabel("Waiting for the response…", kit.Muted), r.no))
	case r.fault != nil:
		add(kit.Line(0, r.button))
		add(kit.NewNotice("cross", kit.Bad, spec.Sentence(r.fault.Error()), "", nil))
	case r.reply != nil:
		r.answer(add)
	default:
		add(kit.NewProse("Retrieve the response once to see what comes back, and what the rows below make of it.", kit.Caption, 0))
		add(kit.Line(0, r.button))
	}
	r.box.Refresh()
	r.e.relayout()
}

func (r *retrieval) answer(add func(fyne.CanvasObject)) {
	s := state{"check", kit.Good, "Status " + strconv.Itoa(r.reply.Status)}
	if r.reply.Status >= 400 {
		s = state{"cross", kit.Bad, "Status " + strconv.Itoa(r.reply.Status)}
	}
	r.eye = kit.NewButton("Show values", "debug", kit.Quiet, "Shown while you press; Space shows or masks them by key", nil)
	r.eye.Small = true
	clear := false
	press := func(on bool) {
		clear = on
		text, icon := "Show values", "debug"
		if on {
			text, icon = "Mask values", "eye-off"
		}
		r.eye.Set(text, icon)
		r.tree(on)
	}
	mouse := false
	r.eye.OnPress = func(down bool) { mouse = down || mouse; press(down) }
	r.eye.OnTapped = func() {
		if mouse { // the press has shown it
			mouse = false
			return
		}
		press(!clear)
	}
	add(kit.LineGrow(8, 2, r.button, chip(s), kit.Gap(0, 0), r.eye))
	r.tree(false)
	add(r.shown)
}

// tree shows headers and body, masked or not.
func (r *retrieval) tree(clear bool) {
	show := func(name, value string) string {
		if clear {
			return value
		}
		return maskNamed(name, value)
	}
	var headers []kit.Part
	names := make([]string, 0, len(r.reply.Header))
	for name := range r.reply.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		headers = append(headers, kit.Part{Name: name, Text: show(name, spec.ToText(r.reply.Header[name]))})
	}
	parts := []kit.Part{{Name: "authResponseStatusCode", Text: strconv.Itoa(r.reply.Status)},
		{Name: "authResponseHeaders", Note: plural(len(headers), "header"), Parts: headers}}
	body := kit.Part{Name: "authResponseBody", Open: true}
	switch v := jsontext.Value(strings.TrimSpace(r.reply.Body)); {
	case r.reply.Body == "":
		body.Text = "(nothing)"
	case v.IsValid() && (v.Kind() == '{' || v.Kind() == '['):
		if !clear {
			v = maskJSON(v)
		}
		body.Value = v
	default:
		body.Text = show("", cutText(r.reply.Body, 2000))
	}
	tree := kit.NewTree(append(parts, body)...)
	tree.OnCopy = func(text string) { r.e.card.host.Copy(mask(text)) }
	r.shown.Objects = []fyne.CanvasObject{kit.MinSize(kit.NewWell(tree), 0, min(220, max(96, 14+23*float32(tree.Lines()))))}
	r.shown.Refresh()
}

func cutText(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// changed asks what the rows make of the response, once nothing is typed any more.
func (r *retrieval) changed() {
	r.unask()
	if r.reply == nil {
		return
	}
	e := r.e
	record, reply := e.record(), *r.reply
	r.wait = e.card.host.After(pause, func() {
		r.wait = nil
		ctx, cancel := context.WithCancel(context.Background())
		r.asked = cancel
		e.card.host.Preview(ctx, record, &reply, func(all []Sent, err error) {
			if ctx.Err() != nil {
				return
			}
			r.sent = all
			if err != nil {
				r.sent = []Sent{{Fault: err.Error()}}
			}
			e.remark()
		})
	})
}

// remark says anew what each row comes to.
func (e *editor) remark() {
	for _, p := range e.group.seen {
		if l, ok := p.control.(*list); ok {
			for _, row := range l.items {
				row.remark()
			}
		}
	}
	e.relayout()
}

// note implements [extra]: the rows of the placement are previewed in their order.
func (r *retrieval) note(list string, i int) string {
	if r.sent == nil || !r.isPlacement(list) {
		return ""
	}
	n := 0
	for _, x := range r.sent {
		if (x.In == auth.Query) != isQuery(list) && x.In != "" {
			continue
		}
		if n++; n-1 < i {
			continue
		}
		if x.Fault != "" {
			return spec.Sentence(x.Fault)
		}
		return placed(x.In, x.Name, maskNamed("token", x.Value.Reveal()))
	}
	return ""
}
