package canvas

import (
	"flowbench/canvas/draw"
	"flowbench/canvas/show"
	"flowbench/engine/flow"
)

// EnterBody shows the body of the selected container alone.
func (b *Board) EnterBody() {
	keys := b.sel.keys()
	if len(keys) == 1 {
		if d := b.scene.Node(show.Key(keys[0])); d != nil && d.Container {
			b.ShowBody(keys[0])
			return
		}
	}
	b.refuse("Select a loop to see its inside alone.")
}

// LeaveBody goes back to what the body that is shown alone stands in.
func (b *Board) LeaveBody() {
	if b.root != 0 {
		k := b.root
		b.ShowBody(b.home(k))
		b.Select(k)
		b.Reveal(k)
	}
}

// Body is the container whose body is shown alone, or 0.
func (b *Board) Body() flow.Key { return b.root }

// ShowBody shows the body of a container alone, or with 0 the whole flow.
func (b *Board) ShowBody(k flow.Key) {
	if k == b.root || k != 0 && b.nodes[k] == nil {
		return
	}
	b.stopWriting(true)
	b.cancel()
	b.views[b.viewKey()] = b.view
	b.root = k
	b.sel = newSelection()
	b.scene = draw.NewScene(draw.Content{})
	b.tiles.spoilAll()
	b.SetFlow(b.flow, b.describe)
	if v, ok := b.views[b.viewKey()]; ok {
		b.look(v)
	} else {
		b.Fit()
	}
	if b.OnSelect != nil {
		b.OnSelect(nil)
	}
	if b.OnBody != nil {
		b.OnBody(k)
	}
}

// A viewKey names what the board shows: a flow, or a body of it.
type viewKey struct {
	flow string
	body flow.Key
}

func (b *Board) viewKey() viewKey { return viewKey{b.flow.Name, b.root} }

// picture is what the board shows, as content.
func (b *Board) picture() show.Picture {
	if c := b.nodes[b.root]; c != nil {
		return show.Body(b.flow, c, b.describe, b.places)
	}
	return show.Flow(b.flow, b.describe, b.places)
}

// shown is the node as it is drawn; of one that is folded away, what it is folded into.
func (b *Board) shown(k flow.Key) *draw.Node {
	for k != 0 {
		if d := b.scene.Node(show.Key(k)); d != nil {
			return d
		}
		k = b.home(k)
	}
	return nil
}
