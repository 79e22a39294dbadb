package auth

import (
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestJSONWithoutSecretsIsJSON(t *testing.T) {
	var r Redactor
	r.Add(Hide("123456789"), Hide(`quo"ted\secret`), Hide("plain-secret"), Hide(`aa","bb`))
	for in, want := range map[string]string{
		`{"n":123456789}`:                        `{"n":"•••"}`,
		`[-123456789,1.5,12345678]`:              `["-•••",1.5,12345678]`,
		`{"plain-secret":1,"b":[null,true]}`:     `{"•••":1,"b":[null,true]}`,
		`{"k":"quo\"ted\\secret!"}`:              `{"k":"•••!"}`,
		`{"k":"plai\u006e-secret","n":1}`:        `{"k":"•••","n":1}`,
		`{"k":"\u006eone of them"}`:              `{"k":"\u006eone of them"}`,
		`{"plain-secret":1,"PLAIN-SECRET":2}`:    `"•••"`, // no two names of an object are one
		`{"k": "nothing", "n": 1.50, "m": 1e+3}`: `{"k": "nothing", "n": 1.50, "m": 1e+3}`,
		`"plain-secret"`:                         `"•••"`,
		``:                                       ``,
		`null`:                                   `null`,
		`{"k":["aa","bb"]}`:                      `{"k":["•••"]}`,
	} {
		got := r.JSON([]byte(in))
		if string(got) != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
		if in != "" && !jsontext.Value(got).IsValid() {
			t.Errorf("%s: %s is no JSON", in, got)
		}
	}
}

func TestNothingIsCopiedWhereNothingIsSecret(t *testing.T) {
	var none, some Redactor
	some.Add(Hide("plain-secret"))
	text := []byte(`{"a":"harmless","b":[1,2,3]}`)
	for _, r := range []*Redactor{nil, &none, &some} {
		if got := r.JSON(text); &got[0] != &text[0] {
			t.Errorf("%s was copied", text)
		}
		if n := testing.AllocsPerRun(10, func() { r.JSON(text) }); n > 0 {
			t.Errorf("%v allocations", n)
		}
	}
	var r *Redactor
	if !r.Idle() || !none.Idle() || some.Idle() {
		t.Error("idle is one that knows of no secret")
	}
}
