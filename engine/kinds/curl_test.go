package kinds

import (
	"strings"
	"testing"
	"time"

	"flowbench/engine/flow"
)

func TestCurlCommandsMakeAPINodes(t *testing.T) {
	const left = "The password of “ada” was left out: keep user and password in a connection."
	for _, c := range []struct{ name, command, want, notes string }{
		{"the shortest", `curl https://api.example.com/v1/leads`, `{"method":"GET","url":"https://api.example.com/v1/leads"}`, ""},
		{"with a prompt, and no scheme", "$ curl api.example.com/leads?limit=1", `{"method":"GET","url":"https://api.example.com/leads?limit=1"}`, ""},
		{"GitHub's documentation", "curl -L \\\n  -X POST \\\n  -H \"Accept: application/vnd.github+json\" \\\n  -H \"Authorization: Bearer <YOUR-TOKEN>\" \\\n  -H \"X-GitHub-Api-Version: 2022-11-28\" \\\n  https://api.github.com/repos/OWNER/REPO/issues \\\n  -d '{\"title\":\"Found a bug\",\"labels\":[\"bug\"]}'",
			`{"method":"POST","url":"https://api.github.com/repos/OWNER/REPO/issues","headers":[{"name":"Accept","value":"application/vnd.github+json"},{"name":"Authorization","value":"Bearer <YOUR-TOKEN>"},{"name":"X-GitHub-Api-Version","value":"2022-11-28"}],"body":{"title":"Found a bug","labels":["bug"]}}`,
			"The body is JSON and is sent as that."},
		{"Stripe's documentation", "curl https://api.stripe.com/v1/customers \\\n  -u \"sk_test_4eC39HqLyjWDarjtT1zdp7dc:\" \\\n  -d name=\"Jenny Rosen\" \\\n  --data-urlencode email=\"jenny@example.com\" \\\n  -d \"metadata[order]\"=7",
			`{"method":"POST","url":"https://api.stripe.com/v1/customers","bodyAs":"form","body":{"name":"Jenny Rosen","email":"jenny@example.com","metadata[order]":"7"}}`,
			"The password of “sk_test_4eC39HqLyjWDarjtT1zdp7dc” was left out: keep user and password in a connection."},
		{"OpenAI's documentation", "curl https://api.openai.com/v1/chat/completions \\\n  -H \"Content-Type: application/json\" \\\n  -H \"Authorization: Bearer $OPENAI_API_KEY\" \\\n  -d '{\n    \"model\": \"gpt-4o\",\n    \"messages\": [{\"role\": \"user\", \"content\": \"Say \\\"hi\\\"\"}]\n  }'",
			`{"method":"POST","url":"https://api.openai.com/v1/chat/completions","headers":[{"name":"Content-Type","value":"application/json"},{"name":"Authorization","value":"Bearer {{config.OPENAI_API_KEY}}"}],"body":{"model": "gpt-4o","messages": [{"role": "user", "content": "Say \"hi\""}]}}`,
			"A variable of the shell stands as a config variable: OPENAI_API_KEY."},
		{"Slack's webhook", `curl -X POST -H 'Content-type: application/json' --data '{"text":"Hello, World!"}' https://hooks.slack.com/services/T/B/x`,
			`{"method":"POST","url":"https://hooks.slack.com/services/T/B/x","headers":[{"name":"Content-type","value":"application/json"}],"body":{"text":"Hello, World!"}}`, ""},
		{"Chrome, bash", "curl 'https://app.example.com/api/save?x=1&y=2' \\\n  -H 'accept: */*' \\\n  -H 'accept-encoding: gzip, deflate, br' \\\n  -H 'content-type: application/json' \\\n  -b 'sid=abc; theme=dark' \\\n  -H 'sec-ch-ua: \"Chromium\";v=\"130\"' \\\n  --data-raw $'{\"text\":\"it\\'s 100%d \\u0021 \\\\n\"}' \\\n  --compressed",
			`{"method":"POST","url":"https://app.example.com/api/save?x=1&y=2","headers":[{"name":"accept","value":"*/*"},{"name":"content-type","value":"application/json"},{"name":"Cookie","value":"sid=abc; theme=dark"},{"name":"sec-ch-ua","value":"\"Chromium\";v=\"130\""}],"body":{"text":"it's 100%d ! \n"}}`,
			"Flowbench sets these headers itself: accept-encoding."},
		{"Chrome, cmd", "curl ^\"https://app.example.com/api/save?x=1^&y=100^%^25^\" ^\n  -X ^\"PUT^\" ^\n  -H ^\"content-type: application/json^\" ^\n  --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"b ^\\^\\^\\^\"c^\\^\\^\\^\"^\\^\"^}^\"",
			`{"method":"PUT","url":"https://app.example.com/api/save?x=1&y=100%25","headers":[{"name":"content-type","value":"application/json"}],"body":{"a":"b \"c\""}}`, ""},
		{"older Chrome, cmd", "curl \"https://app.example.com/api?x=1&y=2\" ^\r\n  -H \"content-type: text/plain\" ^\r\n  --data-raw \"{\\\"a\\\":1}\" ^\r\n  --compressed",
			`{"method":"POST","url":"https://app.example.com/api?x=1&y=2","headers":[{"name":"content-type","value":"text/plain"}],"bodyAs":"text","body":"{\"a\":1}"}`, ""},
		{"Chrome, cmd, a body of two lines", "curl ^\"https://a.example.com/^\" ^\n  -H ^\"content-type: text/plain^\" ^\n  --data-raw ^\"one^\n\ntwo^\"",
			`{"method":"POST","url":"https://a.example.com/","headers":[{"name":"content-type","value":"text/plain"}],"bodyAs":"text","body":"one\ntwo"}`, ""},
		{"Firefox, bash", "curl 'https://app.example.com/graphql' --compressed -X POST -H 'User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:131.0)' -H 'Content-Type: application/json' -H 'Connection: keep-alive' -H 'TE: trailers' --data-raw '{\"query\":\"{ a }\"}'",
			`{"method":"POST","url":"https://app.example.com/graphql","headers":[{"name":"User-Agent","value":"Mozilla/5.0 (X11; Linux x86_64; rv:131.0)"},{"name":"Content-Type","value":"application/json"},{"name":"TE","value":"trailers"}],"body":{"query":"{ a }"}}`,
			"Flowbench sets these headers itself: Connection."},
		{"Firefox, cmd", "curl.exe ^\"https://app.example.com/x^\" ^\n  -H ^\"Accept: a^\"",
			`{"method":"GET","url":"https://app.example.com/x","headers":[{"name":"Accept","value":"a"}]}`, ""},
		{"a quote in quotes", `curl https://a.example.com/a\ b --json '{"a":"it'\''s"}' -H "A: \"x\" \\ \n"`,
			`{"method":"POST","url":"https://a.example.com/a b","headers":[{"name":"Accept","value":"application/json"},{"name":"A","value":"\"x\" \\ \\n"}],"body":{"a":"it's"}}`, ""},
		{"Postman", "curl --location --request DELETE 'https://api.example.com/leads/7' \\\n--header 'X-Empty;' \\\n--header 'Authorization: Basic YTpi'",
			`{"method":"DELETE","url":"https://api.example.com/leads/7","headers":[{"name":"X-Empty","value":""},{"name":"Authorization","value":"Basic YTpi"}]}`, ""},
		{"a lost backslash", "curl https://api.example.com/x \\  \n -H 'A: b'\n-H 'C: d'",
			`{"method":"GET","url":"https://api.example.com/x","headers":[{"name":"A","value":"b"},{"name":"C","value":"d"}]}`, ""},
		{"piped on", "curl -sSfL -XPATCH https://api.example.com/x -o out.json | jq '.id' > id.txt", `{"method":"PATCH","url":"https://api.example.com/x"}`, ""},
		{"several pieces of data", `curl https://a.example.com -d a=1 --data 'b=2&c=3%204' --data-urlencode 'd=x &y' --data-urlencode 'e f'`,
			`{"method":"POST","url":"https://a.example.com","headers":[{"name":"Content-Type","value":"application/x-www-form-urlencoded"}],"bodyAs":"text","body":"a=1&b=2&c=3%204&d=x+%26y&e+f"}`, ""},
		{"a name twice stays as it was", `curl https://a.example.com -d 'a=1&a=2'`,
			`{"method":"POST","url":"https://a.example.com","headers":[{"name":"Content-Type","value":"application/x-www-form-urlencoded"}],"bodyAs":"text","body":"a=1&a=2"}`, ""},
		{"a list of a form", `curl https://a.example.com -d 'ids[]=1&ids[]=2&ids[]=3'`, `{"method":"POST","url":"https://a.example.com","bodyAs":"form","body":{"ids[]":["1","2","3"]}}`, ""},
		{"--json, twice", `curl --json '{"a":' --json '1}' https://a.example.com`, `{"method":"POST","url":"https://a.example.com","headers":[{"name":"Accept","value":"application/json"}],"body":{"a":1}}`, ""},
		{"a bare template in JSON", `curl https://a.example.com -H 'content-type: application/json' -d '{"n": {{config.n}}}'`,
			`{"method":"POST","url":"https://a.example.com","headers":[{"name":"content-type","value":"application/json"}],"body":{"n": "{{config.n}}"}}`, ""},
		{"JSON that is none", `curl https://a.example.com -H 'content-type: application/json' -d '{a: 1}'`,
			`{"method":"POST","url":"https://a.example.com","headers":[{"name":"content-type","value":"application/json"}],"bodyAs":"text","body":"{a: 1}"}`, ""},
		{"nothing to send", `curl -d '' https://a.example.com/go`, `{"method":"POST","url":"https://a.example.com/go"}`, ""},
		{"-G", `curl -G https://a.example.com/find -d q=1 --data-urlencode "name=a b {{config.who}}"`, `{"method":"GET","url":"https://a.example.com/find?q=1&name=a+b+{{config.who}}"}`, ""},
		{"-G to more", `curl --get 'https://a.example.com/find?a=1' -d q=1`, `{"method":"GET","url":"https://a.example.com/find?a=1&q=1"}`, ""},
		{"a form with a file", `curl -F 'name=Ada;type=text/plain' -F file=@photo.png -F tag=a -F tag=b https://a.example.com/up`,
			`{"method":"POST","url":"https://a.example.com/up","bodyAs":"form","body":{"name":"Ada","tag":["a","b"]}}`,
			"The form is sent URL-encoded, not as multipart. The file photo.png of the form's field file was left out: an API node sends no files."},
		{"a body in a file", `curl https://a.example.com -H 'Content-Type: application/json' --data-binary @body.json`,
			`{"method":"POST","url":"https://a.example.com","headers":[{"name":"Content-Type","value":"application/json"}]}`, "The file body.json was not read: put its text into Body."},
		{"user and password", `curl -u ada:secret123 https://a.example.com`, `{"method":"GET","url":"https://a.example.com"}`, left},
		{"in the address", `curl https://ada:secret123@a.example.com/x`, `{"method":"GET","url":"https://a.example.com/x"}`, "User and password in the address were left out: keep them in a connection."},
		{"a token", `curl --oauth2-bearer secret123 https://a.example.com`, `{"method":"GET","url":"https://a.example.com"}`, keep},
		{"who asks", `curl -A 'Bot/1.0' -e https://b.example.com https://a.example.com`, `{"method":"GET","url":"https://a.example.com","headers":[{"name":"User-Agent","value":"Bot/1.0"},{"name":"Referer","value":"https://b.example.com"}]}`, ""},
		{"-I", `curl -I https://a.example.com`, `{"method":"GET","url":"https://a.example.com"}`, "HEAD became GET: an API node reads the answer."},
		{"times", `curl -m 20 --connect-timeout 5 --retry 3 -k https://a.example.com`, `{"method":"GET","url":"https://a.example.com","timeout":20}`, once + " " + always},
		{"a long time", `curl --max-time 600 https://a.example.com`, `{"method":"GET","url":"https://a.example.com","timeout":180}`, "A node waits 5 to 180 seconds: the longest time is 180 instead of 600."},
		{"--url, and a second one", `curl --url https://a.example.com https://b.example.com`, `{"method":"GET","url":"https://a.example.com"}`, "“https://b.example.com” was left out: one node makes one call."},
		{"options that are not known", `curl --fancy -3 https://a.example.com --mode fast`, `{"method":"GET","url":"https://a.example.com"}`,
			"The option --fancy is not known and was left out. The option -3 is not known and was left out. The option --mode is not known and was left out. “fast” was left out: one node makes one call."},
		{"a body with GET", `curl -X GET https://a.example.com -d a=1`, `{"method":"GET","url":"https://a.example.com"}`, "GET sends no body here: it was left out."},
		{"a method of its own", `curl -X propfind https://a.example.com`, `{"method":"PROPFIND","url":"https://a.example.com"}`, ""},
		{"a machine of one's own", `curl localhost:8080/x`, `{"method":"GET","url":"https://localhost:8080/x"}`, ""},
		{"a template for the host", `curl {{config.base}}/x`, `{"method":"GET","url":"{{config.base}}/x"}`, ""},
	} {
		config, notes, err := FromCurl(c.command)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, want := flow.Object(config), flow.Value(c.want)
		got.Compact()
		want.Compact()
		if string(got) != string(want) {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, want)
		}
		if said := strings.Join(notes, " "); said != c.notes {
			t.Errorf("%s:\n said %s\n want %s", c.name, said, c.notes)
		}
		if text := string(got); strings.Contains(text, "secret123") || strings.Contains(text, "sk_test") {
			t.Errorf("%s: the node holds the password", c.name)
		}
		if !IsCurl(c.command) {
			t.Errorf("%s: it is not seen as one", c.name)
		}
	}
}

