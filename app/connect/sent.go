package connect

import (
	"context"
	"regexp"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// template is a template in a placement.
var template = regexp.MustCompile(`\{\{.*?\}\}`)

// pause is how long after the last letter a preview is made.
const pause = 250 * time.Millisecond

// A sentLine says what the settings add to each request, secrets as dots: for a scheme
// whose rows do not say so already.
type sentLine struct {
	e      *editor
	needed bool
	box    *fyne.Container
	object fyne.CanvasObject
	wait   func()
	cancel context.CancelFunc
}

func newSentLine(e *editor) *sentLine {
	s := &sentLine{e: e, needed: e.extra == nil, box: kit.Column(3)}
	for _, f := range e.group.fields {
		s.needed = s.needed && f.Type != spec.List
	}
	s.object = kit.Column(4, kit.NewLabel("Added to each request", kit.Caption), kit.NewWell(kit.Inset(s.box, 2, 6, 2, 6)))
	s.object.Hide()
	s.renew()
	return s
}

func (s *sentLine) stop() {
	if s.wait != nil {
		s.wait()
		s.wait = nil
	}
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
}

// renew asks anew, once nothing is typed any more.
func (s *sentLine) renew() {
	if !s.needed {
		return
	}
	s.stop()
	r := s.e.record()
	for _, pr := range s.e.card.host.Problems(r) {
		if pr.Severity != spec.Warning {
			s.show(nil)
			return
		}
	}
	s.wait = s.e.card.host.After(pause, func() {
		s.wait = nil
		ctx, cancel := context.WithCancel(context.Background())
		s.cancel = cancel
		s.e.card.host.Preview(ctx, r, nil, func(all []Sent, err error) {
			if ctx.Err() != nil {
				return
			}
			if err != nil {
				all = nil
			}
			s.show(all)
		})
	})
}

func (s *sentLine) show(all []Sent) {
	s.box.Objects = nil
	open := s.open()
	for _, x := range all {
		if x.Fault != "" {
			continue
		}
		s.box.Add(kit.NewHint(kit.NewLabel(placed(x.In, x.Name, covered(x.Value, open)), kit.Code), ""))
	}
	if len(s.box.Objects) == 0 {
		s.object.Hide()
	} else {
		s.object.Show()
	}
	s.e.fields.Refresh()
	s.e.relayout()
}

// open are the values of the form that are no secret.
func (s *sentLine) open() map[string]bool {
	out := map[string]bool{}
	for _, f := range s.e.group.fields {
		if v := spec.ToText(s.e.values[s.e.scheme][f.Name]); v != "" && !f.Secret {
			out[v] = true
		}
	}
	return out
}

// placed is how something is added to a request.
func placed(in auth.In, name, value string) string {
	switch in {
	case auth.Query:
		return "?" + name + "=" + value
	case auth.Body, auth.Whole:
		return "body " + name + " " + value
	}
	return name + ": " + value
}

// covered is a value with dots in place of all that may be secret.
func covered(v auth.Secret, open map[string]bool) string {
	text := v.Reveal()
	if open[text] {
		return text
	}
	if word, _, ok := strings.Cut(text, " "); ok && prefixes[strings.ToLower(word)] {
		return word + " " + dots
	}
	return dots
}
