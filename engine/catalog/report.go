package catalog

import "fmt"

// A report collects the problems of one file.
type report struct {
	file     string
	problems []Problem
}

func (r *report) add(path, format string, args ...any) {
	r.problems = append(r.problems, Problem{r.file, path, fmt.Sprintf(format, args...)})
}

// err adds a problem if there is one.
func (r *report) err(path string, err error) {
	if err != nil {
		r.add(path, "%s", err)
	}
}

// need adds a problem if a text that must be there is not.
func (r *report) need(path, value string) {
	if value == "" {
		r.add(path, "this is missing")
	}
}
