package draw

import "image/color"

// A Tint is the colour of a group of node kinds.
type Tint uint8

// The tints, in the order of Theme.Tints.
const (
	FlowTint Tint = iota
	LogicTint
	ConnectTint
	DataTint
	DebugTint
	AITint
)

// Tints by the names that documents and kinds use.
var tints = map[string]Tint{
	"flow": FlowTint, "logic": LogicTint, "connect": ConnectTint,
	"data": DataTint, "debug": DebugTint, "ai": AITint,
}

// TintOf is the tint of that name; FlowTint where there is none.
func TintOf(name string) Tint { return tints[name] }

// A Theme is the product's colours in one light.
type Theme struct {
	Dark bool

	Background, Surface, Board color.NRGBA
	Border                     color.NRGBA // around cards and between panels
	Control                    color.NRGBA // around a field or a button, which must be found
	Dot                        color.NRGBA // of the board's grid
	Text, Muted, Faint         color.NRGBA
	Primary, OnPrimary         color.NRGBA
	Success, Failure, Warning  color.NRGBA
	OnState                    color.NRGBA // on a ground of Success, Failure or Warning
	Code, CodeKey              color.NRGBA
	CodeString, CodeNumber     color.NRGBA
	Hover, Pressed, Chosen     color.NRGBA // grounds on Surface
	Shadow                     color.NRGBA
	Tints                      [6]color.NRGBA

	faded *Theme
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255}
}

// The colours. A test holds each against the grounds it stands on.
var (
	Light = (&Theme{
		Background: rgb(0xF4F6F9), Surface: rgb(0xFFFFFF), Board: rgb(0xEEF1F5),
		Border: rgb(0xD9DFE8), Control: rgb(0x808CA0), Dot: rgb(0xD3DAE4),
		Text: rgb(0x18202C), Muted: rgb(0x5A6677), Faint: rgb(0x7C8899),
		Primary: rgb(0x2F5BEA), OnPrimary: rgb(0xFFFFFF),
		Success: rgb(0x177B4E), Failure: rgb(0xC2352B), Warning: rgb(0x96600A), OnState: rgb(0xFFFFFF),
		Code: rgb(0xF2F4F8), CodeKey: rgb(0x2B4FC7), CodeString: rgb(0x1B7A4B), CodeNumber: rgb(0xA2480F),
		Hover: rgb(0xF1F4F8), Pressed: rgb(0xE4E9F0), Chosen: rgb(0xECF1FE),
		Shadow: color.NRGBA{24, 32, 44, 34},
		Tints: [6]color.NRGBA{
			rgb(0x5F6F86), rgb(0x6F4FD8), rgb(0x1F6FD0), rgb(0x0B8278), rgb(0xA96A0B), rgb(0xB4337F),
		},
	}).withFaded()

	Dark = (&Theme{
		Dark:       true,
		Background: rgb(0x12161D), Surface: rgb(0x1A202A), Board: rgb(0x0F1319),
		Border: rgb(0x2B3443), Control: rgb(0x667288), Dot: rgb(0x232B37),
		Text: rgb(0xE7EBF2), Muted: rgb(0x9AA6B8), Faint: rgb(0x6C788A),
		Primary: rgb(0x7F9DFF), OnPrimary: rgb(0x0F1319),
		Success: rgb(0x4FC58C), Failure: rgb(0xFF8078), Warning: rgb(0xE7B65A), OnState: rgb(0x0F1319),
		Code: rgb(0x131922), CodeKey: rgb(0x9FB6FF), CodeString: rgb(0x79D6A3), CodeNumber: rgb(0xF0B27A),
		Hover: rgb(0x222A36), Pressed: rgb(0x2B3443), Chosen: rgb(0x212C45),
		Shadow: color.NRGBA{0, 0, 0, 110},
		Tints: [6]color.NRGBA{
			rgb(0x8595AD), rgb(0xA78BFA), rgb(0x66A8FF), rgb(0x3CC7B8), rgb(0xE7B65A), rgb(0xF17CC0),
		},
	}).withFaded()
)

// Tile is the ground of an icon: its tint at 16 % on the surface.
func (t *Theme) Tile(tint color.NRGBA) color.NRGBA { return mix(t.Surface, tint, 0.16) }

// withFaded adds the same colours at 45 % before the board, for what a run
// skipped: opaque, so that nothing shines through a card.
func (t *Theme) withFaded() *Theme {
	f := *t
	for _, c := range []*color.NRGBA{
		&f.Border, &f.Text, &f.Muted, &f.Faint, &f.Primary, &f.OnPrimary, &f.Success, &f.Failure, &f.Warning, &f.OnState,
		&f.Tints[0], &f.Tints[1], &f.Tints[2], &f.Tints[3], &f.Tints[4], &f.Tints[5],
	} {
		*c = mix(t.Board, *c, 0.45)
	}
	f.Surface = mix(t.Board, t.Surface, 0.6)
	f.Shadow.A /= 3
	f.faded = &f
	t.faded = &f
	return t
}
