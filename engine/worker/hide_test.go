package worker

import (
	"encoding/base64"
	"strings"
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/spec"
)

func TestTheLastWordsOfAWorkerHoldNoSecret(t *testing.T) {
	const secret = "canary-5e-c.r3t"
	account, err := AccountOf(auth.Record{ID: "1", Name: "Acme", Scheme: "api-key", Settings: auth.HideSettings(spec.Values{"secret": secret})})
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{secret, "Basic " + base64.StdEncoding.EncodeToString([]byte("me:"+secret)), `{"k":"` + secret + `"}`} {
		w, err := Start(command("serve"))
		if err != nil {
			t.Fatal(err)
		}
		o := order("crash", said)
		o.Connections = map[string]Account{"Acme": account}
		s := &tape{}
		out, healthy := w.Run(t.Context(), o, s)
		w.Close()
		if healthy || out.Error == nil || !strings.Contains(out.Error.Message, "out of nowhere") || !strings.Contains(out.Error.Message, auth.Hidden) {
			t.Fatalf("%+v", out)
		}
		var hide auth.Redactor
		hide.Add(auth.Hide(secret))
		last := s.events[len(s.events)-1]
		if told := out.Error.Message + last.Error.Message; hide.Holds(told) {
			t.Errorf("it said %s", told)
		}
	}
}

func TestTheLastWordsOfAWorkerHoldNothingOfAnOSVariable(t *testing.T) {
	w, err := Start(command("serve"))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	o := order("crash", "os-secret-1")
	o.Hide = []string{"os-secret-1"}
	out, _ := w.Run(t.Context(), o, &tape{})
	if out.Error == nil || !strings.Contains(out.Error.Message, auth.Hidden) || strings.Contains(out.Error.Message, "os-secret-1") {
		t.Errorf("it said %+v", out.Error)
	}
}

func TestTokensThatWentOverThePipeAreHiddenToo(t *testing.T) {
	var w Worker
	w.learnToken(word{Got: &token{Values: []string{"token-1234"}, Refresh: "refresh-1234"}})
	w.learnToken(word{Use: &token{Values: []string{"token-5678"}}})
	if got := w.hide.Text("token-1234 refresh-1234 token-5678"); got != "••• ••• •••" {
		t.Error(got)
	}
}
