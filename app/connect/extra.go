package connect

import (
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

// An extra is what the form of a scheme has besides its fields.
type extra interface {
	// section is what stands under the head of a part of the form, or nil.
	section(tab string) fyne.CanvasObject
	// below stands after all fields, or is nil.
	below() fyne.CanvasObject
	// note is what a row of a list comes to, where the form cannot say it by itself.
	note(list string, i int) string
	changed() // the settings did
	stop()
}

func newExtra(e *editor, s auth.Scheme) extra {
	switch {
	case s.ID == "custom":
		return newRetrieval(e)
	case s.SignsIn:
		return newSigning(e)
	}
	return nil
}

// placementPart is the part of the form that says what of a response goes into requests.
const placementPart = "Token placement settings"

func (e *editor) section(tab string) fyne.CanvasObject {
	if e.extra == nil {
		return nil
	}
	return e.extra.section(tab)
}

// note is what a row that places something comes to, masked.
func (e *editor) note(list string, i int, row map[string]any) string {
	name, value := spec.ToText(row["name"]), spec.ToText(row["value"])
	if name == "" || !spec.HasTemplate(value) {
		return ""
	}
	shown, all := e.masked(value)
	if !all {
		if e.extra == nil {
			return ""
		}
		return e.extra.note(list, i)
	}
	if isQuery(list) {
		return "?" + name + "=" + shown
	}
	return name + ": " + shown
}

func isQuery(list string) bool {
	low := strings.ToLower(list)
	return strings.Contains(low, "param") || strings.Contains(low, "query")
}

// masked puts dots where a secret's template stands; all says that no other template is left.
func (e *editor) masked(text string) (shown string, all bool) {
	all = true
	s, _ := auth.Find(e.scheme)
	names := map[string]bool{"secret": true}
	if s.New != nil {
		for _, f := range s.New().Fields() {
			names[f.Name] = names[f.Name] || f.Secret
		}
	}
	shown = template.ReplaceAllStringFunc(text, func(t string) string {
		if name := strings.TrimSpace(strings.Trim(t, "{}")); names[name] {
			return dots
		}
		all = false
		return t
	})
	return shown, all && !strings.Contains(shown, "{{")
}

// A signing is the sign-in of a connection in its form.
type signing struct {
	e      *editor
	box    *fyne.Container
	button *kit.Button
}

func newSigning(e *editor) *signing {
	s := &signing{e: e, box: kit.Column(0)}
	s.fill()
	return s
}

func (s *signing) fill() {
	k := s.e.card
	var st SignedIn
	if s.e.base.ID != "" && s.e.scheme == s.e.base.Scheme {
		st = k.host.SignedIn(s.e.base.ID)
	}
	what, verb := signedIn(st, k.host.Now())
	s.button = kit.NewButton(verb, "", kit.Plain, "Save the connection and sign in, in the browser", s.begin)
	s.e.form.follow(s.button)
	s.box.Objects = []fyne.CanvasObject{kit.LineGrow(8, 0, line(what), s.button)}
	s.box.Refresh()
}

// begin saves the connection first: the sign-in belongs to a stored one.
func (s *signing) begin() {
	s.e.keep(func() {
		e := s.e
		e.card.load()
		e.name.Put(e.base.Name)
		waitSignIn(e.card.canvas(), e.card.host, e.base.ID, e.base.Name, func(bool) {
			s.fill()
			e.form.focus(s.button)
		})
	})
}

func (s *signing) section(string) fyne.CanvasObject { return nil }
func (s *signing) below() fyne.CanvasObject         { return s.box }
func (s *signing) note(string, int) string          { return "" }
func (s *signing) changed()                         {}
func (s *signing) stop()                            {}
