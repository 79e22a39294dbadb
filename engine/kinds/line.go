package kinds

import (
	"regexp"
	"strings"

	"flowbench/engine/spec"
)

var (
	aTemplate = regexp.MustCompile(`\{\{(.*?)\}\}`)
	aPath     = regexp.MustCompile(`^[\w.$\[\]"]+$`)
)

// brief is a value as a card shows it: a template as the last name of its path.
func brief(v any) string {
	s := spec.ToText(v)
	if m := aTemplate.FindStringSubmatch(s); m != nil && m[0] == strings.TrimSpace(s) {
		return lastName(m[1])
	}
	return braced(s)
}

// braced is text with each template as {name}.
func braced(s string) string {
	return aTemplate.ReplaceAllStringFunc(s, func(t string) string { return "{" + lastName(t[2:len(t)-2]) + "}" })
}

// lastName is what a path is about: total of context.steps.Cart.output.total.
func lastName(path string) string {
	path = strings.TrimSpace(path)
	if list, ok := strings.CutSuffix(path, "| length"); ok {
		return lastName(list) + " | length"
	}
	if !aPath.MatchString(path) {
		return path
	}
	names := strings.Split(path, ".")
	last := len(names) - 1
	if names[last] == "output" && last > 0 {
		last--
	}
	return names[last]
}