func TestBadCurlCommandsAreExplained(t *testing.T) {
	for _, c := range []struct{ name, command, want string }{
		{"no address", "curl -s -H 'A: b'", "the command has no address: write one such as https://api.example.com/path"},
		{"a quote is missing", "curl https://a.example.com \\\n -d '{\"a\": 1}", "line 2: the command cannot be read: reached EOF without closing quote `'`"},
		{"cut", "curl https://a.example.com -H", "nothing follows the option -H: the command was cut"},
		{"cut after a word", "curl https://a.example.com --request", "nothing follows the option --request: the command was cut"},
		{"another program's options", "curl a.example.com --a --b --c --d1 --e --f --g1 --h --i --jj --kk --l --mm --nn --oo --p --qq --rr --s --tt --uu", "the command has many options that are not known: is it one for curl?"},
		{"a command within", "curl https://a.example.com -d \"$(cat body.json)\"", "line 1: the shell works something out here, as in $( ): put in what that gives"},
		{"what would be worked out for hours", "curl https://a.example.com/$((9**99999999999))", "line 1: the shell works something out here, as in $( ): put in what that gives"},
		{"a default of the shell", "curl \\\n https://a.example.com/${x:-y}", "line 2: the shell works something out here, as in $( ): put in what that gives"},
	} {
		if _, _, err := FromCurl(c.command); err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
	}
	for _, text := range []string{"", "curl", "curly braces", "wget https://a.example.com", "See curl https://a.example.com"} {
		if IsCurl(text) {
			t.Errorf("%q is taken for a curl command", text)
		}
	}
}

func FuzzFromCurl(f *testing.F) {
	for _, s := range []string{"curl --0 a.b", "curl -0-0 a.b", "curl -é a.b", "curl -d '' 'a.b'", "curl ^\"https://a.b^\" ^\n -H ^\"a: \\\\\"\"b", "curl a.b -d \"$x ${y:-z} $((1+1)) `ls`\"", "curl --json '{' a.b -G -F a=@b", "curl a.b --data-urlencode @", "curl $'\\x41' a.b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		config, _, err := FromCurl(text)
		if took := time.Since(start); took > time.Second {
			t.Errorf("%q took %v", text, took)
		}
		if err == nil && !flow.Object(config).IsValid() {
			t.Errorf("%q gives %s", text, flow.Object(config))
		}
	})
}
