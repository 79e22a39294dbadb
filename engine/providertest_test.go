package engine

import (
	"testing"

	"flowbench/engine/auth"
	"flowbench/engine/catalog"
	"flowbench/engine/request"
	"flowbench/engine/sandbox"
	"flowbench/engine/transport"
)

// inSandbox is a network whose catalogue hosts are those of a sandbox.
func inSandbox(t *testing.T) (*Network, *sandbox.Server) {
	t.Helper()
	c := catalog.Builtin()
	server := sandbox.New(c, sandbox.Programs())
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	client, err := transport.New(transport.Options{Mappings: server.Mappings(), Sandbox: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return &Network{Catalog: c, Client: client, Sandbox: true}, server
}

// tryOut makes the test call of a provider.
func tryOut(t *testing.T, n *Network, p *catalog.Provider, c *auth.Connection) (bool, string) {
	t.Helper()
	meant, ok := p.TestRequest()
	if !ok {
		t.Fatal("there is no test of an account")
	}
	built, err := request.Build(request.Of(meant))
	if err != nil {
		t.Fatal(err)
	}
	answer, _, err := n.Client.Do(t.Context(), transport.Call{Request: built, Connection: c, Reads: meant.Reads})
	if err != nil {
		t.Fatal(err)
	}
	r := answer.Response()
	works, said, err := p.Verdict(r.Status, r.Headers, r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return works, said
}

func TestEveryProvidersTestWorksInTheSandbox(t *testing.T) {
	n, _ := inSandbox(t)
	want := map[string][2]string{
		"ahrefs":   {"Sandbox plan, 1250 of 2000000 API units used, the key is good until 2026-12-31.", "Ahrefs does not accept this account (401 Unauthorized): Unauthorized."},
		"sendgrid": {"The key has 8 permissions, and may send mail.", "SendGrid does not accept this account (401 Unauthorized): The provided authorization grant is invalid, expired, or revoked."},
		"sheets":   {"Signed in as ada@example.com.", "Google Sheets does not accept this account (401 Unauthorized): Request is missing required authentication credential."},
		"slack":    {"Signed in to the team Sandbox as @flowbench.", "Slack does not accept this account: no token arrived."},
		"stripe":   {"The key is a test key, of an account that keeps USD.", "Stripe does not accept this account (401 Unauthorized): You did not provide an API key."},
	}
	for _, p := range n.Catalog.Offered() {
		t.Run(p.ID, func(t *testing.T) {
			account, err := n.sandboxAccount(p)
			if err != nil {
				t.Fatal(err)
			}
			if works, said := tryOut(t, n, p, account); !works || said != want[p.ID][0] {
				t.Errorf("with an account: %v, %s", works, said)
			}
			if works, said := tryOut(t, n, p, nil); works || said != want[p.ID][1] {
				t.Errorf("without one: %v, %s", works, said)
			}
		})
	}
}
