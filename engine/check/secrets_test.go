package check

import (
	"strings"
	"testing"

	"flowbench/engine/flow"
)

func TestSecretsAreFoundAndNeverShown(t *testing.T) {
	for value, want := range map[string]string{
		"sk_live_4eC39HqLyjWDarjtT1zdp7dc":        "a key sk_live_",
		"rk_test_4eC39HqLyjWD":                    "a key rk_test_",
		"sk-proj-abc123DEF456ghi789":              "a key sk-",
		"xoxb-1234-abcdEFGH5678":                  "a Slack token xoxb-",
		"xoxp-1234-abcdEFGH5678":                  "a Slack token xoxp-",
		"Bearer abc123.DEF456":                    "a key Bearer ",
		"Basic YWRhOnNlY3JldA==":                  "a key Basic ",
		"SG.abcdEFGH1234.ijklMNOP5678":            "a SendGrid key SG.",
		"AKIAIOSFODNN7EXAMPLE":                    "an AWS key AKIA",
		"ghp_abcdEFGH1234ijklMNOP":                "a GitHub token ghp_",
		"text ghp_abcdEFGH1234ijklMNOP in a text": "a GitHub token ghp_",
		"https://hooks.slack.com/services/T024BE7LD/B0ABCDEF1/abcdEFGH1234": "a Slack webhook address, which is a key https://hooks.slack.com/services/",
		"https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXX":     "",
		"Bearer {{config.token}}":          "",
		"sk_live_XXXXXXXXXXXXXXXX":         "",
		"the bearer certificate1 is basic": "",
		"task_list_item12345":              "",
		"{{context.steps.sk_live}}":        "",
		"Basic":                            "",
	} {
		in := document(t, debug(string(flow.Of(map[string]any{"deep": []any{value}}))))
		got := ""
		for _, f := range Secrets(in, env(true).Kinds) {
			if f.Path.String() != "Main/A/value.deep[0]" {
				t.Errorf("%s was found at %s", value, f.Path)
			}
			got += f.What + " " + f.Head
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", value, got, want)
		}
		for _, p := range Check(in, "Main", env(true)) {
			if want != "" && strings.Contains(p.Text, value) {
				t.Errorf("the warning shows the key: %s", p.Text)
			}
		}
	}
}

func TestAKeyInAConfigVariableIsFound(t *testing.T) {
	in := document(t, finish)
	in.Config[0].Default = flow.Of("xoxb-1234-abcdEFGH5678")
	if got := Secrets(in, env(true).Kinds); len(got) != 1 || got[0].Path.Field != "config.channel" || got[0].Path.Where != "Config variable channel" {
		t.Errorf("got %+v", got)
	}
}

func TestKeysAmongValuesAreFoundByName(t *testing.T) {
	got := SecretsIn(map[string]flow.Value{"b": flow.Of("Bearer abcdef123456"), "a": flow.Of(map[string]any{"key": "sk_live_abcdef123456"}), "c": flow.Of("#seo")})
	if len(got) != 2 || got[0].Path.Where != "Config variable a" || got[1].Path.Field != "config.b" || got[1].What != "a key" {
		t.Errorf("found %+v", got)
	}
}
