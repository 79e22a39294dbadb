package kinds

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"flowbench/engine/event"
)

func TestACallAsACurlCommand(t *testing.T) {
	h := func(pairs ...string) (out []event.Header) {
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, event.Header{Name: pairs[i], Value: pairs[i+1]})
		}
		return out
	}
	for _, c := range []struct {
		x    event.Exchange
		body string
		want string
	}{
		{event.Exchange{Method: "GET", URL: "https://api.example.com/v1?a=1&b=2", Sent: event.Message{Headers: h("Accept", "*/*", "Accept-Encoding", "gzip", "User-Agent", "Flowbench")}}, "",
			"curl 'https://api.example.com/v1?a=1&b=2' \\\n  --compressed \\\n  -H 'User-Agent: Flowbench'\n"},
		{event.Exchange{Method: "POST", URL: "https://api.example.com/v1", Sent: event.Message{Headers: h("Authorization", "•••", "X-Empty", "")}}, `{"it's":"$HOME !! @x"}`,
			"curl -X POST https://api.example.com/v1 \\\n  -H 'Authorization: '\"$API_KEY\" \\\n  -H 'X-Empty;' \\\n  --data-raw '{\"it'\\''s\":\"$HOME !! @x\"}'\n"},
		{event.Exchange{Method: "GET", URL: "https://api.example.com/v1?key=•••&n=[1]", Mapped: "http://127.0.0.1:4011/v1?key=•••&n=[1]", Sent: event.Message{Headers: h("X-Id", "•••", "X-Hash", "v=•••;")}}, "",
			"curl 'http://127.0.0.1:4011/v1?key='\"$API_KEY\"'&n=[1]' \\\n  -H 'Host: api.example.com' \\\n  --globoff \\\n  -H 'X-Id: '\"$API_KEY_2\" \\\n  -H 'X-Hash: v='\"$API_KEY_3\"';'\n"},
		{event.Exchange{Method: "HEAD", URL: "https://api.example.com/"}, "", "curl --head https://api.example.com/\n"},
		{event.Exchange{Method: "DELETE", URL: "https://api.example.com/a"}, "\x1b[201~rm", "curl -X DELETE https://api.example.com/a \\\n  --data-raw $'\\x1b[201~rm'\n"},
		{event.Exchange{Method: "PUT", URL: "https://api.example.com/a"}, "a\x00b", "# The body is left out: it holds a zero byte, which no command line can.\ncurl -X PUT https://api.example.com/a\n"},
	} {
		if got := ToCurl(c.x, c.body); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// What a shell makes of the command is what was sent, whatever stands in it.
func TestAShellReadsACurlCommandAsItWasMeant(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("there is no shell here")
	}
	for _, text := range []string{"plain", "", "it's", `a"b\c`, "$HOME `id` $(id)", "a\nb", "a b;c|d&e>f<g", "~*?[]{}#!!", "é–😀", "-x", "a\\", "'", "''", "%0a%s", "if", "a=b"} {
		x := event.Exchange{Method: "POST", URL: "https://api.example.com/?q=" + strings.ReplaceAll(text, "\n", ""),
			Sent: event.Message{Headers: []event.Header{{Name: "X-A", Value: strings.ReplaceAll(text, "\n", "") + "•••!"}}}}
		command := "curl() { for a; do printf '%s\\000' \"$a\"; done; }\nAPI_KEY='k \"1\" $x'\n" + ToCurl(x, text)
		out, err := exec.Command(sh, "-c", command).Output()
		if err != nil {
			t.Fatalf("%q: %v\n%s", text, err, command)
		}
		got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		for _, want := range []string{x.URL, "X-A: " + strings.ReplaceAll(text, "\n", "") + `k "1" $x!`, text} {
			if text != "" && !slices.Contains(got, want) {
				t.Errorf("%q: the shell reads %q, not %q", text, got, want)
			}
		}
	}
}

func TestACurlCommandIsReadBack(t *testing.T) {
	text := ToCurl(event.Exchange{Method: "POST", URL: "https://api.example.com/v1?a=b%20c",
		Sent: event.Message{Headers: []event.Header{{Name: "Content-Type", Value: "application/json"}, {Name: "X-A", Value: "it's"}}}}, `{"a":"it's"}`)
	config, notes, err := FromCurl(text)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, s := range config {
		got += s.Name + "=" + string(s.Value) + " "
	}
	if want := `method="POST" url="https://api.example.com/v1?a=b%20c" headers=[{"name":"Content-Type","value":"application/json"},{"name":"X-A","value":"it's"}] body={"a":"it's"} `; got != want {
		t.Errorf("got %s %v, want %s", got, notes, want)
	}
}
