package auth

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"flowbench/engine/spec"
)

// quick fails a test that takes more than a second over one input.
func quick(t *testing.T) func() {
	start := time.Now()
	return func() {
		if took := time.Since(start); took > time.Second {
			t.Errorf("it took %v", took)
		}
	}
}

// FuzzUnseal: no panic, an error quotes nothing, and what is read is sealed and read back
// equal; nor does anything else that looks at a record panic.
func FuzzUnseal(f *testing.F) {
	for _, s := range All {
		values := spec.Values{}
		for _, field := range s.New().Fields() {
			values[field.Name] = field.Default
			if field.Secret {
				values[field.Name] = canary
			}
		}
		b, err := Record{Name: "Acme", Hosts: []string{"https://api.example.com"}, Scheme: s.ID, Settings: HideSettings(values)}.Seal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, text := range []string{``, `{}`, `null`, `[]`, `{"name":"a","scheme":"api-key","settings":{"headers":[{"name":1}],"secret":["canary"]}}`,
		`{"name":"a","scheme":"api-key","settings":{"headers":{},"params":"x","secret":7}}`, `{"scheme":"none","settings":1}`, `{"name":"a","name":"b"}`,
		`{"settings":{"a":1,"a":2},"scheme":"?"}`, `{"created":"0000-00-00T00:00:00Z"}`, "{\"name\":\"\xff\"}", strings.Repeat(`{"settings":`, 300)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		defer quick(t)()
		r, err := Unseal("1", b)
		if err != nil {
			if strings.Contains(err.Error(), "canary") {
				t.Errorf("the error quotes a secret: %v", err)
			}
			return
		}
		r.Secrets()
		r.Problems(nil)
		if a, err := r.Account(nil); err == nil {
			a.Method(Env{})
		}
		if a, err := r.MadeUp().Account(nil); err == nil {
			a.Method(Env{})
		}
		once, err := r.Seal()
		if err != nil {
			t.Fatalf("what was read is not sealed: %v", err)
		}
		again, err := Unseal("1", once)
		if err != nil {
			t.Fatalf("what was sealed is not read: %v", err)
		}
		if twice, err := again.Seal(); err != nil || !bytes.Equal(once, twice) {
			t.Fatalf("sealed twice, it differs: %v\n%s\n%s", err, once, twice)
		}
	})
}

// FuzzRedactor: whatever the secret and what stands around it, it is gone; JSON stays JSON.
func FuzzRedactor(f *testing.F) {
	for _, secret := range []string{canary, "123456", "aaaaaa", "\\u0061\\u0062", "\"quoted\"", "\n\t\r  \x00", "•••••••", "\xff\xfe\xfd\xfc\xfb\xfa", "true,null", "a+b/c==", "%41%42%43"} {
		f.Add(secret, "before", "after")
		f.Add(secret, `{"a":"`, `","b":123456}`)
		f.Add(secret, secret, secret[:3])
	}
	f.Fuzz(func(t *testing.T, secret, before, after string) {
		defer quick(t)()
		if len(secret) > 300 || len(before)+len(after) > 10_000 {
			return
		}
		var r Redactor
		r.Add(Hide(secret))
		text := before + secret + after
		got := r.Text(text)
		if Findable(Hide(secret)) {
			if !strings.Contains(got, Hidden) || !r.Holds(text) {
				t.Fatalf("%q is not found in %q", secret, text)
			}
			if rest := strings.ReplaceAll(got, Hidden, ""); len(rest) > len(before)+len(after) {
				t.Errorf("%q leaves %q", text, got)
			}
		}
		quoted, _ := jsontext.AppendQuote(nil, text)
		for _, doc := range [][]byte{[]byte(text), quoted, append(append([]byte(`{"k":[`), quoted...), `,1]}`...)} {
			was := jsontext.Value(doc).IsValid()
			hidden := r.JSON(bytes.Clone(doc))
			if was && !jsontext.Value(hidden).IsValid() {
				t.Errorf("%q became %q, which is no JSON", doc, hidden)
			}
		}
	})
}
