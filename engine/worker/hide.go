package worker

// What a worker process that broke said last may hold what it was given: nobody there had
// the time to look. So the parent knows the secrets that went over the pipe, and looks.

func (w *Worker) learn(accounts ...Account) {
	for _, a := range accounts {
		if r, err := a.Record(); err == nil { // else the child cannot read it either
			w.hide.Add(r.Secrets()...)
		}
	}
}

func (w *Worker) learnToken(said word) {
	for _, t := range []*token{said.Got, said.Use} {
		if t != nil {
			hidden := t.hide()
			w.hide.Add(append(hidden.Values, hidden.Refresh)...)
		}
	}
}
