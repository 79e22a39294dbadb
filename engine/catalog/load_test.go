package catalog

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// acme is a sound provider, to be spoilt.
const acme = `{
  "id": "acme", "version": "1", "title": "Acme", "summary": "Anvils",
  "tile": {"letter": "A", "light": "#000000", "dark": "#ffffff"},
  "hosts": ["https://api.acme.example"],
  "auth": [{"scheme": "api-key", "title": "Key", "doc": "Ask Acme", "settings": {"headers": [{"name": "X-Key", "value": "{{secret}}"}]}, "sandbox": {"secret": "made-up"}}],
  "test": {"method": "GET", "path": "/me", "says": "\"Signed in as \\(.body.name)\"", "refused": ".body.why"},
  "actions": [{
    "id": "drop", "title": "Drop", "summary": "Drops an anvil", "method": "POST", "path": "/anvils/{{fields.id}}",
    "fields": [
      {"name": "id", "type": "number", "label": "Anvil", "doc": "Which", "required": true},
      {"name": "how", "type": "choice", "label": "How", "doc": "How", "default": "fast", "options": [{"value": "fast"}, {"value": "slow"}]}],
    "query": [{"name": "how", "value": "{{fields.how}}"}],
    "body": {"n": 1}, "bodyAs": "json",
    "mapping": ".drops", "sample": {"drops": [1]}, "records": "drops",
    "answer": ["# as the sandbox", "reply(200; {drops: [1]})"]
  }],
  "sandbox": {"denied": "reply(401; null)"}
}`

func load1(t *testing.T, files map[string]string) (*Catalog, []string) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, problems := Load(fsys)
	var out []string
	for _, p := range problems {
		out = append(out, p.String())
	}
	return c, out
}

func TestASoundFileLoads(t *testing.T) {
	c, problems := load1(t, map[string]string{"acme.json": acme})
	if problems != nil || c.Action("acme", "drop") == nil {
		t.Fatal(problems)
	}
}

