package dialogs

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"flowbench/app/kit"
	"flowbench/engine/spec"
)

// A ProblemList is the popup behind the Warning icon.
type ProblemList struct {
	*Dialog
	list *fyne.Container
	open func(spec.Path)
	fix  func(spec.Problem)
}

// Problems lists what is wrong with the flow below a button; at is the button's lower
// right corner. A click on a problem closes the list and opens its place; fix is told of
// a problem whose button was pressed, and the list stays, to be Set again.
func Problems(c fyne.Canvas, at fyne.Position, problems []spec.Problem, open func(spec.Path), fix func(spec.Problem)) *ProblemList {
	p := &ProblemList{list: kit.Column(2), open: open, fix: fix}
	p.fill(problems)
	p.Dialog = show(c, frame{title: "Problems", subtitle: counted(problems), body: kit.Inset(p.list, 0, -8, 0, -8), place: popup, at: at.AddXY(0, 6), width: 440})
	return p
}

// Set shows other problems.
func (p *ProblemList) Set(problems []spec.Problem) {
	p.fill(problems)
	p.setSubtitle(counted(problems))
	p.relayout()
}

func counted(problems []spec.Problem) string {
	errs := 0
	for _, p := range problems {
		if p.Severity == spec.Error {
			errs++
		}
	}
	say := func(n int, what string) string {
		if n == 1 {
			return "1 " + what
		}
		return fmt.Sprintf("%d %ss", n, what)
	}
	warnings := len(problems) - errs
	switch {
	case len(problems) == 0:
		return ""
	case errs == 0:
		return say(warnings, "warning") + ". The flow can run."
	case warnings == 0:
		return say(errs, "error") + ". Run Flow waits until there is none."
	}
	return say(errs, "error") + ", " + say(warnings, "warning") + ". Run Flow waits until there is no error."
}

func (p *ProblemList) fill(problems []spec.Problem) {
	p.list.Objects = nil
	if len(problems) == 0 {
		p.list.Add(kit.Inset(kit.Beside(12, mark("check", 36, successColor), kit.Column(2,
			kit.NewLabel("No problems", kit.Strong), kit.NewProse("The flow is ready to run.", kit.Muted, 0))), 4, 8, 12, 8))
	}
	errorsFirst := slices.Clone(problems)
	slices.SortStableFunc(errorsFirst, func(a, b spec.Problem) int { return rank(a) - rank(b) })
	for _, problem := range errorsFirst {
		p.list.Add(p.row(problem))
	}
	p.list.Refresh()
}

func rank(p spec.Problem) int {
	if p.Severity == spec.Error {
		return 0
	}
	return 1
}

func (p *ProblemList) row(problem spec.Problem) fyne.CanvasObject {
	icon, c := "exclamation", failureColor
	if problem.Severity != spec.Error {
		icon, c = "warning", warningColor
	}
	text := kit.Column(3, kit.NewProse(problem.Text, kit.Body, 0))
	if where := Place(problem.Path); where != "" {
		text.Add(kit.NewLabel(where, kit.Caption))
	}
	if problem.Fix != nil && problem.Fix.Label != "" {
		b := kit.NewButton(problem.Fix.Label, "", kit.Plain, "Mend this", func() { p.fix(problem) })
		b.Small = true
		text.Add(kit.Inset(kit.Line(0, b), 4, 0, 2, 0))
	}
	row := kit.NewRow(kit.Beside(10, mark(icon, 20, c), text), "Go to the node", func() {
		p.Close()
		p.open(problem.Path)
	})
	row.Inset = fyne.NewSize(8, 7)
	return row
}

// Place is where a problem lies, for a person: Watch / Ahrefs / Target.
func Place(p spec.Path) string {
	var out []string
	for _, s := range []string{p.Flow, p.Node, cmp.Or(p.Where, p.Field)} {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " / ")
}
