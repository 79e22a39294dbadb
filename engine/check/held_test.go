package check

import (
	"encoding/base64"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/flow"
)

func TestAStoredSecretIsFoundWhereverItStands(t *testing.T) {
	const secret = "12345678"
	var hide, none auth.Redactor
	hide.Add(auth.Hide(secret))
	clean := func() *flow.Integration {
		return document(t, between(`{"name": "A", "kind": "api", "config": {"url": "https://echo.example.com/", "headers": [{"name": "X", "value": "1"}]}, "wires": {"success": ["End"]}}`))
	}
	if got := Held(clean(), env(true).Kinds, &hide); got != nil {
		t.Errorf("found %v where there is none", got)
	}
	for want, put := range map[string]func(in *flow.Integration){
		"Main/A Header 1 / Value": func(in *flow.Integration) {
			in.Flows[0].Node("A").Config = flow.ConfigOf("url", "https://echo.example.com/", "headers", []any{map[string]any{"name": "X", "value": "Basic " + base64.StdEncoding.EncodeToString([]byte("u:"+secret))}})
		},
		"Main/A Body": func(in *flow.Integration) {
			in.Flows[0].Node("A").Config = flow.ConfigOf("method", "POST", "url", "https://echo.example.com/", "body", map[string]any{"n": []any{12345678}})
		},
		"Main/A Note":              func(in *flow.Integration) { in.Flows[0].Node("A").Note = "it is " + secret },
		"Main Note on the board":   func(in *flow.Integration) { in.Flows[0].Notes = []flow.Note{{Text: secret}} },
		"Main Group":               func(in *flow.Integration) { in.Flows[0].Groups = []flow.Group{{Title: secret}} },
		" Config variable channel": func(in *flow.Integration) { in.Config[0].Default = flow.Of("#" + secret) },
		" Description":             func(in *flow.Integration) { in.Documentation = "log in with " + secret },
	} {
		in := clean()
		put(in)
		got := Held(in, env(true).Kinds, &hide)
		if len(got) != 1 {
			t.Errorf("%s: found %v", want, got)
			continue
		}
		p := got[0].Path
		place := p.Flow
		if p.Node != "" {
			place += "/" + p.Node
		}
		if place+" "+p.Where != want && !strings.HasPrefix(place+" "+p.Where, want) || strings.Contains(got[0].What+got[0].Head, secret) {
			t.Errorf("found at %q, not at %q: %+v", place+" "+p.Where, want, got[0])
		}
		if got := Held(in, env(true).Kinds, &none); got != nil {
			t.Errorf("without secrets it found %v", got)
		}
	}
}
