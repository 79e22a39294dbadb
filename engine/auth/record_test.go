package auth

import (
	"reflect"
	"testing"
	"time"

	"flowbench/engine/spec"
)

func TestASealedRecordComesBackWhole(t *testing.T) {
	at := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	r := Record{ID: "r1", Name: "CRM", Hosts: []string{"https://api.example.com"}, Scheme: "api-key", Settings: HideSettings(spec.Values{"secret": "x"}),
		Disabled: true, Created: at, Changed: at, Tested: Tested{At: at, In: "Live", OK: true, Said: "it answered"}, TestAt: "https://api.example.com/v1/me"}
	b, err := r.Seal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Unseal("r1", b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Settings.Reveal(), r.Settings.Reveal()) {
		t.Error("the settings are others")
	}
	got.Settings = r.Settings
	if !reflect.DeepEqual(got, r) {
		t.Errorf("%+v, want %+v", got, r)
	}
}
