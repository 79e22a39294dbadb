package spec

import "testing"

func TestASentenceBeginsAndEndsAsOne(t *testing.T) {
	for text, want := range map[string]string{
		"":                                    "",
		"the disk is full":                    "The disk is full.",
		"the vault is locked: wait":           "The vault is locked: wait.",
		"api.example.com is not known":        "api.example.com is not known.",
		"/tmp/x cannot be read":               "/tmp/x cannot be read.",
		"élan is needed!":                     "Élan is needed!",
		"“Crm” has no account.":               "“Crm” has no account.",
		"reading: unexpected end of the text": "Reading: unexpected end of the text.",
	} {
		if got := Sentence(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