func TestTheLoaderSaysWhatIsWrongAndWhere(t *testing.T) {
	for _, c := range []struct{ name, from, to, want string }{
		{"an unknown member", `"summary": "Anvils"`, `"summary": "Anvils", "colour": "red"`, `acme.json: /colour: there is nothing of the name "colour" here`},
		{"deep inside", `"label": "How"`, `"label": "How", "hint": "?"`, `acme.json: /actions/0/fields/1/hint: there is nothing of the name "hint" here`},
		{"another case", `"version"`, `"Version"`, `there is nothing of the name "Version" here`},
		{"a name twice", `"version": "1"`, `"version": "1", "version": "2"`, `acme.json: line 2: `},
		{"another type", `"hosts": ["https://api.acme.example"]`, `"hosts": 5`, `acme.json: line 4: `},
		{"an id that is not the file's", `"id": "acme"`, `"id": "other"`, `/id: the id "other" is not the name of its file, "acme"`},
		{"no title", `"title": "Acme"`, `"title": ""`, `/title: this is missing`},
		{"a host with a path", `"https://api.acme.example"`, `"https://api.acme.example/v1"`, `/hosts/0: "https://api.acme.example/v1" is no https origin`},
		{"http", `"https://api.acme.example"`, `"http://api.acme.example"`, `/hosts/0: `},
		{"a colour", `#ffffff`, `white`, `/tile/dark: "white" is no colour`},
		{"a long letter", `"letter": "A"`, `"letter": "Ac"`, `/tile/letter: one letter`},
		{"an unknown scheme", `"scheme": "api-key"`, `"scheme": "magic"`, `/auth/0/scheme: there is no scheme "magic": none`},
		{"a scheme twice", `"auth": [`, `"auth": [{"scheme": "api-key", "title": "Key", "doc": "Ask", "sandbox": {"secret": "made-up"}}, `, `/auth/1/scheme: the scheme "api-key" is there twice`},
		{"a setting of none", `"settings": {`, `"settings": {"colour": "red", `, `/auth/0/settings/colour: the scheme api-key has no field "colour"`},
		{"a setting that does not fit", `[{"name": "X-Key", "value": "{{secret}}"}]`, `"X-Key"`, `/auth/0/settings/headers: Headers: a list belongs here`},
		{"a row that does not fit", `{"name": "X-Key", "value": "{{secret}}"}`, `{"name": "X-Key"}`, `/auth/0/settings/headers: Value is required`},
		{"a real secret", `"settings": {`, `"settings": {"secret": "s3cret", `, `/auth/0/settings/secret: a secret is not for everybody`},
		{"said twice", `"sandbox": {"secret"`, `"sandbox": {"headers": [], "secret"`, `/auth/0/sandbox/headers: the settings give this already`},
		{"no made-up secret", `{"secret": "made-up"}`, `{}`, `/auth/0/sandbox/secret: Secret is required`},
		{"no help on the key", `"Ask Acme"`, `""`, `/auth/0/doc: this is missing`},
		{"no test", `"test"`, `"untested"`, `/test: the call that shows whether an account works is missing`},
		{"a test elsewhere", `"path": "/me"`, `"host": "https://evil.example", "path": "/me"`, `/test/host: the host "https://evil.example" is not one of the provider's`},
		{"a test with a field", `"path": "/me"`, `"path": "/{{fields.me}}"`, `/test: the request names a field "me", and a test has none`},
		{"a test that says nothing", `"\"Signed in as \\(.body.name)\""`, `""`, `/test/says: the program that says whose account it is is missing`},
		{"a test that does not compile", `".body.why"`, `".body.why |"`, `/test/refused: the program does not compile`},
		{"a route elsewhere", `"sandbox": {"denied"`, `"sandbox": {"routes": [{"method": "GET", "host": "https://evil.example", "path": "/", "answer": "."}], "denied"`, `/sandbox/routes/0/host: the host "https://evil.example" is not one of the provider's`},
		{"a route of no scheme", `"sandbox": {"denied"`, `"sandbox": {"routes": [{"method": "GET", "path": "/", "auth": {"scheme": "magic"}, "answer": "."}], "denied"`, `/sandbox/routes/0/auth/scheme: there is no scheme "magic"`},
		{"a route's setting of none", `"sandbox": {"denied"`, `"sandbox": {"routes": [{"method": "GET", "path": "/", "auth": {"scheme": "api-key", "settings": {"key": 1}}, "answer": "."}], "denied"`, `/sandbox/routes/0/auth/settings/key: the scheme api-key has no field "key"`},
		{"a verb", `"method": "POST"`, `"method": "PUSH"`, `/actions/0/method: there is no method "PUSH"`},
		{"a host of others", `"path": "/anvils`, `"host": "https://evil.example", "path": "/anvils`, `/actions/0/host: the host "https://evil.example" is not one of the provider's`},
		{"an undeclared field", `"{{fields.how}}"`, `"{{fields.who}}"`, `/actions/0: the request names a field "who" that is not declared`},
		{"an unused field", `"{{fields.how}}"`, `"fast"`, `/actions/0/fields/1: the request does not use the field "how"`},
		{"a template that is none", `"{{fields.how}}"`, `"{{how}} {{fields.how}}"`, `/actions/0/query/0/value: "{{how}} {{fields.how}}" is no template`},
		{"a template in a body", `{"n": 1}`, `{"n": ["{{x}}"]}`, `/actions/0/body/n/0: "{{x}}" is no template`},
		{"a field twice", `"name": "how"`, `"name": "id"`, `/actions/0/fields/1/name: the field "id" is there twice`},
		{"a field's type", `"type": "number"`, `"type": "date"`, `/actions/0/fields/0/type: there is no type "date"`},
		{"no tooltip", `"doc": "Which"`, `"doc": ""`, `/actions/0/fields/0/doc: this is missing`},
		{"a default that cannot be chosen", `"default": "fast"`, `"default": "quick"`, `/actions/0/fields/1/default: the default quick is none of the options`},
		{"options without a choice", `"type": "choice"`, `"type": "text"`, `/actions/0/fields/1/options: `},
		{"a body nobody sends", `"bodyAs": "json",`, ``, `/actions/0/bodyAs: a body and bodyAs go together`},
		{"no sample", `"sample": {"drops": [1]}, "records": "drops",`, ``, `/actions/0/sample: a sample of the output is missing`},
		{"records that are no list", `"records": "drops"`, `"records": "falls"`, `/actions/0/records: the sample has no list "falls"`},
		{"a mapping", `".drops"`, `".drops |"`, `/actions/0/mapping: the program does not compile`},
		{"an answer", `reply(200; {drops: [1]})`, `replay(200)`, `/actions/0/answer: the program does not compile: function not defined: replay/1`},
		{"no answer", `["# as the sandbox", "reply(200; {drops: [1]})"]`, `""`, `/actions/0/answer: the program that answers is missing`},
		{"nothing for strangers", `{"denied": "reply(401; null)"}`, `{}`, `/sandbox/denied: how a call without authentication is answered is missing`},
		{"steady, but not", `"mapping"`, `"steady": true, "mapping"`, `/actions/0/steady: only the answer to a GET can be steady`},
		{"not JSON", `"sandbox":`, `"sandbox"`, `acme.json: line 5: invalid character`},
	} {
		t.Run(c.name, func(t *testing.T) {
			spoilt := strings.Replace(acme, c.from, c.to, 1)
			if spoilt == acme {
				t.Fatal("nothing was spoilt")
			}
			cat, problems := load1(t, map[string]string{"acme.json": spoilt})
			if !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, c.want) }) {
				t.Errorf("the problems are %q", problems)
			}
			if cat.Provider("acme") != nil || cat.Provider("other") != nil {
				t.Error("it was loaded all the same")
			}
		})
	}
}

