package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"flowbench/engine/flow"
)

func (c *command) format() *cobra.Command {
	var write bool
	cmd := &cobra.Command{
		Use:   "fmt [-w] FILE...",
		Short: "Write flow files in their canonical form",
		Long: "Writes each file in its canonical form to stdout, or with -w over the file itself.\n" +
			"The same integration always has the same form, byte for byte.",
		Example: "  flowbench fmt -w watch.json",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, files []string) error {
			for _, name := range files {
				in, was, err := c.read(name)
				if err != nil {
					return err
				}
				b := flow.Write(in)
				switch {
				case !write || name == "-":
					if _, err := c.out.Write(b); err != nil {
						return err
					}
				case !bytes.Equal(b, was):
					if err := replace(name, b); err != nil {
						return wrong("%v", err)
					}
					fmt.Fprintln(c.err, name)
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVarP(&write, "write", "w", false, "write over the file, and print its name where that changed it")
	return cmd
}

// replace writes a file whole or not at all.
func replace(name string, b []byte) error {
	mode := os.FileMode(0o644)
	if st, err := os.Stat(name); err == nil {
		mode = st.Mode().Perm()
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), ".flowbench-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err = tmp.Write(b); err == nil {
		err = tmp.Sync()
	}
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), mode)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}
