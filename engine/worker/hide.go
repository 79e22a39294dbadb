package worker

import "flowbench/engine/auth"

// What a worker process that broke said last may hold what it was given: nobody there had
// the time to look. So the parent knows the secrets that went over the pipe, and looks.

func (w *Worker) learn(accounts ...Account) {
	for _, a := range accounts {
		if r, err := a.Record(); err == nil { // else the child cannot read it either
			w.hide.Add(r.Secrets()...)
		}
	}
}

// hidden are the texts of an order that may not be shown.
func (o Order) hidden() []auth.Secret {
	var out []auth.Secret
	for _, text := range o.Hide {
		out = append(out, auth.Hide(text))
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
