package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"flowbench/engine/expr"
	"flowbench/engine/flow"
	"flowbench/engine/kinds"
	"flowbench/engine/spec"
)

// A Finding is a text in the document that looks like a key.
type Finding struct {
	Path spec.Path // a config variable has the field config.NAME
	What string    // "a Stripe key"
	Head string    // how it begins; never the whole
}

// Secrets finds what looks like a key in an integration, in document order.
func Secrets(in *flow.Integration, set kinds.Set) []Finding {
	var out []Finding
	for _, v := range in.Config {
		search(flow.Decode(v.Default), "config."+v.Name, func(found Finding) {
			found.Path.Where = where(set, nil, spec.Around{}, found.Path.Field)
			out = append(out, found)
		})
	}
	for _, f := range in.Flows {
		var start spec.Values
		if s := f.Start(); s != nil {
			start = s.Config.Map()
		}
		for n := range f.All {
			for _, found := range secretsOf(n.Config) {
				found.Path.Flow, found.Path.Node = f.Name, n.Name
				found.Path.Where = where(set, n, spec.Around{Name: n.Name, Values: n.Config.Map(), Start: start}, found.Path.Field)
				out = append(out, found)
			}
		}
	}
	return out
}

// SecretsIn finds what looks like a key among values by name, such as those that an
// environment gives config variables.
func SecretsIn(values map[string]flow.Value) []Finding {
	var out []Finding
	for _, name := range slices.Sorted(maps.Keys(values)) {
		search(flow.Decode(values[name]), "config."+name, func(found Finding) {
			found.Path.Where = where(kinds.Set{}, nil, spec.Around{}, "config."+name)
			out = append(out, found)
		})
	}
	return out
}

func secretsOf(c flow.Config) []Finding {
	var out []Finding
	for _, s := range c {
		v, err := expr.DecodeOrdered(s.Value)
		if err == nil {
			search(v, s.Name, func(f Finding) { out = append(out, f) })
		}
	}
	return out
}

// keys warns of what looks like a key in a node's settings.
func (r *review) keys(n *flow.Node) {
	for _, f := range r.reading(n).secrets {
		r.add(spec.Warning, n.Name, f.Path.Field, fmt.Sprintf("“%s…” looks like %s. Whoever gets this flow gets it too: keep it in a connection or a config variable.", f.Head, f.What), r.moving(n, f.Path.Field))
	}
}

// A mark is how the keys of one sort look: the part in brackets is secret.
var marks = []struct {
	what    string
	pattern *regexp.Regexp
}{
	{"a Slack webhook address, which is a key", regexp.MustCompile(`https://hooks\.slack\.com/(?:services|workflows|triggers)/([A-Za-z0-9/]{16,})`)},
	{"a Slack token", regexp.MustCompile(`\bxox[a-z]-([A-Za-z0-9-]{8,})`)},
	{"a key", regexp.MustCompile(`\b(?:sk|rk)_(?:live_|test_)?([A-Za-z0-9]{8,})`)},
	{"a key", regexp.MustCompile(`\bsk-([A-Za-z0-9_-]{16,})`)},
	{"a SendGrid key", regexp.MustCompile(`\bSG\.([A-Za-z0-9_.-]{16,})`)},
	{"an AWS key", regexp.MustCompile(`\bA[KS]IA([A-Z0-9]{12,})`)},
	{"a GitHub token", regexp.MustCompile(`\bgh[pousr]_([A-Za-z0-9]{16,})`)},
	{"a GitHub token", regexp.MustCompile(`\bgithub_pat_([A-Za-z0-9_]{16,})`)},
	{"a Google key", regexp.MustCompile(`\bAIza([A-Za-z0-9_-]{20,})`)},
	{"a key", regexp.MustCompile(`(?i)^\s*(?:bearer|basic)\s+([A-Za-z0-9+/=._~-]{8,})\s*$`)},
}

func search(v any, path string, found func(Finding)) {
	switch v := v.(type) {
	case string:
		for _, m := range marks {
			at := m.pattern.FindStringSubmatchIndex(v)
			if at != nil && varied(v[at[2]:at[3]]) {
				found(Finding{Path: spec.Path{Field: path}, What: m.what, Head: v[at[0]:at[2]]})
				break
			}
		}
	case []any:
		for i, el := range v {
			search(el, path+"["+strconv.Itoa(i)+"]", found)
		}
	case expr.Object:
		for _, m := range v {
			search(m.Value, path+"."+m.Name, found)
		}
	case map[string]any:
		for key, el := range v {
			search(el, path+"."+key, found)
		}
	}
}

// varied tells a key from a stand-in such as XXXXXXXX or 00000000.
func varied(s string) bool {
	seen := map[rune]bool{}
	for _, c := range s {
		seen[c] = true
	}
	return len(seen) >= 6
}
