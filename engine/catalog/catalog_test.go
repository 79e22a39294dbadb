package catalog

import (
	"testing"

	"flowbench/assets"
)

func TestWhatFlowbenchComesWithHasNoProblems(t *testing.T) {
	_, problems := Load(assets.Catalog())
	for _, p := range problems {
		t.Error(p)
	}
}
