package panel

import (
	"regexp"
	"strings"

	"flowbench/engine/spec"
)

// paths lists what a template of the node may use; found once until something beside the
// typing in this panel changes.
func (f *form) paths() []Path {
	if f.samples == nil {
		f.list = f.panel.host.Paths(f.panel.flow, f.node().Name)
		f.samples = make(map[string]string, len(f.list))
		for _, p := range f.list {
			f.samples[p.Text] = p.Sample
		}
	}
	return f.list
}

var aTemplate = regexp.MustCompile(`\{\{\s*(.*?)\s*\}\}`)

// resolved is what a text with templates comes to, as far as it is known: "" where it
// holds none, or one whose value nobody knows yet.
func (f *form) resolved(text string, fd spec.Field) string {
	if !strings.Contains(text, "{{") || len(text) > 2000 || fd.Type == spec.JSON || fd.Type == spec.Program {
		return ""
	}
	f.paths()
	known := true
	alone := false
	out := aTemplate.ReplaceAllStringFunc(text, func(t string) string {
		sample, ok := f.samples[aTemplate.FindStringSubmatch(t)[1]]
		if !ok || sample == "" {
			known = false
		}
		if alone = t == text; !alone && len(sample) > 1 && sample[0] == '"' {
			sample = strings.Trim(sample, `"`)
		}
		return sample
	})
	if !known {
		return ""
	}
	return "= " + strings.ReplaceAll(out, "\n", " ")
}
