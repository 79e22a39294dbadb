package cli

import (
	"bytes"
	"fmt"

	"github.com/spf13/cobra"

	"flowbench/engine/flow"
)

func (c *command) format() *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "fmt [-w] FILE...",
		Short: "Write flow files in their canonical form",
		Long: "Writes each file in its canonical form to stdout, or with -w over the file itself.\n" +
			"The same integration always has the same form, byte for byte. A file that cannot be\n" +
			"read is left as it is, and the others are written all the same.",
		Example: "  flowbench fmt -w watch.json\n  flowbench fmt - < watch.json",
		Args:    takes("FILE", true),
		RunE: func(_ *cobra.Command, files []string) error {
			bad := false
			for _, name := range files {
				if err := c.formatFile(name, write); err != nil {
					fmt.Fprintln(c.err, "flowbench:", err)
					bad = true
				}
			}
			if bad {
				return fault{code: Wrong}
			}
			return nil
		},
	}
	cmd.Flags().BoolVarP(&write, "write", "w", false, "write over the file, and print its name where that changed it")
	return cmd
}

func (c *command) formatFile(name string, write bool) error {
	in, was, err := c.read(name)
	if err != nil {
		return err
	}
	b := flow.Write(in)
	switch {
	case !write || name == "-":
		_, err = c.out.Write(b)
	case !bytes.Equal(b, was):
		if err = replace(name, b); err == nil {
			fmt.Fprintln(c.out, name)
		}
	}
	return err
}
