package worker

import "flowbench/engine/auth"

// What a worker process that broke said last may hold what it was given: nobody there had
// the time to look. So the parent knows the secrets that went over the pipe, and looks.

// Redactor finds what the order carries and nobody may see.
func (o Order) Redactor() *auth.Redactor {
	r := &auth.Redactor{}
	r.Add(o.hidden()...)
	return r
}

// hidden are the secrets of the order's accounts, and the texts that may not be shown.
func (o Order) hidden() []auth.Secret {
	var out []auth.Secret
	for _, text := range o.Hide {
		out = append(out, auth.Hide(text))
	}
	for _, a := range o.Connections {
		if r, err := a.Record(); err == nil { // else the child cannot read it either
			out = append(out, r.Secrets()...)
		}
	}
	return out
}

func (w *Worker) learnToken(said word) {
	for _, t := range []*token{said.Got, said.Use} {
		if t != nil {
			hidden := t.hide()
			w.hide.Add(append(hidden.Values, hidden.Refresh)...)
		}
	}
}
