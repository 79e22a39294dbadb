package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"flowbench/engine/catalog"
	"flowbench/engine/sandbox"
)

func (c *command) sandbox() *cobra.Command {
	var addr string
	var delays bool
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve local stand-ins for the providers' APIs",
		Long: "Serves local stand-ins for the providers' APIs on this machine until it is stopped,\n" +
			"with Ctrl+C. Each answers under its own path, for curl, and keeps what it is sent.\n" +
			"Prints its address.",
		Example: "  flowbench sandbox --addr 127.0.0.1:8089\n" +
			"  curl -H 'Authorization: Bearer x' 'http://127.0.0.1:8089/ahrefs/v3/site-explorer/domain-rating?target=example.com&date=2026-01-01'",
		Args: takesNone,
		RunE: func(cmd *cobra.Command, _ []string) error {
			server := sandbox.New(catalog.Builtin(), sandbox.Programs())
			server.SetDelays(delays)
			if err := server.Listen(addr); err != nil {
				return wrong("%v\nWith --addr 127.0.0.1:0 it takes a free port", err)
			}
			defer server.Close()
			fmt.Fprintln(c.out, server.URL())
			for _, p := range catalog.Builtin().Offered() {
				fmt.Fprintf(c.err, "  %s/%s  %s\n", server.URL(), p.ID, p.Title)
			}
			<-cmd.Context().Done()
			return nil
		},
	}
	cmd.Flags().StringVar(&addr, "addr", "127.0.0.1:0", "the `ADDRESS` to serve on; only this machine's own")
	cmd.Flags().BoolVar(&delays, "delays", false, "answer after 150 to 400 ms, as the real APIs do")
	return cmd
}