func TestAllProblemsOfAllFilesAreReported(t *testing.T) {
	_, problems := load1(t, map[string]string{
		"acme.json": strings.NewReplacer(`"Anvils"`, `""`, `"POST"`, `"PUSH"`, `"label": "How"`, `"label": "How", "hint": 1`).Replace(acme),
		"bad.json":  `{`,
		"two.json":  strings.NewReplacer(`"id": "acme"`, `"id": "two"`, `"made-up"`, `""`).Replace(acme),
	})
	if len(problems) != 5 {
		t.Errorf("%d problems: %q", len(problems), problems)
	}
}

func TestTwoProvidersCannotShareAHost(t *testing.T) {
	_, problems := load1(t, map[string]string{"acme.json": acme, "two.json": strings.Replace(acme, `"id": "acme"`, `"id": "two"`, 1)})
	if len(problems) != 1 || !strings.Contains(problems[0], "two.json: /hosts/0: the host https://api.acme.example belongs to Acme already") {
		t.Errorf("%q", problems)
	}
}

func TestTwoProvidersMaySignInAtTheSameHost(t *testing.T) {
	signedIn := strings.Replace(acme, `"auth": [`, `"auth": [{"scheme": "oauth2-client", "title": "Client", "doc": "Ask Acme",
		"settings": {"tokenUrl": "https://login.acme.example/token"}, "sandbox": {"clientId": "x", "clientSecret": "made-up"}}, `, 1)
	two := strings.NewReplacer(`"id": "acme"`, `"id": "two"`, "https://api.acme.example", "https://two.acme.example").Replace(signedIn)
	third := strings.NewReplacer(`"id": "acme"`, `"id": "three"`, "https://api.acme.example", "https://login.acme.example").Replace(acme)
	c, problems := load1(t, map[string]string{"acme.json": signedIn, "two.json": two})
	if problems != nil || c.ForHost("login.acme.example") != c.Provider("acme") {
		t.Errorf("%q", problems)
	}
	c, problems = load1(t, map[string]string{"acme.json": signedIn, "three.json": third})
	if problems != nil || c.ForHost("login.acme.example") != c.Provider("three") {
		t.Errorf("where it is a provider's own host: %q", problems)
	}
	if p := c.Provider("acme"); p.Preset("oauth2-client")["tokenUrl"] == nil || p.Preset("basic") != nil || p.AuthBy("api-key") == nil {
		t.Error("the presets are not found")
	}
}
